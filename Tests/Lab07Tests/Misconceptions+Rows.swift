import LabContracts
import LabTesting

/// Parameters for each row.
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
    Misconception(
      "bits-left-to-the-rows", lives: "07.6",
      sentence:
        "You leave the bits to 07.3, which a matrix without rows never asks. Check them once, for the matrix."
    ) {
      $0.bind(Quantization.quantizeRows) { weights, bits in
        let refuse = Refusal(sparing: nil)
        try refuse(.shapeMismatch, unless: weights.rank == 2)
        if !weights.rows.isEmpty { try refuse.bits(bits) }
        try refuse.notFinite(weights.values)
        return Oracle.quantizeRows(weights.rows.map { $0.map(Double.init) }, bits)
      }
    },
  ]

  private static func rows(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ rows: [[Double]], _ bits: Int) -> QuantizedMatrix
  ) -> Misconception {
    Misconception(id, lives: "07.6", sentence: sentence) { $0.quantizeRows(sparing: spared, answer) }
  }
}
