import LabContracts
import LabTesting

/// Which numbers share a scale, and which scale a code belongs to.
extension Misconceptions {
  /// 07.6
  static let quantizeRows: [Misconception] = [
    rows(
      "one-range-for-all-rows",
      "You find one range for the whole matrix: a single large row takes the codes away from all others."
    ) { rows, bits in
      let shared = Oracle.affineParameters(rows.flatMap { $0 }, bits)
      return Oracle.quantizeRows(rows, bits) { _, _ in shared }
    },
    rows(
      "columns-instead-of-rows",
      "You quantize each column for itself. A channel is an output of the layer, and that is a row."
    ) { rows, bits in
      let columns = (rows.first ?? []).indices.map { column in rows.map { $0[column] } }
      let matrix = Oracle.quantizeRows(columns, bits)
      return QuantizedMatrix(
        codes: rows.indices.map { row in columns.indices.map { matrix.codes[$0][row] } },
        parameters: matrix.parameters)
    },
    rows(
      "matrix-transposed",
      "Rows and columns of your answer are exchanged: row r of the codes belongs to row r of the weights."
    ) { rows, bits in
      let columns = (rows.first ?? []).indices.map { column in rows.map { $0[column] } }
      return Oracle.quantizeRows(columns, bits)
    },
    rows("first-row-decides", "You use the first row's parameters for all rows; each row has its own.") {
      rows, bits in
      Oracle.quantizeRows(rows, bits) { _, _ in Oracle.affineParameters(rows[0], bits) }
    },
    rows(
      "row-before-decides", "Row r is quantized with the parameters of the row before it. Use its own."
    ) { rows, bits in
      Oracle.quantizeRows(rows, bits) { index, _ in Oracle.affineParameters(rows[max(0, index - 1)], bits) }
    },
    rows(
      "range-never-reset",
      "Your smallest and largest numbers are kept from row to row. Begin again with each row."
    ) { rows, bits in
      Oracle.quantizeRows(rows, bits) { index, _ in
        Oracle.affineParameters(rows[...index].flatMap { $0 }, bits)
      }
    },
    rows(
      "middle-zero-in-every-row",
      "Your zero point is the middle code in every row. In a row that is all above 0 the largest numbers are cut off."
    ) { rows, bits in
      Oracle.quantizeRows(rows, bits) { _, row in
        Parameters(
          scale: Oracle.affineParameters(row, bits).scale, zeroPoint: (Oracle.lastCode(bits) + 1) / 2)
      }
    },
    rows(
      "zero-point-of-the-first-row",
      "Each row has its own scale and the zero point of the first. The zero point depends on the scale: find both."
    ) { rows, bits in
      let zero = Oracle.affineParameters(rows.first ?? [], bits).zeroPoint
      return Oracle.quantizeRows(rows, bits) { _, row in
        Parameters(scale: Oracle.affineParameters(row, bits).scale, zeroPoint: zero)
      }
    },
    rows("rows-without-zero", "The range of each row is widened to contain 0, as in 07.3.") { rows, bits in
      Oracle.quantizeRows(rows, bits) { _, row in
        Oracle.affine(low: row.min() ?? 0, high: row.max() ?? 0, bits)
      }
    },
    rows(
      "absmax-for-rows", "You use the symmetric codes of 07.2. Rows have a zero point, and codes from 0 up."
    ) { rows, bits in
      Oracle.quantizeGroups(
        rows, bits, cut: { [$0] }, scale: { $0.map { Oracle.absmaxScale($0, bits) } })
    },
    rows(
      "parameters-in-one-row",
      "All parameters stand in one list. `parameters` has a list of one for each row."
    ) { rows, bits in
      let matrix = Oracle.quantizeRows(rows, bits)
      return QuantizedMatrix(codes: matrix.codes, parameters: [matrix.parameters.flatMap { $0 }])
    },
    rows("codes-in-one-row", "All codes stand in one list. `codes` has a list for each row.") { rows, bits in
      let matrix = Oracle.quantizeRows(rows, bits)
      return QuantizedMatrix(codes: [matrix.codes.flatMap { $0 }], parameters: matrix.parameters)
    },
    rows("row-of-zeros-gets-scale-one", "A row of zeros has the scale 0, as in 07.3.") { rows, bits in
      Oracle.quantizeRows(rows, bits) { _, row in
        Oracle.magnitude(row) == 0 ? Parameters(scale: 1) : Oracle.affineParameters(row, bits)
      }
    },
    rows(
      "any-shape-quantized", "Only a matrix has rows: throw `shapeMismatch` for other numbers of dimensions.",
      sparing: .shapeMismatch, Oracle.quantizeRows),
    rows(
      "rows-with-nan-quantized", "A row with NaN or infinity has no range: throw `notFinite`.",
      sparing: .notFinite
    ) { rows, bits in Oracle.quantizeRows(rows.map { $0.map { $0.isFinite ? $0 : 0 } }, bits) },
    rows(
      "rows-in-any-bits", "Codes have 2 to 8 bits: throw `invalidBits`.", sparing: .invalidBits,
      Oracle.quantizeRows),
  ]

