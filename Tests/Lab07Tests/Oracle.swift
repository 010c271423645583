import Foundation
import LabContracts

typealias Parameters = Quantization.Parameters
typealias QuantizedMatrix = Quantization.QuantizedMatrix
typealias InputError = Quantization.InputError

/// Quantization in double precision, each step its formula: what answers are held against.
///
/// Written apart from the engine, and slowly on purpose. Refusals are the checkpoints' business; where one is left out
/// to see what follows, nothing here may end the program.
enum Oracle {
  /// The largest code of so many bits, symmetric around 0.
  static func largestCode(_ bits: Int) -> Int { Int(exp2(Double(bits - 1))) - 1 }

  /// The last of the codes that begin at 0.
  static func lastCode(_ bits: Int) -> Int { Int(exp2(Double(bits))) - 1 }

  /// To the nearest, ties away from zero.
  static func rounded(_ x: Double) -> Double { x < 0 ? -floor(0.5 - x) : floor(x + 0.5) }

  /// A whole number that is one already, however large.
  static func whole(_ x: Double) -> Int { x.isNaN ? 0 : Int(max(-1e15, min(1e15, x))) }

  static func magnitude(_ values: [Double]) -> Double { values.map(abs).max() ?? 0 }

  static func absmaxScale(_ values: [Double], _ bits: Int) -> Double {
    magnitude(values) / Double(largestCode(bits))
  }

  /// Codes between two ends, by any rule of rounding.
  static func codes(
    _ values: [Double], scale: Double, zero: Int = 0, from lowest: Int, to highest: Int,
    _ round: (Double) -> Double = rounded
  ) -> [Int] {
    values.map {
      scale == 0 ? zero : clamped(round($0 / scale) + Double(zero), from: lowest, to: highest)
    }
  }

  static func clamped(_ x: Double, from lowest: Int, to highest: Int) -> Int {
    whole(max(Double(lowest), min(Double(highest), x)))
  }

  static func quantize(_ values: [Double], _ scale: Double, _ bits: Int) -> [Int] {
    codes(values, scale: scale, from: -largestCode(bits), to: largestCode(bits))
  }

  static func affineParameters(_ values: [Double], _ bits: Int) -> Parameters {
    affine(low: min(0, values.min() ?? 0), high: max(0, values.max() ?? 0), bits)
  }

  /// The codes laid over a range (Jacob et al. 2017, equation 1).
  static func affine(low: Double, high: Double, _ bits: Int) -> Parameters {
    let scale = (high - low) / Double(lastCode(bits))
    let zero = scale == 0 ? 0 : clamped(rounded(-low / scale), from: 0, to: lastCode(bits))
    return Parameters(scale: Float(scale), zeroPoint: zero)
  }

  static func quantizeAffine(_ values: [Double], _ parameters: Parameters, _ bits: Int) -> [Int] {
    codes(
      values, scale: Double(parameters.scale), zero: parameters.zeroPoint, from: 0, to: lastCode(bits))
  }

  static func dequantize(_ codes: [Int], _ parameters: Parameters) -> [Double] {
    codes.map { Double($0 - parameters.zeroPoint) * Double(parameters.scale) }
  }
}

/// Matrices.
extension Oracle {
  static func quantizeRows(_ rows: [[Double]], _ bits: Int) -> QuantizedMatrix {
    quantizeRows(rows, bits) { _, row in affineParameters(row, bits) }
  }

  /// Each row with the parameters that a rule finds for it.
  static func quantizeRows(
    _ rows: [[Double]], _ bits: Int, _ parameters: (Int, [Double]) -> Parameters
  ) -> QuantizedMatrix {
    let found = rows.enumerated().map { parameters($0, $1) }
    return QuantizedMatrix(
      codes: zip(rows, found).map { quantizeAffine($0, $1, bits) }, parameters: found.map { [$0] })
  }

  /// Neighbours, so many at a time; the last part holds what remains.
  static func groups<Element>(_ row: [Element], _ size: Int) -> [[Element]] {
    var groups: [[Element]] = []
    for (column, element) in row.enumerated() {
      if column % size == 0 { groups.append([]) }
      groups[column / size].append(element)
    }
    return groups
  }

  static func quantizeGroups(_ rows: [[Double]], _ size: Int, _ bits: Int) -> QuantizedMatrix {
    quantizeGroups(rows, bits, cut: { groups($0, size) }, scale: { $0.map { absmaxScale($0, bits) } })
  }

  /// Rows cut by a rule; another finds the scales of a row's groups.
  static func quantizeGroups(
    _ rows: [[Double]], _ bits: Int, cut: ([Double]) -> [[Double]], scale: ([[Double]]) -> [Double]
  ) -> QuantizedMatrix {
    var matrix = QuantizedMatrix(codes: [], parameters: [])
    for row in rows.map(cut) {
      let scales = scale(row)
      matrix.codes.append(zip(row, scales).flatMap { quantize($0, $1, bits) })
      matrix.parameters.append(scales.map { Parameters(scale: Float($0)) })
    }
    return matrix
  }

  static func dequantizeGroups(_ matrix: QuantizedMatrix, _ size: Int) -> PlainTensor {
    dequantizeGroups(matrix) { matrix.parameters[$0][$1 / size] }
  }

  /// Each code with the parameters that a rule finds for its row and column.
  static func dequantizeGroups(
    _ matrix: QuantizedMatrix, _ parameters: (_ row: Int, _ column: Int) -> Parameters
  ) -> PlainTensor {
    let rows = matrix.codes.enumerated().map { row, codes in
      codes.enumerated().map { column, code in Float(dequantize([code], parameters(row, column))[0]) }
    }
    return PlainTensor(rows: rows)
  }

  /// A column rounded and its error spread: w_j − (w − q) · U_cj / U_cc.
  static func gptqStep(
    _ weights: PlainTensor, _ column: Int, _ factor: PlainTensor, _ scales: [Float], _ bits: Int
  ) -> Quantization.GPTQStep {
    gptqStep(weights, column, scales, bits) { error, j in
      j > column ? error * Double(factor[column, j]) / Double(factor[column, column]) : 0
    }
  }

  /// A column rounded, and whatever a rule takes away from column j for an error.
  static func gptqStep(
    _ weights: PlainTensor, _ column: Int, _ scales: [Float], _ bits: Int,
    _ share: (_ error: Double, _ j: Int) -> Double
  ) -> Quantization.GPTQStep {
    var step = Quantization.GPTQStep(weights: weights, codes: [])
    for (row, scale) in scales.enumerated() {
      let weight = Double(weights[row, column])
      let code = quantize([weight], Double(scale), bits)[0]
      let error = weight - Double(code) * Double(scale)
      for j in 0..<weights.shape[1] {
        step.weights[row, j] = Float(Double(weights[row, j]) - share(error, j))
      }
      step.weights[row, column] = Float(Double(code) * Double(scale))
      step.codes.append(code)
    }
    return step
  }
}
