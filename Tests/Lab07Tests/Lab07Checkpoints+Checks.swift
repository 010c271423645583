import LabContracts
import LabTesting

/// Short ways to say what is asked of one exercise and what must come back.
extension Lab07Checkpoints {
  /// How far a restored number or a scale may be from the one in double precision.
  var tolerance: Double { 1e-5 }

  func checkAffine(_ values: [Float], _ bits: Int, _ scale: Float, _ zeroPoint: Int) throws {
    try check(
      Quantization.affineParameters, values, bits, near: Parameters(scale: scale, zeroPoint: zeroPoint),
      within: tolerance)
  }

  func checkRows(_ rows: [[Float]], _ bits: Int) throws {
    try check(
      Quantization.quantizeRows, PlainTensor(rows: rows), bits,
      near: Oracle.quantizeRows(rows.map { $0.map(Double.init) }, bits), within: tolerance)
  }

  func checkGroups(_ rows: [[Float]], _ size: Int, _ bits: Int) throws {
    try check(
      Quantization.quantizeGroups, PlainTensor(rows: rows), size, bits,
      near: Oracle.quantizeGroups(rows.map { $0.map(Double.init) }, size, bits), within: tolerance)
  }

  func checkRestored(_ codes: [[Int]], _ parameters: [[Parameters]], _ size: Int) throws {
    let matrix = QuantizedMatrix(codes: codes, parameters: parameters)
    try check(
      Quantization.dequantizeGroups, matrix, size, near: Oracle.dequantizeGroups(matrix, size),
      within: tolerance)
  }

  /// Bytes are held against a slow encoder, which the fixed examples hold against published ones.
  func checkQ40(_ weights: [Float]) throws {
    try check(Quantization.encodeQ40, weights, returns: Oracle.encodeQ40(weights.map(Double.init)))
  }

  func checkStep(
    _ weights: [[Float]], _ column: Int, _ factor: [[Float]], _ scales: [Float], _ bits: Int
  ) throws {
    let (weights, factor) = (PlainTensor(rows: weights), PlainTensor(rows: factor))
    try check(
      Quantization.gptqStep, weights, column, factor, scales, bits,
      near: Oracle.gptqStep(weights, column, factor, scales, bits), within: tolerance)
  }

  /// Numbers that cannot be quantized, at the start, in the middle and at the end of a list.
  var notFinite: [[Float]] {
    [[.nan], [1, .nan], [.nan, 1], [1, .infinity, 2], [-.infinity, 1], [1, 2, -.infinity]]
  }
}

extension Quantization.Parameters: Approximable {}

extension Quantization.QuantizedMatrix: Approximable {
  /// The parameters first: a wrong scale explains wrong codes.
  public func compare(with expected: Self, at path: [Int], in comparison: inout Comparison) {
    comparison.compare("parameters", parameters, with: expected.parameters)
    comparison.compare("codes", codes, with: expected.codes)
  }
}

extension Quantization.ErrorFigures: Approximable {}

extension Quantization.GPTQStep: Approximable {
  /// The codes first: a wrong code explains wrong weights.
  public func compare(with expected: Self, at path: [Int], in comparison: inout Comparison) {
    comparison.compare("codes", codes, with: expected.codes)
    comparison.compare("weights", weights, with: expected.weights)
  }
}
