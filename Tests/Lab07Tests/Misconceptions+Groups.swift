import LabContracts
import LabTesting

/// A scale for each group of neighbours.
extension Misconceptions {
  /// 07.7
  static let quantizeGroups: [Misconception] = [
    groups(
      "one-scale-for-the-tensor",
      "You use one scale for the whole matrix. An outlier anywhere then costs every weight its precision."
    ) { rows, size, bits in
      let shared = Oracle.absmaxScale(rows.flatMap { $0 }, bits)
      return Oracle.quantizeGroups(
        rows, bits, cut: { Oracle.groups($0, size) }, scale: { $0.map { _ in shared } })
    },
    scales(
      "one-scale-for-the-row", "You use one scale for the row. Each of its groups has a scale of its own."
    ) { groups, _, bits in groups.map { _ in Oracle.absmaxScale(groups.flatMap { $0 }, bits) } },
    cuts("remainder-dropped", "What remains behind the last full group is lost. It is a group as well.") {
      row, size in
      Oracle.groups(row, size).filter { $0.count == size }
    },
    cuts(
      "remainder-filled-up",
      "You fill the last group up with zeros and return their codes too. A row has as many codes as weights."
    ) { row, size in
      Oracle.groups(row, size).map { $0 + [Double](repeating: 0, count: size - $0.count) }
    },
    cuts(
      "remainder-joined-to-the-last-group",
      "You add what remains to the last full group. It is a group of its own, with a scale of its own."
    ) { row, size in
      let groups = Oracle.groups(row, size)
      guard groups.count > 1, let last = groups.last, last.count < size else { return groups }
      return groups.dropLast(2) + [groups[groups.count - 2] + last]
    },
    scales(
      "remainder-with-the-scale-before",
      "What remains is quantized with the scale of the group before it. Find the scale of its own numbers."
    ) { groups, size, bits in
      groups.indices.map { index in
        let isRemainder = index > 0 && groups[index].count < size
        return Oracle.absmaxScale(groups[isRemainder ? index - 1 : index], bits)
      }
    },
    groups(
      "groups-reach-into-the-next-row",
      "You cut the whole matrix as one list, so that a group takes numbers of two rows. Begin anew with each row."
    ) { rows, size, bits in
      let groups = Oracle.groups(rows.flatMap { $0 }, size)
      let columns = rows.first?.count ?? 0
      let codes = groups.flatMap { Oracle.quantize($0, Oracle.absmaxScale($0, bits), bits) }
      let parameters = groups.map { Parameters(scale: Float(Oracle.absmaxScale($0, bits))) }
      let perRow = (columns + size - 1) / size
      return QuantizedMatrix(
        codes: Oracle.groups(codes, max(1, columns)), parameters: Oracle.groups(parameters, max(1, perRow)))
    },
    groups(
      "groups-down-the-columns", "Your groups run down the columns. Neighbours in a row share a scale."
    ) { rows, size, bits in
      let columns = (rows.first ?? []).indices.map { column in rows.map { $0[column] } }
      let matrix = Oracle.quantizeGroups(columns, size, bits)
      return QuantizedMatrix(
        codes: rows.indices.map { row in columns.indices.map { matrix.codes[$0][row] } },
        parameters: matrix.parameters)
    },
    cuts(
      "remainder-at-the-front",
      "Your first group is the short one. Groups begin at the start of a row; what remains is last."
    ) { row, size in Oracle.groups(row.reversed(), size).map { $0.reversed() }.reversed() },
    groups(
      "every-nth-weight", "You take every n-th weight into a group. Neighbours share a scale."
    ) { rows, size, bits in
      var matrix = QuantizedMatrix(codes: [], parameters: [])
      for row in rows {
        let count = (row.count + size - 1) / size
        let scales = (0..<count).map { first in
          Oracle.absmaxScale(stride(from: first, to: row.count, by: count).map { row[$0] }, bits)
        }
        matrix.codes.append(
          row.enumerated().flatMap { Oracle.quantize([$1], scales[$0 % count], bits) })
        matrix.parameters.append(scales.map { Parameters(scale: Float($0)) })
      }
      return matrix
    },
    groups(
      "size-taken-for-a-count",
      "You cut each row into `groupSize` groups. The size says how many weights one holds."
    ) { rows, size, bits in
      Oracle.quantizeGroups(rows, max(1, (rows.first?.count ?? 0) / size), bits)
    },
    groups(
      "scale-of-the-next-group", "Codes are made with the scale of the next group. Keep the index in step."
    ) { rows, size, bits in shifted(rows, size, bits, by: 1) },
    groups(
      "scale-of-the-group-before",
      "Codes are made with the scale of the group before. Keep the index in step."
    ) { rows, size, bits in shifted(rows, size, bits, by: -1) },
    scales(
      "maximum-never-reset",
      "Your largest magnitude is kept from group to group. Begin again with each group."
    ) { groups, _, bits in
      groups.indices.map { Oracle.absmaxScale(groups[...$0].flatMap { $0 }, bits) }
    },
    groups(
      "groups-with-zero-points",
      "You lay the codes over each group's range. Here they are symmetric, as in 07.2."
    ) { rows, size, bits in
      var matrix = QuantizedMatrix(codes: [], parameters: [])
      for groups in rows.map({ Oracle.groups($0, size) }) {
        let parameters = groups.map { Oracle.affineParameters($0, bits) }
        matrix.codes.append(
          zip(groups, parameters).flatMap { Oracle.quantizeAffine($0, $1, bits) })
        matrix.parameters.append(parameters)
      }
      return matrix
    },
    scales(
      "group-scales-over-128", "The scale of a group is max |x| / (2^(bits − 1) − 1), as in 07.1."
    ) { groups, _, bits in groups.map { Oracle.magnitude($0) / Double(Oracle.largestCode(bits) + 1) } },
    scales(
      "group-scales-in-float16",
      "You round scales to float16. That is for 07.11; here they are stored as they were computed."
    ) { groups, _, bits in
      groups.map { Oracle.float16(Int(Oracle.float16Bits(Oracle.absmaxScale($0, bits)))) }
    },
    scales("group-of-zeros-gets-scale-one", "A group of zeros has the scale 0, as in 07.1.") {
      groups, _, bits in
      groups.map { Oracle.magnitude($0) == 0 ? 1 : Oracle.absmaxScale($0, bits) }
    },
    scales(
      "group-scale-kept-above-a-tiny-number",
      "You keep a group's scale above 1e-8 against a division by 0, and small weights all become 0. 0 alone needs care."
    ) { groups, _, bits in
      groups.map { Oracle.magnitude($0) == 0 ? 0 : max(1e-8, Oracle.absmaxScale($0, bits)) }
    },
    groups(
      "each-group-in-a-row-of-its-own",
      "Each group stands in a list of its own. `codes` and `parameters` have a list for each row of the matrix."
    ) { rows, size, bits in
      Oracle.quantizeGroups(rows.flatMap { Oracle.groups($0, size) }, size, bits)
    },
    groups(
      "group-of-nothing", "A group holds at least one weight: throw `invalidSize`.", sparing: .invalidSize
    ) { Oracle.quantizeGroups($0, max(1, $1), $2) },
    groups(
      "groups-of-any-shape", "Only a matrix has rows to cut: throw `shapeMismatch`.", sparing: .shapeMismatch,
      Oracle.quantizeGroups),
    groups("groups-in-any-bits", "Codes have 2 to 8 bits: throw `invalidBits`.", sparing: .invalidBits) {
      Oracle.quantizeGroups($0, $1, max(2, $2))
    },
    groups(
      "groups-with-nan-quantized", "NaN and infinity have no codes: throw `notFinite`.", sparing: .notFinite
    ) { rows, size, bits in
      Oracle.quantizeGroups(rows.map { $0.map { $0.isFinite ? $0 : 0 } }, size, bits)
    },
    Misconception(
      "bits-left-to-the-groups", lives: "07.7",
      sentence:
        "You leave the bits to 07.1, which a matrix without rows never asks. Check them once, for the matrix."
    ) {
      $0.bind(Quantization.quantizeGroups) { weights, size, bits in
        let refuse = Refusal(sparing: nil)
        try refuse(.shapeMismatch, unless: weights.rank == 2)
        try refuse(.invalidSize, unless: size >= 1)
        if !weights.rows.isEmpty { try refuse.bits(bits) }
        try refuse.notFinite(weights.values)
        return Oracle.quantizeGroups(weights.rows.map { $0.map(Double.init) }, size, bits)
      }
    },
  ]

