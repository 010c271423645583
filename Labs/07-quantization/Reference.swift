// What the lesson calls unless it is run with --mine: the exercises, answered by the engine where it has them.

import Foundation
import LabContracts
import LabEngine

func absmaxScale(_ values: [Float], _ bits: Int) throws -> Float {
  try requireFinite(values)
  return try scheme(.absmax, bits).group(for: values).scale
}

func quantize(_ values: [Float], _ scale: Float, _ bits: Int) throws -> [Int] {
  let scheme = try scheme(.absmax, bits)
  try require(scale >= 0 && scale.isFinite, else: .invalidScale)
  try requireFinite(values)
  return values.map { scheme.code($0, IntegerScheme.Group(scale: scale)) }
}

func affineParameters(_ values: [Float], _ bits: Int) throws -> Quantization.Parameters {
  try requireFinite(values)
  return try parameters(scheme(.zeroPoint, bits).group(for: values))
}

func quantizeAffine(
  _ values: [Float], _ parameters: Quantization.Parameters, _ bits: Int
) throws -> [Int] {
  let scheme = try scheme(.zeroPoint, bits)
  try require(parameters.scale >= 0 && parameters.scale.isFinite, else: .invalidScale)
  try require(scheme.codes.contains(parameters.zeroPoint), else: .codeOutOfRange)
  try requireFinite(values)
  return values.map { scheme.code($0, group(parameters)) }
}

func dequantize(_ codes: [Int], _ parameters: Quantization.Parameters) -> [Float] {
  codes.map { Float($0 - parameters.zeroPoint) * parameters.scale }
}

func quantizeRows(_ weights: PlainTensor, _ bits: Int) throws -> Quantization.QuantizedMatrix {
  try matrix(weights, scheme(.zeroPoint, bits, .channel))
}

func quantizeGroups(
  _ weights: PlainTensor, _ groupSize: Int, _ bits: Int
) throws -> Quantization.QuantizedMatrix {
  try require(groupSize >= 1, else: .invalidSize)
  return try matrix(weights, scheme(.absmax, bits, .group(groupSize)))
}

func dequantizeGroups(_ matrix: Quantization.QuantizedMatrix, _ groupSize: Int) throws -> PlainTensor {
  try require(groupSize >= 1, else: .invalidSize)
  let columns = matrix.codes.first?.count ?? 0
  try require(
    matrix.codes.allSatisfy { $0.count == columns } && matrix.codes.count == matrix.parameters.count
      && matrix.parameters.allSatisfy { $0.count == (columns - 1) / groupSize + 1 }, else: .shapeMismatch)
  return PlainTensor(
    rows: zip(matrix.codes, matrix.parameters).map { codes, parameters in
      codes.indices.flatMap { dequantize([codes[$0]], parameters[$0 / groupSize]) }
    })
}

func packNibbles(_ codes: [Int]) throws -> [UInt8] {
  try require(codes.count % 2 == 0, else: .incompleteBlock)
  try require(codes.allSatisfy((0...15).contains), else: .codeOutOfRange)
  return try NibblePacking.pack(codes.map { UInt8($0) })
}

func unpackNibbles(_ bytes: [UInt8]) -> [Int] {
  NibblePacking.unpack(bytes).map { Int($0) }
}

func encodeQ40(_ weights: [Float]) throws -> [UInt8] {
  try refusing { try BlockFormat.q40.encode(weights) }
}

func decodeQ40(_ bytes: [UInt8]) throws -> [Float] {
  let weights = try refusing { try BlockFormat.q40.decode(bytes) }
  try requireFinite(weights)
  return weights
}

func errorFigures(_ original: [Float], _ restored: [Float]) throws -> Quantization.ErrorFigures {
  try require(original.count == restored.count, else: .shapeMismatch)
  try require(!original.isEmpty, else: .invalidSize)
  let error = try RestorationError(
    of: Tensor(restored, shape: [restored.count]), from: Tensor(original, shape: [original.count]))
  return Quantization.ErrorFigures(
    rootMeanSquare: error.rootMeanSquare, signalToNoise: error.signalToNoise, largest: error.largest)
}

