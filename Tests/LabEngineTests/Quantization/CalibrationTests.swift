import XCTest

@testable import LabEngine

final class CalibrationTests: KernelTestCase {
  /// Inputs that depend on one another, as activations do.
  private func statistics(_ columns: Int, rows: Int = 400) throws -> (InputStatistics, [Float]) {
    let (common, own) = (random(rows * 3, stream: 7), random(rows * columns, stream: 8))
    let inputs = (0..<rows * columns).map { i in
      let (row, column) = (i / columns, i % columns)
      let scale: Float = column % 7 == 0 ? 4 : 1
      return scale * (common[row * 3 + column % 3] + 0.3 * own[i])
    }
    var statistics = InputStatistics(columns: columns)
    for start in stride(from: 0, to: rows, by: 100) {
      try statistics.add(inputs[start * columns..<min(rows, start + 100) * columns])
    }
    return (statistics, inputs)
  }

  func testStatisticsAreSumsOverTheInputs() throws {
    let (statistics, inputs) = try statistics(10)
    let rows = stride(from: 0, to: inputs.count, by: 10).map { inputs[$0..<$0 + 10].map(Double.init) }
    for i in 0..<10 {
      for j in 0..<10 {
        let expected = rows.reduce(0) { $0 + $1[i] * $1[j] }
        XCTAssertEqual(statistics.products[i * 10 + j], expected, accuracy: 1e-4 * (1 + abs(expected)))
      }
      XCTAssertEqual(
        statistics.meanMagnitudes[i], rows.reduce(0) { $0 + abs($1[i]) } / 400, accuracy: 1e-5)
    }
    let (a, b) = (try Tensor(random(30), shape: [3, 10]), try Tensor(random(30, stream: 2), shape: [3, 10]))
    let direct = rows.reduce(0.0) { sum, x in
      sum
        + (0..<3).reduce(0.0) { sum, row in
          let d = dot((0..<10).map { Double(a.values[row * 10 + $0] - b.values[row * 10 + $0]) }, x)
          return sum + d * d
        }
    }
    XCTAssertEqual(try statistics.outputError(of: a, from: b), direct / 400, accuracy: 1e-3 * direct / 400)
    var other = statistics
    XCTAssertThrowsError(try other.add([1]))
    XCTAssertThrowsError(try statistics.outputError(of: a, from: Tensor(1)))
  }