  private static func groups(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ rows: [[Double]], _ size: Int, _ bits: Int) -> QuantizedMatrix
  ) -> Misconception {
    Misconception(id, lives: "07.7", sentence: sentence) { $0.quantizeGroups(sparing: spared, answer) }
  }

  /// Rows cut by a rule, and each part quantized as it should be.
  private static func cuts(
    _ id: String, _ sentence: String,
    _ cut: @escaping @Sendable (_ row: [Double], _ size: Int) -> [[Double]]
  ) -> Misconception {
    groups(id, sentence) { rows, size, bits in
      Oracle.quantizeGroups(
        rows, bits, cut: { cut($0, size) }, scale: { $0.map { Oracle.absmaxScale($0, bits) } })
    }
  }

  /// The right groups of a row, and their scales by a rule.
  private static func scales(
    _ id: String, _ sentence: String,
    _ scales: @escaping @Sendable (_ groups: [[Double]], _ size: Int, _ bits: Int) -> [Double]
  ) -> Misconception {
    groups(id, sentence) { rows, size, bits in
      Oracle.quantizeGroups(
        rows, bits, cut: { Oracle.groups($0, size) }, scale: { scales($0, size, bits) })
    }
  }

  /// The right parameters, and codes made with those of a neighbour.
  private static func shifted(_ rows: [[Double]], _ size: Int, _ bits: Int, by step: Int) -> QuantizedMatrix {
    let right = Oracle.quantizeGroups(rows, size, bits)
    let codes = zip(rows, right.parameters).map { row, parameters in
      Oracle.groups(row, size).enumerated().flatMap { index, group in
        let other = max(0, min(parameters.count - 1, index + step))
        return Oracle.quantize(group, Double(parameters[other].scale), bits)
      }
    }
    return QuantizedMatrix(codes: codes, parameters: right.parameters)
  }
}
