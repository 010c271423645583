// Lab 07: quantization, byte for byte. The answers.

import Foundation
import LabContracts

func absmaxScale(_ values: [Float], _ bits: Int) throws -> Float {
  try require((2...8).contains(bits), else: .invalidBits)
  try requireFinite(values)
  return (values.map(abs).max() ?? 0) / Float(largestCode(bits))
}

func quantize(_ values: [Float], _ scale: Float, _ bits: Int) throws -> [Int] {
  try require((2...8).contains(bits), else: .invalidBits)
  try require(scale >= 0 && scale.isFinite, else: .invalidScale)
  try requireFinite(values)
  let largest = Float(largestCode(bits))
  return values.map { scale == 0 ? 0 : Int(max(-largest, min(largest, ($0 / scale).rounded()))) }
}

func affineParameters(_ values: [Float], _ bits: Int) throws -> Quantization.Parameters {
  try require((2...8).contains(bits), else: .invalidBits)
  try requireFinite(values)
  let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
  let steps = Float((1 << bits) - 1)
  // Divided first: the difference of two huge numbers of opposite signs is infinite.
  let scale = high / steps - low / steps
  guard scale > 0 else { return Quantization.Parameters(scale: 0) }
  return Quantization.Parameters(scale: scale, zeroPoint: Int(min(steps, (-low / scale).rounded())))
}

func quantizeAffine(
  _ values: [Float], _ parameters: Quantization.Parameters, _ bits: Int
) throws -> [Int] {
  try require((2...8).contains(bits), else: .invalidBits)
  let (scale, zeroPoint, largest) = (parameters.scale, parameters.zeroPoint, (1 << bits) - 1)
  try require(scale >= 0 && scale.isFinite, else: .invalidScale)
  try require((0...largest).contains(zeroPoint), else: .codeOutOfRange)
  try requireFinite(values)
  return values.map { value in
    guard scale > 0 else { return zeroPoint }
    // Clamped before it becomes an Int, which a huge quotient would not fit into.
    return Int(max(0, min(Float(largest), (value / scale).rounded() + Float(zeroPoint))))
  }
}

func dequantize(_ codes: [Int], _ parameters: Quantization.Parameters) -> [Float] {
  codes.map { Float($0 - parameters.zeroPoint) * parameters.scale }
}

func quantizeRows(_ weights: PlainTensor, _ bits: Int) throws -> Quantization.QuantizedMatrix {
  try require(weights.rank == 2, else: .shapeMismatch)
  try require((2...8).contains(bits), else: .invalidBits)
  let parameters = try weights.rows.map { try affineParameters($0, bits) }
  let codes = try zip(weights.rows, parameters).map { try quantizeAffine($0, $1, bits) }
  return Quantization.QuantizedMatrix(codes: codes, parameters: parameters.map { [$0] })
}

func quantizeGroups(
  _ weights: PlainTensor, _ groupSize: Int, _ bits: Int
) throws -> Quantization.QuantizedMatrix {
  try require(weights.rank == 2, else: .shapeMismatch)
  try require(groupSize >= 1, else: .invalidSize)
  try require((2...8).contains(bits), else: .invalidBits)
  var matrix = Quantization.QuantizedMatrix(codes: [], parameters: [])
  for row in weights.rows {
    let groups = chunks(row, groupSize)
    let scales = try groups.map { try absmaxScale($0, bits) }
    matrix.codes.append(try zip(groups, scales).flatMap { try quantize($0, $1, bits) })
    matrix.parameters.append(scales.map { Quantization.Parameters(scale: $0) })
  }
  return matrix
}

func dequantizeGroups(_ matrix: Quantization.QuantizedMatrix, _ groupSize: Int) throws -> PlainTensor {
  try require(groupSize >= 1, else: .invalidSize)
  try require(matrix.codes.count == matrix.parameters.count, else: .shapeMismatch)
  let rows = try zip(matrix.codes, matrix.parameters).map { codes, parameters in
    let groups = chunks(codes, groupSize)
    try require(
      codes.count == matrix.codes[0].count && groups.count == parameters.count, else: .shapeMismatch)
    return zip(groups, parameters).flatMap { dequantize($0, $1) }
  }
  return PlainTensor(rows: rows)
}

func packNibbles(_ codes: [Int]) throws -> [UInt8] {
  try require(codes.count % 2 == 0, else: .incompleteBlock)
  try require(codes.allSatisfy((0...15).contains), else: .codeOutOfRange)
  let half = codes.count / 2
  return (0..<half).map { UInt8(codes[$0] | codes[$0 + half] << 4) }
}

func unpackNibbles(_ bytes: [UInt8]) -> [Int] {
  bytes.map { Int($0 & 15) } + bytes.map { Int($0 >> 4) }
}

