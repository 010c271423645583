import LabKernels
import XCTest

@testable import LabEngine

/// The readable functions against float64 arithmetic written out here, and against the fused kernels.
final class PlainAttentionTests: KernelTestCase {
  func testOneHeadByHand() throws {
    // Two queries, two keys, dHead 4: scores q·k/2.
    let queries = try Tensor(rows: [[2, 0, 0, 0], [0, 2, 0, 0]])
    let keys = try Tensor(rows: [[1, 0, 0, 0], [0, 1, 0, 0]])
    XCTAssertEqual(try PlainAttention.scores(queries, keys).values, [1, 0, 0, 1])
    XCTAssertEqual(try PlainAttention.scores(queries, keys, scale: 1).values, [2, 0, 0, 2])
    let values = try Tensor(rows: [[10], [20]])
    let (output, weights) = try PlainAttention.head(
      queries, keys, values, mask: PlainAttention.causalMask(queries: 2, keys: 2))
    let p = 1 / (1 + exp(1.0))
    assertClose(weights.values, [1, 0, p, 1 - p])
    assertClose(output.values, [10, 10 * p + 20 * (1 - p)])
  }

  func testSoftmaxConventions() throws {
    let rows: [[Float]] = [
      [1000, 1001, 999], [-.infinity, 0, -.infinity], [-.infinity, -.infinity, -.infinity], [-1e30, 0, 1e30],
    ]
    let weights = try PlainAttention.softmax(Tensor(rows: rows))
    let sum = 1 + exp(1.0) + exp(-1.0)
    assertClose(
      weights.values,
      [1 / sum, exp(1.0) / sum, exp(-1.0) / sum, 0, 1, 0, 0, 0, 0, 0, 0, 1])
    for bad in [Float.infinity, .nan] {
      XCTAssertThrowsError(try PlainAttention.softmax(Tensor([0, bad]))) { error in
        guard case AttentionError.notFinite(_, index: 1) = error else { return XCTFail("\(error)") }
      }
    }
    XCTAssertEqual(try PlainAttention.softmax(Tensor([], shape: [2, 0])).shape, [2, 0])
    XCTAssertEqual(try PlainAttention.softmax(Tensor([], shape: [0, 3])).shape, [0, 3])
    let entropies = PlainAttention.entropies(try Tensor(rows: [[0.25, 0.25, 0.25, 0.25], [1, 0, 0, 0]]))
    XCTAssertEqual(entropies[0], log(4), accuracy: 1e-9)
    XCTAssertEqual(entropies[1], 0)
  }

  func testMasks() throws {
    let hidden = -Float.infinity
    XCTAssertEqual(
      try PlainAttention.causalMask(queries: 2, keys: 3).values, [0, 0, hidden, 0, 0, 0])
    XCTAssertEqual(try PlainAttention.causalMask(queries: 2, keys: 1).values, [hidden, 0])
    XCTAssertEqual(
      try PlainAttention.slidingWindowMask(queries: 3, keys: 3, window: 2).values,
      [0, hidden, hidden, 0, 0, hidden, hidden, 0, 0])
    XCTAssertEqual(try PlainAttention.causalMask(queries: 0, keys: 2).shape, [0, 2])
    XCTAssertThrowsError(try PlainAttention.causalMask(queries: -1, keys: 2))
    XCTAssertThrowsError(try PlainAttention.slidingWindowMask(queries: 2, keys: 2, window: 0))
  }

  /// The paper gives 1/2 … 1/256 for 8 heads; its authors' code interleaves for numbers between powers of two.
  func testSlopesAndBiases() throws {
    XCTAssertEqual(PlainAttention.slopes(nHeads: 8), (1...8).map { powf(2, -Float($0)) })
    XCTAssertEqual(PlainAttention.slopes(nHeads: 1), [1 / 256])
    XCTAssertEqual(PlainAttention.slopes(nHeads: 3), [1 / 16, 1 / 256, 1 / 4])
    XCTAssertEqual(
      PlainAttention.slopes(nHeads: 12).map(Double.init),
      (1...8).map { exp2(-Double($0)) } + [0.5, 1.5, 2.5, 3.5].map { Double(Float(exp2(-$0))) })
    XCTAssertEqual(PlainAttention.slopes(nHeads: 0), [])
    XCTAssertEqual(
      try PlainAttention.linearBias(queries: 2, keys: 3, slope: 0.5).values,
      [-0.5, 0, -.infinity, -1, -0.5, 0])
  }