  private static func rows(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ rows: [[Double]], _ bits: Int) -> QuantizedMatrix
  ) -> Misconception {
    Misconception(id, lives: "07.6", sentence: sentence) { $0.quantizeRows(sparing: spared, answer) }
  }

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
    groups(
      "one-scale-for-the-row", "You use one scale for the row. Each of its groups has a scale of its own."
    ) { rows, size, bits in
      Oracle.quantizeGroups(
        rows, bits, cut: { Oracle.groups($0, size) },
        scale: { groups in groups.map { _ in Oracle.absmaxScale(groups.flatMap { $0 }, bits) } })
    },
    groups("remainder-dropped", "What remains behind the last full group is lost. It is a group as well.") {
      rows, size, bits in
      Oracle.quantizeGroups(
        rows, bits, cut: { Oracle.groups($0, size).filter { $0.count == size } },
        scale: { $0.map { Oracle.absmaxScale($0, bits) } })
    },
    groups(
      "remainder-filled-up",
      "You fill the last group up with zeros and return their codes too. A row has as many codes as weights."
    ) { rows, size, bits in
      Oracle.quantizeGroups(
        rows, bits,
        cut: {
          Oracle.groups($0, size).map { $0 + [Double](repeating: 0, count: size - $0.count) }
        }, scale: { $0.map { Oracle.absmaxScale($0, bits) } })
    },
    groups(
      "remainder-joined-to-the-last-group",
      "You add what remains to the last full group. It is a group of its own, with a scale of its own."
    ) { rows, size, bits in
      Oracle.quantizeGroups(
        rows, bits, cut: { joined(Oracle.groups($0, size), size) },
        scale: { $0.map { Oracle.absmaxScale($0, bits) } })
    },
    groups(
      "remainder-with-the-scale-before",
      "What remains is quantized with the scale of the group before it. Find the scale of its own numbers."
    ) { rows, size, bits in
      Oracle.quantizeGroups(
        rows, bits, cut: { Oracle.groups($0, size) },
        scale: { groups in
          groups.indices.map { index in
            let isRemainder = index > 0 && groups[index].count < size
            return Oracle.absmaxScale(groups[isRemainder ? index - 1 : index], bits)
          }
        })
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
    groups(
      "maximum-never-reset",
      "Your largest magnitude is kept from group to group. Begin again with each group."
    ) { rows, size, bits in
      Oracle.quantizeGroups(
        rows, bits, cut: { Oracle.groups($0, size) },
        scale: { groups in
          groups.indices.map { Oracle.absmaxScale(groups[...$0].flatMap { $0 }, bits) }
        })
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
    groups(
      "group-scales-over-128", "The scale of a group is max |x| / (2^(bits − 1) − 1), as in 07.1."
    ) { rows, size, bits in
      Oracle.quantizeGroups(
        rows, bits, cut: { Oracle.groups($0, size) },
        scale: { $0.map { Oracle.magnitude($0) / Double(Oracle.largestCode(bits) + 1) } })
    },
    groups(
      "group-scales-in-float16",
      "You round scales to float16. That is for 07.11; here they are stored as they were computed."
    ) { rows, size, bits in
      Oracle.quantizeGroups(
        rows, bits, cut: { Oracle.groups($0, size) },
        scale: {
          $0.map { Oracle.float16(Int(Oracle.float16Bits(Oracle.absmaxScale($0, bits)))) }
        })
    },
    groups("group-of-zeros-gets-scale-one", "A group of zeros has the scale 0, as in 07.1.") {
      rows, size, bits in
      Oracle.quantizeGroups(
        rows, bits, cut: { Oracle.groups($0, size) },
        scale: { $0.map { Oracle.magnitude($0) == 0 ? 1 : Oracle.absmaxScale($0, bits) } })
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
  ]

  private static func groups(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ rows: [[Double]], _ size: Int, _ bits: Int) -> QuantizedMatrix
  ) -> Misconception {
    Misconception(id, lives: "07.7", sentence: sentence) { $0.quantizeGroups(sparing: spared, answer) }
  }

  /// Groups of which the last, where it is short, belongs to the one before.
  private static func joined(_ groups: [[Double]], _ size: Int) -> [[Double]] {
    guard groups.count > 1, let last = groups.last, last.count < size else { return groups }
    return groups.dropLast(2) + [groups[groups.count - 2] + last]
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

  /// 07.8
  static let dequantizeGroups: [Misconception] = [
    regrouped(
      "first-group-for-all", "Every code is restored with the first group's parameters. Use its own group's."
    ) {
      matrix, _, row, _ in
      matrix.parameters[row].first
    },
    regrouped("restored-with-the-next-group", "Codes are restored with the next group's scale.") {
      matrix, size, row, column in
      matrix.parameters[row][min(matrix.parameters[row].count - 1, column / size + 1)]
    },
    regrouped("restored-with-the-group-before", "Codes are restored with the scale of the group before.") {
      matrix, size, row, column in
      matrix.parameters[row][max(0, column / size - 1)]
    },
    regrouped(
      "remainder-instead-of-quotient",
      "`column % groupSize` is the place within the group. The group is `column / groupSize`."
    ) { matrix, size, row, column in
      matrix.parameters[row][(column % size) % matrix.parameters[row].count]
    },
    regrouped("groups-taken-in-turn", "You take the groups in turn, code by code. Neighbours share a group.")
    {
      matrix, _, row, column in
      matrix.parameters[row][column % matrix.parameters[row].count]
    },
    regrouped("first-row-of-parameters", "You use the first row's parameters for all rows.") {
      matrix, size, _, column in
      matrix.parameters[0][column / size]
    },
    regrouped(
      "groups-counted-through-the-matrix",
      "You count codes through the whole matrix and divide by the size: with a short last group the count is off."
    ) { matrix, size, row, column in
      let all = matrix.parameters.flatMap { $0 }
      return all[min(all.count - 1, (row * matrix.codes[0].count + column) / size)]
    },
    regrouped("zero-points-ignored", "You leave the zero points out: (code − zero point) · scale.") {
      matrix, size, row, column in
      Parameters(scale: matrix.parameters[row][column / size].scale)
    },
    regrouped(
      "zero-point-of-the-first-group", "Each group has its own zero point; you use that of the first."
    ) { matrix, size, row, column in
      let parameters = matrix.parameters[row]
      return Parameters(scale: parameters[column / size].scale, zeroPoint: parameters[0].zeroPoint)
    },
    regrouped(
      "remainder-with-the-last-full-group",
      "What remains is restored with the last full group's parameters. It has its own, the last of the row."
    ) { matrix, size, row, column in
      let full = matrix.codes[row].count / size
      return matrix.parameters[row][max(0, min(full - 1, column / size))]
    },
    restoredMatrix("remainder-not-restored", "What remains behind the last full group is missing.") {
      matrix, size in
      let columns = matrix.codes[0].count
      guard columns > size, columns % size > 0 else { return Oracle.dequantizeGroups(matrix, size) }
      let kept = columns / size * size
      return Oracle.dequantizeGroups(
        QuantizedMatrix(codes: matrix.codes.map { Array($0.prefix(kept)) }, parameters: matrix.parameters),
        size)
    },
    restoredMatrix("restored-as-one-row", "The answer is `[rows, columns]`, and yours is one row.") {
      let restored = Oracle.dequantizeGroups($0, $1)
      return PlainTensor(restored.values, shape: [1, restored.values.count])
    },
    restoredMatrix("restored-transposed", "The answer is `[rows, columns]`: yours has them exchanged.") {
      let rows = Oracle.dequantizeGroups($0, $1).rows
      return PlainTensor(rows: rows[0].indices.map { column in rows.map { $0[column] } })
    },
    restoredMatrix(
      "group-size-not-checked", "A group holds at least one code: throw `invalidSize`.", sparing: .invalidSize
    ) { Oracle.dequantizeGroups($0, max(1, $1)) },
    restoredMatrix(
      "missing-parameters-made-up",
      "Where a group has no parameters you take the last there are. Codes and parameters must fit: throw `shapeMismatch`.",
      sparing: .shapeMismatch
    ) { matrix, size in
      let columns = matrix.codes.map(\.count).min() ?? 0
      let cut = QuantizedMatrix(
        codes: matrix.codes.map { Array($0.prefix(columns)) }, parameters: matrix.parameters)
      return Oracle.dequantizeGroups(cut) { row, column in
        let parameters = row < matrix.parameters.count ? matrix.parameters[row] : []
        return column / size < parameters.count
          ? parameters[column / size] : parameters.last ?? Parameters(scale: 0)
      }
    },
  ]

  private static func restoredMatrix(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (QuantizedMatrix, _ size: Int) -> PlainTensor
  ) -> Misconception {
    Misconception(id, lives: "07.8", sentence: sentence) { $0.dequantizeGroups(sparing: spared, answer) }
  }

  private static func regrouped(
    _ id: String, _ sentence: String,
    _ parameters:
      @escaping @Sendable (QuantizedMatrix, _ size: Int, _ row: Int, _ column: Int) -> Parameters?
  ) -> Misconception {
    restoredMatrix(id, sentence) { matrix, size in
      Oracle.dequantizeGroups(matrix) {
        parameters(matrix, size, $0, $1) ?? Parameters(scale: 0)
      }
    }
  }
}