func encodeQ40(_ weights: [Float]) throws -> [UInt8] {
  try require(weights.count % 32 == 0, else: .incompleteBlock)
  try requireFinite(weights)
  return try chunks(weights, 32).flatMap { block in
    let d = block.reduce(0) { abs($1) > abs($0) ? $1 : $0 } / -8
    let bits = Quantization.float16Bits(d)
    try require(Quantization.float16(bits).isFinite, else: .scaleOverflow)
    let codes = block.map { d == 0 ? 8 : min(15, Int($0 / d + 8.5)) }
    return [UInt8(bits & 0xFF), UInt8(bits >> 8)] + (try packNibbles(codes))
  }
}

func decodeQ40(_ bytes: [UInt8]) throws -> [Float] {
  try require(bytes.count % 18 == 0, else: .incompleteBlock)
  return try chunks(bytes, 18).flatMap { block in
    let d = Quantization.float16(UInt16(block[0]) | UInt16(block[1]) << 8)
    try require(d.isFinite, else: .notFinite)
    return dequantize(unpackNibbles(Array(block[2...])), Quantization.Parameters(scale: d, zeroPoint: 8))
  }
}

func errorFigures(_ original: [Float], _ restored: [Float]) throws -> Quantization.ErrorFigures {
  try require(original.count == restored.count, else: .shapeMismatch)
  try require(!original.isEmpty, else: .invalidSize)
  let errors = zip(original, restored).map { Double($1) - Double($0) }
  let noise = errors.reduce(0) { $0 + $1 * $1 }
  let signal = original.reduce(0) { $0 + Double($1) * Double($1) }
  return Quantization.ErrorFigures(
    rootMeanSquare: (noise / Double(errors.count)).squareRoot(),
    signalToNoise: noise == 0 ? .infinity : 10 * log10(signal / noise),
    largest: errors.map(abs).max() ?? 0)
}

func gptqStep(
  _ weights: PlainTensor, _ column: Int, _ factor: PlainTensor, _ scales: [Float], _ bits: Int
) throws -> Quantization.GPTQStep {
  try require(weights.rank == 2 && scales.count == weights.shape[0], else: .shapeMismatch)
  let (rows, columns) = (weights.shape[0], weights.shape[1])
  try require(factor.shape == [columns, columns], else: .shapeMismatch)
  try require((0..<columns).contains(column), else: .invalidSize)
  let pivot = factor[column, column]
  try require(pivot > 0 && pivot.isFinite, else: .notPositiveDefinite)
  var step = Quantization.GPTQStep(weights: weights, codes: [])
  for row in 0..<rows {
    let code = try quantize([weights[row, column]], scales[row], bits)[0]
    let rounded = Float(code) * scales[row]
    let error = (weights[row, column] - rounded) / pivot
    step.codes.append(code)
    step.weights[row, column] = rounded
    for later in column + 1..<columns { step.weights[row, later] -= error * factor[column, later] }
  }
  return step
}

func weightBytes(
  _ shapes: [Quantization.MatrixShape], _ layout: Quantization.BlockLayout
) throws -> Int {
  try require(layout.count >= 1 && layout.bytes >= 1, else: .invalidSize)
  try require(shapes.allSatisfy { $0.rows >= 0 && $0.columns >= 0 }, else: .invalidSize)
  return shapes.reduce(0) { $0 + $1.rows * rowBytes($1.columns, layout) }
}

func cacheBytes(
  _ model: Quantization.ModelShape, _ tokens: Int, _ sequences: Int, _ layout: Quantization.BlockLayout
) throws -> Int {
  let sizes = [model.nLayers, model.nHeads, model.nKVHeads, model.dModel, layout.count, layout.bytes]
  try require(sizes.allSatisfy { $0 >= 1 } && tokens >= 0 && sequences >= 0, else: .invalidSize)
  try require(
    model.nHeads % model.nKVHeads == 0 && model.dModel % model.nHeads == 0, else: .headsDoNotDivide)
  let row = model.nKVHeads * (model.dModel / model.nHeads)
  return 2 * model.nLayers * tokens * sequences * rowBytes(row, layout)
}

// MARK: Helpers

private func require(_ condition: Bool, else error: Quantization.InputError) throws {
  if !condition { throw error }
}

private func requireFinite(_ values: [Float]) throws {
  try require(values.allSatisfy(\.isFinite), else: .notFinite)
}

/// 127 for 8 bits.
private func largestCode(_ bits: Int) -> Int { (1 << (bits - 1)) - 1 }

/// Neighbours, `size` at a time; the last part holds what remains.
private func chunks<Element>(_ list: [Element], _ size: Int) -> [[Element]] {
  stride(from: 0, to: list.count, by: size).map { Array(list[$0..<min($0 + size, list.count)]) }
}

/// Bytes of so many numbers in a row, the last block filled up.
private func rowBytes(_ count: Int, _ layout: Quantization.BlockLayout) -> Int {
  (count + layout.count - 1) / layout.count * layout.bytes
}
