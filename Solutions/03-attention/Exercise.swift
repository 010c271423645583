// Lab 03: attention, seen and built. The answers.

import Foundation
import LabContracts

func scores(_ query: PlainTensor, _ key: PlainTensor) throws -> PlainTensor {
  try require(query.rank == 2 && key.rank == 2 && query.shape[1] == key.shape[1], else: .shapeMismatch)
  let scale = 1 / Float(query.shape[1]).squareRoot()
  let keys = key.rows
  let products = query.rows.flatMap { q in keys.map { k in dot(q, k) * scale } }
  return PlainTensor(products, shape: [query.shape[0], key.shape[0]])
}

func softmax(_ scores: PlainTensor) throws -> PlainTensor {
  try require(scores.values.allSatisfy { $0 < .infinity }, else: .invalidScore)
  let weights = scores.rows.flatMap { row in
    let maximum = row.max() ?? -.infinity
    // −∞ − −∞ is not a number: a row that sees nothing is answered before it is computed.
    guard maximum > -.infinity else { return row.map { _ in Float(0) } }
    let exponentials = row.map { exp($0 - maximum) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }
  return PlainTensor(weights, shape: scores.shape)
}

func causalMask(_ queries: Int, _ keys: Int) throws -> PlainTensor {
  try require(queries >= 0 && keys >= 0, else: .invalidSize)
  return mask(queries, keys) { position, key in key <= position ? 0 : -.infinity }
}

func attend(
  _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ mask: PlainTensor
) throws -> PlainTensor {
  var masked = try scores(query, key)
  try require(
    mask.shape == masked.shape && value.rank == 2 && value.shape[0] == key.shape[0], else: .shapeMismatch)
  masked = PlainTensor(zip(masked.values, mask.values).map(+), shape: mask.shape)
  return product(try softmax(masked), value)
}

func splitHeads(_ x: PlainTensor, _ nHeads: Int) throws -> PlainTensor {
  try require(x.rank == 2, else: .shapeMismatch)
  try require(nHeads >= 1 && x.shape[1] % nHeads == 0, else: .headsDoNotDivide)
  let (tokens, dHead) = (x.shape[0], x.shape[1] / nHeads)
  let rows = x.rows
  let values = (0..<nHeads).flatMap { head in rows.flatMap { $0[head * dHead..<(head + 1) * dHead] } }
  return PlainTensor(values, shape: [nHeads, tokens, dHead])
}

func mergeHeads(_ heads: PlainTensor) throws -> PlainTensor {
  try require(heads.rank == 3, else: .shapeMismatch)
  let (tokens, width) = (heads.shape[1], heads.shape[0] * heads.shape[2])
  let rowsOfHeads = heads.slices.map(\.rows)
  let values = (0..<tokens).flatMap { token in rowsOfHeads.flatMap { $0[token] } }
  return PlainTensor(values, shape: [tokens, width])
}

func groupedAttention(
  _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ mask: PlainTensor
) throws -> PlainTensor {
  try require(query.rank == 3 && key.rank == 3 && value.rank == 3, else: .shapeMismatch)
  let (nHeads, nKVHeads) = (query.shape[0], key.shape[0])
  try require(nHeads >= 1 && nKVHeads >= 1 && nHeads % nKVHeads == 0, else: .headsDoNotDivide)
  try require(value.shape[0] == nKVHeads, else: .shapeMismatch)
  let (keys, values) = (key.slices, value.slices)
  let heads = try query.slices.enumerated().map { head, query in
    let shared = head / (nHeads / nKVHeads)
    return try attend(query, keys[shared], values[shared], mask)
  }
  return PlainTensor(stacking: heads)
}

func rotaryAngles(_ context: Int, _ dHead: Int, _ base: Float) throws -> PlainTensor {
  try require(context >= 0 && dHead >= 0, else: .invalidSize)
  try require(dHead % 2 == 0, else: .oddHeadSize)
  let angles = (0..<context).flatMap { position in
    (0..<dHead / 2).map { i in Float(position) * pow(base, -2 * Float(i) / Float(dHead)) }
  }
  return PlainTensor(angles, shape: [context, dHead / 2])
}

func rotate(_ x: PlainTensor, _ positions: [Int], _ angles: PlainTensor) throws -> PlainTensor {
  try require(x.rank == 2 && angles.rank == 2, else: .shapeMismatch)
  try require(x.shape[1] == 2 * angles.shape[1] && x.shape[0] == positions.count, else: .shapeMismatch)
  try require(positions.allSatisfy((0..<angles.shape[0]).contains), else: .positionOutOfRange)
  var turned = x
  for (token, position) in positions.enumerated() {
    for i in 0..<angles.shape[1] {
      let (a, b, angle) = (x[token, 2 * i], x[token, 2 * i + 1], angles[position, i])
      turned[token, 2 * i] = a * cos(angle) - b * sin(angle)
      turned[token, 2 * i + 1] = a * sin(angle) + b * cos(angle)
    }
  }
  return turned
}

func alibi(_ nHeads: Int, _ queries: Int, _ keys: Int) throws -> PlainTensor {
  try require(nHeads >= 1 && queries >= 0 && keys >= 0, else: .invalidSize)
  let heads = slopes(nHeads).map { slope in
    mask(queries, keys) { position, key in
      key <= position ? -slope * Float(position - key) : -.infinity
    }
  }
  return PlainTensor(stacking: heads)
}

func append(
  _ cache: Attention.KVCache, _ key: PlainTensor, _ value: PlainTensor
) throws -> Attention.KVCache {
  let isCache = cache.keys.rank == 3 && cache.values.shape == cache.keys.shape
  let row = Array(cache.keys.shape.dropFirst())
  try require(isCache && key.shape == row && value.shape == row, else: .shapeMismatch)
  // A token's row is all its heads, so a new token stands behind everything that is there.
  let shape = [cache.keys.shape[0] + 1] + row
  return Attention.KVCache(
    keys: PlainTensor(cache.keys.values + key.values, shape: shape),
    values: PlainTensor(cache.values.values + value.values, shape: shape))
}

func decodeStep(
  _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ cache: Attention.KVCache,
  _ angles: PlainTensor
) throws -> Attention.DecodeStep {
  try require(query.rank == 2 && key.rank == 2 && cache.keys.rank == 3, else: .shapeMismatch)
  let (nHeads, nKVHeads, position) = (query.shape[0], key.shape[0], cache.keys.shape[0])
  try require(nHeads >= 1 && nKVHeads >= 1 && nHeads % nKVHeads == 0, else: .headsDoNotDivide)
  let turnedKey = try rotate(key, Array(repeating: position, count: nKVHeads), angles)
  let turnedQuery = try rotate(query, Array(repeating: position, count: nHeads), angles)
  let cache = try append(cache, turnedKey, value)
  // One query for each head, and everything in the cache may be seen.
  let output = try groupedAttention(
    PlainTensor(turnedQuery.values, shape: [nHeads, 1, query.shape[1]]), headsFirst(cache.keys),
    headsFirst(cache.values), PlainTensor(shape: [1, position + 1]))
  return Attention.DecodeStep(output: PlainTensor(output.values, shape: query.shape), cache: cache)
}

func foldBlock(
  _ state: Attention.RunningSoftmax, _ scores: [Float], _ values: PlainTensor
) throws -> Attention.RunningSoftmax {
  try require(values.shape == [scores.count, state.weighted.count], else: .shapeMismatch)
  try require(scores.allSatisfy { $0 < .infinity }, else: .invalidScore)
  let maximum = max(state.maximum, scores.max() ?? -.infinity)
  guard maximum > -.infinity else { return state }
  // What was summed up under the old maximum shrinks to what it is under the new one.
  let rescale = exp(state.maximum - maximum)
  var new = Attention.RunningSoftmax(
    maximum: maximum, sum: state.sum * rescale, weighted: state.weighted.map { $0 * rescale })
  for (score, value) in zip(scores, values.rows) {
    let weight = exp(score - maximum)
    new.sum += weight
    new.weighted = zip(new.weighted, value).map { $0 + weight * $1 }
  }
  return new
}

func slidingWindowMask(_ queries: Int, _ keys: Int, _ window: Int) throws -> PlainTensor {
  try require(queries >= 0 && keys >= 0 && window >= 1, else: .invalidSize)
  return mask(queries, keys) { position, key in
    key <= position && position - key < window ? 0 : -.infinity
  }
}

func multiHeadAttention(
  _ x: PlainTensor, _ weights: Attention.Weights, _ nHeads: Int, _ nKVHeads: Int, _ mask: PlainTensor
) throws -> PlainTensor {
  try require(nHeads >= 1 && nKVHeads >= 1 && nHeads % nKVHeads == 0, else: .headsDoNotDivide)
  let query = try splitHeads(project(x, weights.query), nHeads)
  let key = try splitHeads(project(x, weights.key), nKVHeads)
  let value = try splitHeads(project(x, weights.value), nKVHeads)
  try require(value.shape == key.shape && weights.output.shape.last == x.shape[1], else: .shapeMismatch)
  return try project(mergeHeads(groupedAttention(query, key, value, mask)), weights.output)
}

// MARK: Helpers

private func require(_ condition: Bool, else error: Attention.InputError) throws {
  if !condition { throw error }
}

private func dot(_ a: [Float], _ b: [Float]) -> Float {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}

/// The product of two matrices that fit.
private func product(_ a: PlainTensor, _ b: PlainTensor) -> PlainTensor {
  let rows = b.rows
  let values = a.rows.flatMap { weights in
    zip(weights, rows).reduce([Float](repeating: 0, count: b.shape[1])) { sum, pair in
      zip(sum, pair.1).map { $0 + pair.0 * $1 }
    }
  }
  return PlainTensor(values, shape: [a.shape[0], b.shape[1]])
}

private func project(_ x: PlainTensor, _ matrix: PlainTensor) throws -> PlainTensor {
  try require(x.rank == 2 && matrix.rank == 2 && x.shape[1] == matrix.shape[0], else: .shapeMismatch)
  return product(x, matrix)
}

/// A mask from what each query's position says to each key's.
private func mask(_ queries: Int, _ keys: Int, _ entry: (_ position: Int, _ key: Int) -> Float) -> PlainTensor
{
  let entries = (0..<queries).flatMap { query in (0..<keys).map { entry(keys - queries + query, $0) } }
  return PlainTensor(entries, shape: [queries, keys])
}

/// ALiBi's slopes, the steepest first where their number is a power of two.
private func slopes(_ nHeads: Int) -> [Float] {
  func geometric(_ count: Int) -> [Float] { (1...count).map { exp2(-8 * Float($0) / Float(count)) } }
  var power = 1
  while power * 2 <= nHeads { power *= 2 }
  let between = geometric(2 * power).enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
  return geometric(power) + between.prefix(nHeads - power)
}

/// `[tokens, heads, dHead]` as `[heads, tokens, dHead]`.
private func headsFirst(_ cached: PlainTensor) -> PlainTensor {
  let tokens = cached.slices
  let heads = (0..<cached.shape[1]).map { head in PlainTensor(rows: tokens.map { $0.rows[head] }) }
  return PlainTensor(stacking: heads)
}
