import LabContracts
import LabTesting

/// Which group a code belongs to.
extension Misconceptions {
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
    regrouped(
      "restored-with-the-remainder-at-the-front",
      "You take the first group for the short one. Groups begin at the start of a row; what remains is last."
    ) { matrix, size, row, column in
      let missing = matrix.parameters[row].count * size - matrix.codes[row].count
      return matrix.parameters[row][(column + missing) / size]
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
    lenient(
      "first-row-of-parameters-checked",
      "You count the parameters of the first row alone. Every row has one for each of its groups: throw `shapeMismatch`."
    ) { matrix, groups, columns in
      matrix.codes.allSatisfy { $0.count == columns } && matrix.parameters.first?.count == groups
    },
    lenient(
      "parameters-counted-in-all",
      "You count the parameters of all rows together; one row may have what another lacks. Count them row by row."
    ) { matrix, groups, columns in
      matrix.codes.allSatisfy { $0.count == columns }
        && matrix.parameters.reduce(0) { $0 + $1.count } == groups * matrix.codes.count
    },
    lenient(
      "row-lengths-not-compared",
      "You compare numbers of groups. Rows of 4 and of 3 codes both have two groups of 2, and make no matrix."
    ) { matrix, groups, columns in matrix.parameters.allSatisfy { $0.count == groups } },
  ]

  /// A right answer where shapes fit together, and some answer where a laxer rule says that they do.
  private static func lenient(
    _ id: String, _ sentence: String,
    _ fits: @escaping @Sendable (QuantizedMatrix, _ groups: Int, _ columns: Int) -> Bool
  ) -> Misconception {
    Misconception(id, lives: "07.8", sentence: sentence) {
      $0.bind(Quantization.dequantizeGroups) { matrix, size in
        let refuse = Refusal(sparing: nil)
        try refuse(.invalidSize, unless: size >= 1)
        try refuse(.shapeMismatch, unless: matrix.codes.count == matrix.parameters.count)
        let columns = matrix.codes.first?.count ?? 0
        try refuse(.shapeMismatch, unless: fits(matrix, (columns + size - 1) / size, columns))
        let rows = matrix.codes.map { ($0 + Array(repeating: 0, count: columns)).prefix(columns) }
        return Oracle.dequantizeGroups(
          QuantizedMatrix(codes: rows.map(Array.init), parameters: matrix.parameters)
        ) { row, column in
          let parameters = matrix.parameters[row]
          return column / size < parameters.count ? parameters[column / size] : Parameters(scale: 0)
        }
      }
    }
  }

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