func gptqStep(
  _ weights: PlainTensor, _ column: Int, _ factor: PlainTensor, _ scales: [Float], _ bits: Int
) throws -> Quantization.GPTQStep {
  try require(weights.rank == 2 && scales.count == weights.shape[0], else: .shapeMismatch)
  let columns = weights.shape[1]
  try require(factor.shape == [columns, columns], else: .shapeMismatch)
  try require((0..<columns).contains(column), else: .invalidSize)
  let pivot = factor[column, column]
  try require(pivot > 0 && pivot.isFinite, else: .notPositiveDefinite)
  var step = Quantization.GPTQStep(weights: weights, codes: [])
  for (row, scale) in scales.enumerated() {
    let weight = weights[row, column]
    let codes = try quantize([weight], scale, bits)
    step.codes += codes
    step.weights[row, column] = Float(codes[0]) * scale
    let error = (weight - step.weights[row, column]) / pivot
    for later in column + 1..<columns { step.weights[row, later] -= error * factor[column, later] }
  }
  return step
}

func weightBytes(
  _ shapes: [Quantization.MatrixShape], _ layout: Quantization.BlockLayout
) throws -> Int {
  try require(layout.count >= 1 && layout.bytes >= 1, else: .invalidSize)
  try require(shapes.allSatisfy { $0.rows >= 0 && $0.columns >= 0 }, else: .invalidSize)
  return shapes.map { $0.rows * rowBytes($0.columns, layout) }.reduce(0, +)
}

func cacheBytes(
  _ model: Quantization.ModelShape, _ tokens: Int, _ sequences: Int, _ layout: Quantization.BlockLayout
) throws -> Int {
  let sizes = [model.nLayers, model.nHeads, model.nKVHeads, model.dModel, layout.count, layout.bytes]
  try require(sizes.allSatisfy { $0 >= 1 } && tokens >= 0 && sequences >= 0, else: .invalidSize)
  try require(
    model.nHeads % model.nKVHeads == 0 && model.dModel % model.nHeads == 0, else: .headsDoNotDivide)
  let row = rowBytes(model.nKVHeads * model.dModel / model.nHeads, layout)
  return 2 * model.nLayers * tokens * sequences * row
}

// MARK: Between the engine's values and the contract's

private func scheme(
  _ mapping: IntegerScheme.Mapping, _ bits: Int, _ granularity: IntegerScheme.Granularity = .tensor
) throws -> IntegerScheme {
  try require((2...8).contains(bits), else: .invalidBits)
  return try IntegerScheme(bits: bits, mapping: mapping, granularity: granularity)
}

private func parameters(_ group: IntegerScheme.Group) -> Quantization.Parameters {
  Quantization.Parameters(scale: group.scale, zeroPoint: group.zero)
}

private func group(_ parameters: Quantization.Parameters) -> IntegerScheme.Group {
  IntegerScheme.Group(scale: parameters.scale, zero: parameters.zeroPoint)
}

private func matrix(_ weights: PlainTensor, _ scheme: IntegerScheme) throws -> Quantization.QuantizedMatrix {
  try refusing {
    let matrix = try QuantizedMatrix(Tensor(weights.values, shape: weights.shape), scheme: scheme)
    let groups = matrix.groups.count / max(1, matrix.rows)
    return Quantization.QuantizedMatrix(
      codes: (0..<matrix.rows).map { row in
        matrix.codes[row * matrix.columns..<(row + 1) * matrix.columns].map { Int($0) }
      },
      parameters: (0..<matrix.rows).map { row in
        matrix.groups[row * groups..<(row + 1) * groups].map(parameters)
      })
  }
}

private func rowBytes(_ count: Int, _ layout: Quantization.BlockLayout) -> Int {
  let blocks = (count + layout.count - 1) / layout.count
  return blocks * layout.bytes
}

private func require(_ condition: Bool, else error: Quantization.InputError) throws {
  if !condition { throw error }
}

private func requireFinite(_ values: [Float]) throws {
  try require(values.allSatisfy(\.isFinite), else: .notFinite)
}

/// Tells the engine's refusals as the contract has them.
private func refusing<Answer>(_ body: () throws -> Answer) throws -> Answer {
  do {
    return try body()
  } catch let error as QuantizationError {
    throw inputError(error)
  }
}

private func inputError(_ error: QuantizationError) -> any Error {
  switch error {
  case .notFinite: Quantization.InputError.notFinite
  case .notAMatrix: Quantization.InputError.shapeMismatch
  case .incompleteBlock: Quantization.InputError.incompleteBlock
  case .scaleOverflow: Quantization.InputError.scaleOverflow
  default: error
  }
}
