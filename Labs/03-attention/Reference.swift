// What the lesson calls unless it is run with --mine: the exercises, answered by the engine.

import Foundation
import LabContracts
import LabEngine

func scores(_ query: PlainTensor, _ key: PlainTensor) throws -> PlainTensor {
  try answer { try PlainAttention.scores(tensor(query), tensor(key)) }
}

func softmax(_ scores: PlainTensor) throws -> PlainTensor {
  try answer { try PlainAttention.softmax(tensor(scores)) }
}

func causalMask(_ queries: Int, _ keys: Int) throws -> PlainTensor {
  try answer { try PlainAttention.causalMask(queries: queries, keys: keys) }
}

func attend(
  _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ mask: PlainTensor
) throws -> PlainTensor {
  try answer {
    try PlainAttention.head(tensor(query), tensor(key), tensor(value), mask: tensor(mask)).output
  }
}

func splitHeads(_ x: PlainTensor, _ nHeads: Int) throws -> PlainTensor {
  try answer { try PlainAttention.splitHeads(tensor(x), nHeads) }
}

func mergeHeads(_ heads: PlainTensor) throws -> PlainTensor {
  try answer { try PlainAttention.mergeHeads(tensor(heads)) }
}

func groupedAttention(
  _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ mask: PlainTensor
) throws -> PlainTensor {
  guard value.rank == 3, value.shape.first == key.shape.first else {
    throw Attention.InputError.shapeMismatch
  }
  return try answer {
    let mask = try tensor(mask)
    return try PlainAttention.heads(tensor(query), tensor(key), tensor(value), mask: { _ in mask }).output
  }
}

func rotaryAngles(_ context: Int, _ dHead: Int, _ base: Float) throws -> PlainTensor {
  guard context >= 0, dHead >= 0 else { throw Attention.InputError.invalidSize }
  guard dHead % 2 == 0 else { throw Attention.InputError.oddHeadSize }
  let frequencies = (0..<dHead / 2).map { pow(Double(base), -2 * Double($0) / Double(dHead)) }
  let angles = (0..<context).flatMap { position in frequencies.map { Float(Double(position) * $0) } }
  return PlainTensor(angles, shape: [context, dHead / 2])
}

func rotate(_ x: PlainTensor, _ positions: [Int], _ angles: PlainTensor) throws -> PlainTensor {
  guard x.rank == 2 else { throw Attention.InputError.shapeMismatch }
  return try answer {
    try RotaryPositions(angles: tensor(angles), layout: .interleaved).rotated(
      tensor(x), positions: positions)
  }
}

func alibi(_ nHeads: Int, _ queries: Int, _ keys: Int) throws -> PlainTensor {
  guard nHeads >= 1 else { throw Attention.InputError.invalidSize }
  let heads = try PlainAttention.slopes(nHeads: nHeads).map { slope in
    try answer { try PlainAttention.linearBias(queries: queries, keys: keys, slope: slope) }
  }
  return PlainTensor(stacking: heads)
}

func append(
  _ cache: Attention.KVCache, _ key: PlainTensor, _ value: PlainTensor
) throws -> Attention.KVCache {
  try refusing {
    var cache = try AttentionCache(keys: tensor(cache.keys), values: tensor(cache.values))
    try cache.append(key: tensor(key), value: tensor(value))
    return Attention.KVCache(keys: plainTensor(cache.keys), values: plainTensor(cache.values))
  }
}

func decodeStep(
  _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ cache: Attention.KVCache,
  _ angles: PlainTensor
) throws -> Attention.DecodeStep {
  try refusing {
    var cache = try AttentionCache(keys: tensor(cache.keys), values: tensor(cache.values))
    let output = try cache.step(
      query: tensor(query), key: tensor(key), value: tensor(value),
      rotary: RotaryPositions(angles: tensor(angles), layout: .interleaved))
    return Attention.DecodeStep(
      output: plainTensor(output),
      cache: Attention.KVCache(keys: plainTensor(cache.keys), values: plainTensor(cache.values)))
  }
}

func foldBlock(
  _ state: Attention.RunningSoftmax, _ scores: [Float], _ values: PlainTensor
) throws -> Attention.RunningSoftmax {
  try refusing {
    var softmax = OnlineSoftmax(maximum: state.maximum, sum: state.sum, unfinished: state.weighted)
    try softmax.absorb(scores, tensor(values))
    return Attention.RunningSoftmax(
      maximum: softmax.maximum, sum: softmax.sum, weighted: softmax.unfinished)
  }
}

func slidingWindowMask(_ queries: Int, _ keys: Int, _ window: Int) throws -> PlainTensor {
  try answer { try PlainAttention.slidingWindowMask(queries: queries, keys: keys, window: window) }
}

func multiHeadAttention(
  _ x: PlainTensor, _ weights: Attention.Weights, _ nHeads: Int, _ nKVHeads: Int, _ mask: PlainTensor
) throws -> PlainTensor {
  try answer {
    let (x, mask) = (try tensor(x), try tensor(mask))
    let queries = try PlainAttention.splitHeads(x.matmul(tensor(weights.query)), nHeads)
    let keys = try PlainAttention.splitHeads(x.matmul(tensor(weights.key)), nKVHeads)
    let values = try PlainAttention.splitHeads(x.matmul(tensor(weights.value)), nKVHeads)
    let heads = try PlainAttention.heads(queries, keys, values, mask: { _ in mask }).output
    return try PlainAttention.mergeHeads(heads).matmul(tensor(weights.output))
  }
}

// MARK: Between the engine's tensors and the contract's

private func tensor(_ plain: PlainTensor) throws -> Tensor { try Tensor(plain.values, shape: plain.shape) }

private func plainTensor(_ tensor: Tensor) -> PlainTensor { PlainTensor(tensor.values, shape: tensor.shape) }

private func answer(_ body: () throws -> Tensor) throws -> PlainTensor {
  try refusing { plainTensor(try body()) }
}

/// Tells the engine's refusals as the contract has them.
private func refusing<Answer>(_ body: () throws -> Answer) throws -> Answer {
  do {
    return try body()
  } catch let error as AttentionError {
    throw inputError(error)
  } catch TensorError.invalidShape {
    throw Attention.InputError.invalidSize
  } catch is TensorError {
    throw Attention.InputError.shapeMismatch
  }
}

private func inputError(_ error: AttentionError) -> Attention.InputError {
  switch error {
  case .shape: .shapeMismatch
  case .heads: .headsDoNotDivide
  case .position: .positionOutOfRange
  case .window: .invalidSize
  case .notFinite: .invalidScore
  }
}
