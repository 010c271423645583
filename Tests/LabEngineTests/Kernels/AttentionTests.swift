import LabKernels
import XCTest

final class AttentionTests: KernelTestCase {
  /// Tails in every dimension, grouped heads, windows, a continued cache, no mask.
  private let shapes = [
    AttentionShape(batch: 1, queries: 1, nHeads: 1, dHead: 1),
    AttentionShape(batch: 2, queries: 70, nHeads: 2, dHead: 16),
    AttentionShape(batch: 1, queries: 64, nHeads: 6, nKVHeads: 2, dHead: 32),
    AttentionShape(batch: 2, queries: 5, keys: 37, nHeads: 4, nKVHeads: 2, dHead: 20),
    AttentionShape(batch: 1, queries: 101, nHeads: 2, nKVHeads: 1, dHead: 7, window: 13),
    AttentionShape(batch: 1, queries: 40, keys: 200, nHeads: 2, dHead: 9, window: 33),
    AttentionShape(batch: 1, queries: 33, keys: 77, nHeads: 1, dHead: 40, isCausal: false, scale: 0.3),
    AttentionShape(batch: 1, queries: 10, keys: 4, nHeads: 2, dHead: 8),
    AttentionShape(batch: 2, queries: 70, nHeads: 2, dHead: 16, slopes: [0.5, 0.03]),
    AttentionShape(
      batch: 1, queries: 37, keys: 150, nHeads: 4, nKVHeads: 2, dHead: 9, window: 60,
      slopes: [1, 0.25, 0.0625, 0]),
  ]

  func testEqualsSoftmaxAttentionInFloat64() {
    for shape in shapes {
      let (q, k, v) = inputs(shape)
      let expected = plainAttention(q.doubles, k.doubles, v.doubles, shape)
      var output = [Float](repeating: .nan, count: q.count)
      var logSumExp = [Float](repeating: .nan, count: shape.batch * shape.nHeads * shape.queries)
      Kernels.attention(query: q, key: k, value: v, shape, into: &output, logSumExp: &logSumExp)
      assertClose(output, expected.output, 1e-5, "\(shape)")
      for (actual, expected) in zip(logSumExp, expected.logSumExp) where expected > -.infinity {
        XCTAssertEqual(Double(actual), expected, accuracy: 1e-5)
      }
    }
  }

  func testAQueryThatSeesNoKeyIsZero() {
    let shape = AttentionShape(batch: 1, queries: 3, keys: 1, nHeads: 1, dHead: 2)
    var (output, logSumExp) = ([Float](repeating: .nan, count: 6), [Float](repeating: .nan, count: 3))
    Kernels.attention(
      query: [1, 2, 3, 4, 5, 6], key: [1, 1], value: [8, 9], shape, into: &output, logSumExp: &logSumExp)
    XCTAssertEqual(output, [0, 0, 0, 0, 8, 9])
    XCTAssertEqual(logSumExp.prefix(2), [-.infinity, -.infinity])
  }

  func testGradientsAgainstCentralDifferences() {
    let small = [
      AttentionShape(batch: 2, queries: 6, nHeads: 4, nKVHeads: 2, dHead: 5),
      AttentionShape(batch: 1, queries: 35, nHeads: 2, nKVHeads: 1, dHead: 3, window: 6),
      AttentionShape(batch: 1, queries: 4, keys: 67, nHeads: 1, dHead: 2),
      AttentionShape(batch: 1, queries: 3, keys: 2, nHeads: 1, dHead: 3),
      AttentionShape(batch: 1, queries: 34, keys: 36, nHeads: 2, dHead: 3, slopes: [0.5, 0.05]),
    ]
    for shape in small {
      let (q, k, v) = inputs(shape)
      let dOutput = random(q.count, stream: 4)
      var (output, logSumExp) = (q, [Float](repeating: 0, count: shape.batch * shape.nHeads * shape.queries))
      Kernels.attention(query: q, key: k, value: v, shape, into: &output, logSumExp: &logSumExp)
      var (dQ, dK, dV) = (q, k, v)
      let loss = { (q: [Double], k: [Double], v: [Double]) in
        dot(self.plainAttention(q, k, v, shape).output, dOutput.doubles)
      }
      let expected = [
        gradient(of: { loss($0, k.doubles, v.doubles) }, at: q),
        gradient(of: { loss(q.doubles, $0, v.doubles) }, at: k),
        gradient(of: { loss(q.doubles, k.doubles, $0) }, at: v),
      ]
      for (accumulating, factor) in [(false, 1.0), (true, 2.0)] {
        Kernels.attentionBackward(
          query: q, key: k, value: v, output: output, logSumExp: logSumExp, dOutput: dOutput, shape,
          dQuery: &dQ, dKey: &dK, dValue: &dV, accumulating: accumulating)
        for (actual, expected) in zip([dQ, dK, dV], expected) {
          assertClose(actual, expected.map { factor * $0 }, 1e-5, "\(shape)")
        }
      }
    }
  }