  func testCholeskyFactorsAndInverts() throws {
    let n = 6
    let b = random(n * n).doubles
    var a = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        a[i * n + j] = (0..<n).reduce(i == j ? 1 : 0) { $0 + b[i * n + $1] * b[j * n + $1] }
      }
    }
    let (l, inverse) = (try Cholesky.lowerFactor(a, n), try Cholesky.inverse(a, n))
    for i in 0..<n {
      for j in 0..<n {
        let product = (0..<n).reduce(0.0) { $0 + l[i * n + $1] * l[j * n + $1] }
        XCTAssertEqual(product, a[i * n + j], accuracy: 1e-9)
        let identity = (0..<n).reduce(0.0) { $0 + a[i * n + $1] * inverse[$1 * n + j] }
        XCTAssertEqual(identity, i == j ? 1 : 0, accuracy: 1e-9)
      }
    }
    XCTAssertThrowsError(try Cholesky.lowerFactor([1, 2, 2, 1], 2)) {
      XCTAssertEqual($0 as? QuantizationError, .notPositiveDefinite(pivot: 1))
    }
  }

  /// Optimal brain surgery, done slowly: after each rounding, the free weights go where the squared error of
  /// the outputs is smallest, found by solving the equations of that step anew.
  func testGPTQMovesTheFreeWeightsToTheirOptimum() throws {
    let n = 8
    let (statistics, _) = try statistics(n)
    let scheme = try IntegerScheme(bits: 3, mapping: .absmax, granularity: .channel)
    let method = try GPTQ(scheme: scheme)
    let weights = try Tensor(random(n, stream: 9), shape: [1, n])
    let steps = try method.steps(row: 0, of: weights, for: statistics)
    var h = statistics.products
    let mean = (0..<n).reduce(0.0) { $0 + h[$1 * n + $1] } / Double(n)
    for i in 0..<n { h[i * n + i] += 0.01 * mean }
    let original = weights.values.doubles
    for step in 1..<n {
      // min over the free part f of (δ, f − w)ᵀ H (δ, f − w): H_ff (f − w) = −H_fq δ.
      let delta = (0..<step).map { Double(steps[$0].quantized) - original[$0] }
      let free = n - step
      let hff = (0..<free).flatMap { i in (0..<free).map { h[(step + i) * n + step + $0] } }
      let right = (0..<free).map { i in -(0..<step).reduce(0.0) { $0 + h[(step + i) * n + $1] * delta[$1] } }
      let inverse = try Cholesky.inverse(hff, free)
      let first = (0..<free).reduce(0.0) { $0 + inverse[$1] * right[$1] }
      XCTAssertEqual(Double(steps[step].moved), original[step] + first, accuracy: 1e-4, "seed \(Self.seed)")
    }
    let quantized = try method.quantize(weights, for: statistics)
    XCTAssertEqual(quantized.dequantized().values, steps.map(\.quantized))
  }

  /// U upper, with a positive diagonal and H · Uᵀ · U = I, is what the paper calls the factor of H⁻¹.
  func testTheErrorSpreadIsAFactorOfTheInverseOfTheDampedProducts() throws {
    let n = 6
    let (statistics, _) = try statistics(n)
    let scheme = try IntegerScheme(bits: 4, mapping: .absmax, granularity: .channel)
    let u = try GPTQ(scheme: scheme, damping: 0.5).errorSpread(for: statistics).values.doubles
    var h = statistics.products
    let mean = (0..<n).reduce(0.0) { $0 + h[$1 * n + $1] } / Double(n)
    for i in 0..<n { h[i * n + i] += 0.5 * mean }
    let inverse = (0..<n).map { i in
      (0..<n).map { j in (0..<n).reduce(0.0) { $0 + u[$1 * n + i] * u[$1 * n + j] } }
    }
    for i in 0..<n {
      XCTAssertGreaterThan(u[i * n + i], 0)
      for j in 0..<n {
        if j < i { XCTAssertEqual(u[i * n + j], 0) }
        let identity = (0..<n).reduce(0.0) { $0 + h[i * n + $1] * inverse[$1][j] }
        XCTAssertEqual(identity, i == j ? 1 : 0, accuracy: 1e-4, "seed \(Self.seed)")
      }
    }
  }

  func testGPTQHalvesTheOutputErrorOfRounding() throws {
    let columns = 70
    let (statistics, _) = try statistics(columns)
    let weights = try Tensor(random(12 * columns, stream: 3), shape: [12, columns])
    for granularity in [IntegerScheme.Granularity.channel, .group(32)] {
      for mapping in IntegerScheme.Mapping.allCases {
        let scheme = try IntegerScheme(bits: 4, mapping: mapping, granularity: granularity)
        let rounded = try statistics.outputError(of: scheme.restored(weights), from: weights)
        for ordered in [false, true] {
          let method = try GPTQ(scheme: scheme, ordersByActivation: ordered)
          let quantized = try method.quantize(weights, for: statistics)
          XCTAssertTrue(quantized.codes.allSatisfy { scheme.codes.contains(Int($0)) })
          let error = try statistics.outputError(of: quantized.dequantized(), from: weights)
          XCTAssertLessThan(error, 0.5 * rounded, "\(scheme.name), ordered \(ordered), seed \(Self.seed)")
        }
      }
    }
  }

  func testInputsThatAreNeverSeenCountForNothing() throws {
    var statistics = InputStatistics(columns: 3)
    try statistics.add([1, 0, 2, -1, 0, 1])
    let weights = try Tensor([1, 9, -1], shape: [1, 3])
    let scheme = try IntegerScheme(bits: 8, mapping: .absmax, granularity: .group(1))
    let quantized = try GPTQ(scheme: scheme).quantize(weights, for: statistics)
    XCTAssertEqual(quantized.dequantized().values[1], 0)
    XCTAssertThrowsError(try GPTQ(scheme: scheme).quantize(Tensor([1, 2], shape: [1, 2]), for: statistics))
    XCTAssertThrowsError(try GPTQ(scheme: scheme).steps(row: 1, of: weights, for: statistics))
    XCTAssertThrowsError(try GPTQ(scheme: scheme, damping: 0))
    XCTAssertThrowsError(
      try GPTQ(scheme: IntegerScheme(bits: 4, mapping: .absmax, granularity: .tensor)))
    try statistics.add([.nan, 0, 0])
    XCTAssertThrowsError(try GPTQ(scheme: scheme).quantize(weights, for: statistics)) {
      XCTAssertTrue($0 is QuantizationError)
    }
  }

  func testAWQProtectsTheWeightsOfLargeInputs() throws {
    let columns = 64
    var statistics = InputStatistics(columns: columns)
    var inputs = random(200 * columns)
    for row in 0..<200 { inputs[row * columns + 5] *= 50 }
    try statistics.add(inputs)
    let weights = try Tensor(random(16 * columns, stream: 4), shape: [16, columns])
    let scheme = try IntegerScheme(bits: 3, mapping: .absmax, granularity: .group(32))
    let result = try AWQ(scheme: scheme).quantize(weights, for: statistics)
    let rounded = try statistics.outputError(of: scheme.restored(weights), from: weights)
    XCTAssertEqual(result.errors.count, 21)
    XCTAssertEqual(result.errors[0].error, rounded, accuracy: 1e-9 + 1e-6 * rounded)
    XCTAssertGreaterThan(result.exponent, 0)
    XCTAssertEqual(result.scales.max(), result.scales[5])
    let error = try statistics.outputError(of: result.restored, from: weights)
    XCTAssertEqual(error, result.errors.map(\.error).min())
    XCTAssertLessThan(error, 0.3 * rounded)
    XCTAssertThrowsError(try AWQ(scheme: scheme, steps: 0))
  }

  /// The recorder sees what the matrix sees: the first projection of a block reads normalised embeddings.
  func testAModelsInputsAreSeen() throws {
    let model = try Transformer(
      .llama(vocabulary: 20, context: 8, dModel: 16, nLayers: 1, nHeads: 2), seed: 3)
    XCTAssertEqual(model.blockMatrices.count, 4)
    let statistics = try model.inputStatistics(
      of: "layers.0.attention.qkv.weight", on: [[1, 2, 3], [4, 5]])
    let rows = try [[1, 2, 3], [4, 5]].flatMap { try model.attentionInputs($0, layer: 0).rows.values }
    var expected = InputStatistics(columns: 16)
    try expected.add(rows)
    XCTAssertEqual(statistics.count, 5)
    for (a, b) in zip(statistics.products, expected.products) { XCTAssertEqual(a, b, accuracy: 1e-4) }
    XCTAssertThrowsError(try model.inputStatistics(of: "norm.gain", on: [[1]]))
    XCTAssertThrowsError(try model.inputStatistics(of: "layers.0.mlp.up.weight", on: [[99]]))
  }
}
