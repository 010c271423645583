import Foundation
import LabContracts
import LabTesting

/// Short ways to say what is asked of one exercise and what must come back.
extension Lab03Checkpoints {
  /// How far a `Float` answer may be from the one in double precision.
  var tolerance: Double { 1e-5 }

  func checkScores(_ query: PlainTensor, _ key: PlainTensor, _ expected: [[Float]]) throws {
    try check(Attention.scores, query, key, near: PlainTensor(rows: expected), within: tolerance)
  }

  func checkSoftmax(_ scores: [[Float]], _ expected: [[Float]]) throws {
    try check(
      Attention.softmax, PlainTensor(rows: scores), near: PlainTensor(rows: expected), within: tolerance)
  }

  func checkAttend(
    _ query: [[Float]], _ key: [[Float]], _ value: [[Float]], mask: [[Float]], _ expected: [[Float]]
  ) throws {
    try check(
      Attention.attend, PlainTensor(rows: query), PlainTensor(rows: key), PlainTensor(rows: value),
      PlainTensor(rows: mask), near: PlainTensor(rows: expected), within: tolerance)
  }

  func checkGrouped(
    _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ mask: PlainTensor
  ) throws {
    try check(
      Attention.groupedAttention, query, key, value, mask,
      near: Oracle.groupedAttention(Grid(query), Grid(key), Grid(value), Grid(mask)).plain, within: tolerance)
  }

  func checkRotate(_ x: PlainTensor, _ positions: [Int], _ angles: PlainTensor) throws {
    try check(
      Attention.rotate, x, positions, angles, near: Oracle.rotate(Grid(x), positions, Grid(angles)).plain,
      within: tolerance)
  }

  func checkMultiHead(
    _ x: PlainTensor, _ weights: Attention.Weights, _ nHeads: Int, _ nKVHeads: Int, _ mask: PlainTensor
  ) throws {
    let expected = Oracle.multiHeadAttention(
      Grid(x), query: Grid(weights.query), key: Grid(weights.key), value: Grid(weights.value),
      output: Grid(weights.output), nHeads, nKVHeads, Grid(mask))
    try check(
      Attention.multiHeadAttention, x, weights, nHeads, nKVHeads, mask, near: expected.plain,
      within: tolerance)
  }
}

extension Attention.KVCache: Approximable {}

extension Attention.DecodeStep: Approximable {
  /// The cache first: a wrong row in it explains a wrong output.
  public func compare(with expected: Attention.DecodeStep, at path: [Int], in comparison: inout Comparison) {
    comparison.compare("cache", cache, with: expected.cache)
    comparison.compare("output", output, with: expected.output)
  }
}

extension Attention.RunningSoftmax: Approximable {}