  func testPackedRowsAndHeadMajorOrderAreTheSameAttention() {
    let shape = AttentionShape(batch: 2, queries: 45, nHeads: 4, nKVHeads: 2, dHead: 8)
    let packed = random(2 * 45 * shape.packedWidth)
    let dOutput = random(2 * 45 * 32, stream: 9)
    let (q, k, v) = (
      columns(0..<32, of: packed, shape), columns(32..<48, of: packed, shape),
      columns(48..<64, of: packed, shape)
    )
    let separate = forwardAndBackward(q, k, v, dOutput, shape, .tokenMajor)
    var (output, logSumExp) = (dOutput, [Float](repeating: 0, count: 2 * 45 * 4))
    var dPacked = [Float](repeating: .nan, count: packed.count)
    Kernels.attention(packed: packed, shape, into: &output, logSumExp: &logSumExp)
    Kernels.attentionBackward(
      packed: packed, output: output, logSumExp: logSumExp, dOutput: dOutput, shape, into: &dPacked)
    XCTAssertEqual(output, separate[0])
    XCTAssertEqual(columns(0..<32, of: dPacked, shape), separate[1])
    XCTAssertEqual(columns(32..<48, of: dPacked, shape), separate[2])
    XCTAssertEqual(columns(48..<64, of: dPacked, shape), separate[3])

    let swapped = forwardAndBackward(
      headMajor(q, 4, shape), headMajor(k, 2, shape), headMajor(v, 2, shape), headMajor(dOutput, 4, shape),
      shape, .headMajor)
    for (i, heads) in [(0, 4), (1, 4), (2, 2), (3, 2)] {
      XCTAssertEqual(swapped[i], headMajor(separate[i], heads, shape))
    }
  }

  func testEveryNumberOfThreadsGivesTheSameBits() {
    for shape in [
      AttentionShape(batch: 1, queries: 200, nHeads: 1, dHead: 64),
      AttentionShape(batch: 3, queries: 100, nHeads: 4, nKVHeads: 2, dHead: 24, window: 50),
    ] {
      let (q, k, v) = inputs(shape)
      let dOutput = random(q.count, stream: 4)
      let results = [1, 2, 3].map {
        forwardAndBackward(q, k, v, dOutput, shape, .tokenMajor, Parallelism(threads: $0))
      }
      XCTAssert(results.allSatisfy { $0 == results[0] })
    }
  }

  func testOneTokenOverACacheIsTheLastRow() {
    let (capacity, nHeads, nKVHeads, dHead) = (90, 6, 2, 20)
    let lengths = [1, 37, 90]
    let query = random(3 * nHeads * dHead, stream: 1)
    let keys = random(3 * capacity * nKVHeads * dHead, stream: 2)
    let values = random(3 * capacity * nKVHeads * dHead, stream: 3)
    for (window, slopes) in [(nil, []), (11, []), (50, [1, 0.5, 0.25, 0.1, 0.01, 0] as [Float])] {
      var output = [Float](repeating: .nan, count: query.count)
      Kernels.cachedAttention(
        query: query, keys: keys, values: values, lengths: lengths, capacity: capacity, nHeads: nHeads,
        nKVHeads: nKVHeads, dHead: dHead, window: window, slopes: slopes, into: &output)
      for (sequence, length) in lengths.enumerated() {
        let start = sequence * capacity * nKVHeads * dHead
        let cached = start..<(start + length * nKVHeads * dHead)
        let own = (sequence * nHeads * dHead)..<((sequence + 1) * nHeads * dHead)
        let expected = plainAttention(
          Array(query[own]).doubles, Array(keys[cached]).doubles, Array(values[cached]).doubles,
          AttentionShape(
            batch: 1, queries: 1, keys: length, nHeads: nHeads, nKVHeads: nKVHeads, dHead: dHead,
            window: window, slopes: slopes))
        assertClose(output[own], expected.output, 1e-5)
      }
    }
  }

  func testScoresThatWouldOverflowStayFinite() {
    let shape = AttentionShape(batch: 1, queries: 40, nHeads: 1, dHead: 8)
    let (q, k, v) = inputs(shape)
    let result = forwardAndBackward(q.map { 300 * $0 }, k.map { 300 * $0 }, v, v, shape, .tokenMajor)
    XCTAssert(result.allSatisfy { $0.allSatisfy(\.isFinite) })
  }
}