  func testHeadsAreCutAcrossAndLaidSideBySide() throws {
    let rows = try Tensor(rows: [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])
    let heads = try PlainAttention.splitHeads(rows, 2)
    XCTAssertEqual(heads.shape, [2, 3, 2])
    XCTAssertEqual(heads.values, [1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12])
    XCTAssertEqual(try PlainAttention.mergeHeads(heads), rows)
    XCTAssertThrowsError(try PlainAttention.splitHeads(rows, 3))
    XCTAssertThrowsError(try PlainAttention.splitHeads(rows, 0))
    XCTAssertThrowsError(try PlainAttention.mergeHeads(rows))
  }

  func testGroupedHeadsEqualTheFusedKernelAndFloat64() throws {
    for (nHeads, nKVHeads, queries, keys, dHead) in [(1, 1, 1, 1, 1), (6, 2, 5, 9, 8), (4, 1, 33, 40, 7)] {
      for slopes in [[], PlainAttention.slopes(nHeads: nHeads)] {
        let shape = AttentionShape(
          batch: 1, queries: queries, keys: keys, nHeads: nHeads, nKVHeads: nKVHeads, dHead: dHead,
          slopes: slopes)
        let q = random(nHeads * queries * dHead, stream: 1)
        let (k, v) = (
          random(nKVHeads * keys * dHead, stream: 2), random(nKVHeads * keys * dHead, stream: 3)
        )
        var fused = [Float](repeating: 0, count: q.count)
        var logSumExp = [Float](repeating: 0, count: nHeads * queries)
        Kernels.attention(
          query: q, key: k, value: v, shape, order: .headMajor, into: &fused, logSumExp: &logSumExp)
        let readable = try PlainAttention.heads(
          Tensor(q, shape: [nHeads, queries, dHead]), Tensor(k, shape: [nKVHeads, keys, dHead]),
          Tensor(v, shape: [nKVHeads, keys, dHead])
        ) { head in
          slopes.isEmpty
            ? try PlainAttention.causalMask(queries: queries, keys: keys)
            : try PlainAttention.linearBias(queries: queries, keys: keys, slope: slopes[head])
        }
        assertClose(readable.output.values, fused.doubles, 1e-5, "\(shape)")
        assertClose(readable.output.values, float64(q, k, v, shape), 1e-5, "\(shape)")
      }
    }
  }

  func testBlocksOfAnySizeGiveTheSame() throws {
    let (queries, keys, dHead) = (7, 23, 5)
    let q = try Tensor(random(queries * dHead, stream: 1).map { 6 * $0 }, shape: [queries, dHead])
    let k = try Tensor(random(keys * dHead, stream: 2), shape: [keys, dHead])
    let v = try Tensor(random(keys * 3, stream: 3), shape: [keys, 3])
    let mask = try PlainAttention.causalMask(queries: queries, keys: keys)
    let whole = try PlainAttention.head(q, k, v, mask: mask).output
    for blockSize in [1, 2, 8, 23, 99] {
      let blocks = try PlainAttention.blockwise(q, k, v, blockSize: blockSize) { range in
        try mask.slice(range, axis: 1)
      }
      assertClose(blocks.output.values, whole.values.doubles, 1e-5, "blocks of \(blockSize)")
      XCTAssertTrue(blocks.maxima.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 <= $1 } })
      XCTAssertEqual(blocks.numbersHeld, queries * (min(blockSize, keys) + 3 + 2))
    }
    XCTAssertThrowsError(try PlainAttention.blockwise(q, k, v, blockSize: 0))
  }

  func testOnlineSoftmaxOneNumberAtATime() throws {
    var softmax = OnlineSoftmax(dValue: 1)
    XCTAssertEqual(softmax.output, [0])
    XCTAssertEqual(softmax.logSumExp, -.infinity)
    try softmax.absorb([-.infinity], Tensor(rows: [[7]]))
    XCTAssertEqual(softmax, OnlineSoftmax(dValue: 1))
    for (score, value) in [(1000, 1), (1001, 2), (999, 3)] as [(Float, Float)] {
      try softmax.absorb([score], Tensor(rows: [[value]]))
    }
    XCTAssertEqual(Double(softmax.logSumExp), 1001.407606, accuracy: 1e-4)
    let sum = 1 + exp(1.0) + exp(-1.0)
    assertClose(softmax.output, [(1 + 2 * exp(1.0) + 3 * exp(-1.0)) / sum])
    XCTAssertThrowsError(try softmax.absorb([.nan], Tensor(rows: [[1]])))
    XCTAssertThrowsError(try softmax.absorb([1, 2], Tensor(rows: [[1]])))
  }

  func testNothingToLookAtIsZero() throws {
    let queries = try Tensor(rows: [[1, 2], [3, 4]])
    let one = try Tensor(rows: [[5, 6]])
    let mask = try PlainAttention.causalMask(queries: 2, keys: 1)
    XCTAssertEqual(try PlainAttention.head(queries, one, one, mask: mask).output.values, [0, 0, 5, 6])
    let none = try Tensor([], shape: [0, 2])
    XCTAssertEqual(try PlainAttention.head(queries, none, none).output.values, [0, 0, 0, 0])
    XCTAssertEqual(try PlainAttention.head(none, one, one).output.shape, [0, 2])
  }

  func testShapesThatDoNotFitAreNamed() throws {
    let (two, three) = (try Tensor(repeating: 1, shape: [2, 2]), try Tensor(repeating: 1, shape: [3, 3]))
    let faults: [(String, () throws -> Void)] = [
      ("keys must have the shape [keys, 2], not [3, 3]", { _ = try PlainAttention.scores(two, three) }),
      ("queries must", { _ = try PlainAttention.scores(Tensor([1, 2]), two) }),
      ("queries must", { _ = try PlainAttention.scores(Tensor([], shape: [3, 0]), two) }),
      ("values must", { _ = try PlainAttention.head(two, two, three) }),
      ("the mask must have the shape [2, 2]", { _ = try PlainAttention.head(two, two, two, mask: three) }),
      ("queries must have the shape [heads", { _ = try PlainAttention.heads(two, two, two) }),
      (
        "3 query heads cannot share 2",
        {
          _ = try PlainAttention.heads(
            Tensor(repeating: 1, shape: [3, 1, 2]), Tensor(repeating: 1, shape: [2, 1, 2]),
            Tensor(repeating: 1, shape: [2, 1, 2]))
        }
      ),
    ]
    for (expected, body) in faults {
      XCTAssertThrowsError(try body()) { XCTAssertTrue("\($0)".contains(expected), "\($0)") }
    }
  }

  /// `[heads, tokens, dHead]` attention in float64.
  private func float64(_ q: [Float], _ k: [Float], _ v: [Float], _ shape: AttentionShape) -> [Double] {
    let d = shape.dHead
    func row(_ x: [Float], _ index: Int) -> [Double] { Array(x[index * d..<(index + 1) * d]).doubles }
    return (0..<shape.nHeads).flatMap { head in
      (0..<shape.queries).flatMap { query -> [Double] in
        let kvHead = head / (shape.nHeads / shape.nKVHeads)
        let position = shape.keys - shape.queries + query
        let scores = (0...position).map { key in
          dot(row(q, head * shape.queries + query), row(k, kvHead * shape.keys + key)) / sqrt(Double(d))
            - (shape.slopes.isEmpty ? 0 : Double(shape.slopes[head])) * Double(position - key)
        }
        let weights = Plain.softmax(scores)
        return (0..<d).map { c in
          weights.enumerated().reduce(0) { $0 + $1.element * row(v, kvHead * shape.keys + $1.offset)[c] }
        }
      }
    }
  }
}
