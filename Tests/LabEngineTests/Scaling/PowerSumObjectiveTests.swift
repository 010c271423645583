import LabEngine
import XCTest

/// The objective against the formula as the paper writes it, and its slopes against differences.
final class PowerSumObjectiveTests: XCTestCase {
  private static let seed = ProcessInfo.processInfo.environment["LABS_SEED"].flatMap(UInt64.init) ?? 2024
  private var random = RandomStream(seed: seed)

  /// Between e^low and e^high.
  private func sizes(_ count: Int, _ low: Double, _ high: Double) -> [Double] {
    (0..<count).map { _ in exp(low + (high - low) * random.uniform()) }
  }

  private func plain(
    _ p: [Double], _ n: [Double], _ d: [Double], _ losses: [Double], delta: Double
  ) -> Double {
    losses.indices.reduce(0) { sum, i in
      let loss = exp(p[0]) + exp(p[1]) / pow(n[i], p[2]) + exp(p[3]) / pow(d[i], p[4])
      let r = abs(log(loss) - log(losses[i]))
      return sum + (r <= delta ? r * r / 2 : delta * (r - delta / 2))
    }
  }

  func testValuesAreThoseOfThePlainFormula() throws {
    for count in [5, 8, 13, 240] {
      let (n, d) = (sizes(count, 17, 23), sizes(count, 20, 26))
      let losses = sizes(count, 0.5, 1.5)
      for delta in [1e-3, 0.1, .infinity] {
        let objective = try PowerSumObjective(regressors: [n, d], values: losses, delta: delta)
        for _ in 0..<20 {
          let p = [
            random.normal(), 6 + 3 * random.normal(), 0.4 + 0.2 * random.normal(), 6 + 3 * random.normal(),
            0.4 + 0.2 * random.normal(),
          ]
          let expected = plain(p, n, d, losses, delta: delta)
          XCTAssertEqual(
            objective.value(at: p), expected, accuracy: 1e-12 * (1 + expected), "seed \(Self.seed)")
        }
      }
    }
  }

  func testSlopesAreThoseOfCentralDifferences() throws {
    let (n, d) = (sizes(30, 10, 13), sizes(30, 12, 15))
    let objective = try PowerSumObjective(regressors: [n, d], values: sizes(30, 0.5, 1.5), delta: 0.2)
    for _ in 0..<20 {
      var p = [random.normal(), random.normal(), 0.3, random.normal(), 0.2]
      var gradient = [Double](repeating: 0, count: 5)
      _ = objective.value(at: p, gradient: &gradient)
      for index in p.indices {
        let (value, step) = (p[index], 1e-6)
        p[index] = value + step
        let above = objective.value(at: p)
        p[index] = value - step
        let below = objective.value(at: p)
        p[index] = value
        let slope = (above - below) / (2 * step)
        XCTAssertEqual(
          gradient[index], slope, accuracy: 1e-6 * (1 + abs(slope)), "\(index), seed \(Self.seed)")
      }
    }
  }

  /// Where e^p would overflow or vanish, the logarithm of the sum is still its largest exponent.
  func testNothingOverflows() throws {
    let n = sizes(9, 0, 1)
    let objective = try PowerSumObjective(regressors: [n], values: sizes(9, 0, 1), delta: 1)
    var gradient = [0.0, 0, 0]
    for p in [[900.0, 0, 0], [0, 5000, 1], [-900, -2000, 0]] {
      let value = objective.value(at: p, gradient: &gradient)
      XCTAssertTrue(value.isFinite && value > 0 && gradient.allSatisfy(\.isFinite), "\(p): \(value)")
    }
    XCTAssertTrue(objective.value(at: [.nan, 0, 0]).isNaN)
    XCTAssertTrue(objective.value(at: [1]).isNaN, "another number of parameters")
  }

  /// Points that lie on a law are fitted to the last digits, whatever the start.
  func testARecoveredLaw() throws {
    let (n, d) = (sizes(60, 17, 23), sizes(60, 20, 26))
    let law = try ScalingLaw(e: 1.7, a: 400, alpha: 0.34, b: 1000, beta: 0.32)
    let runs = zip(n, d).map {
      ScalingRun(parameters: $0, tokens: $1, loss: law.loss(parameters: $0, tokens: $1))
    }
    let fit = try ParametricFit(runs)
    XCTAssertEqual(fit.objective, 0, accuracy: 1e-10)
    XCTAssertEqual(fit.law.irreducible, 1.7, accuracy: 5e-3)
    XCTAssertEqual(fit.law.parameterExponent, 0.34, accuracy: 5e-3)
    XCTAssertEqual(fit.law.tokenExponent, 0.32, accuracy: 5e-3)
  }

  func testBadInputIsAnError() throws {
    func error(_ regressors: [[Double]], _ values: [Double], delta: Double = 1) -> ScalingError? {
      do {
        _ = try PowerSumObjective(regressors: regressors, values: values, delta: delta)
        return nil
      } catch { return error }
    }
    XCTAssertEqual(
      error([[1, 2]], [1, 2]), .tooFewPoints(found: 2, needed: 3, purpose: "a law of 3 numbers"))
    XCTAssertEqual(
      error([[1, 2]], [1, 2, 3]), .unequalLengths("sizes", 2, "values", 3))
    XCTAssertEqual(
      error([[1, 2, 3]], [1, 0, 3]), .notPositiveAt(name: "value", value: 0, index: 1))
    XCTAssertEqual(
      error([[1, 2, -3]], [1, 2, 3]), .notPositiveAt(name: "size", value: -3, index: 2))
    XCTAssertEqual(error([[4, 4, 4]], [1, 2, 3]), .constant(name: "sizes of list 1", value: 4))
    XCTAssertEqual(error([[1, 2, 3]], [2, 2, 2]), .constant(name: "values", value: 2))
    XCTAssertEqual(error([[1, 2, 3]], [1, 2, 3], delta: 0), .notPositive(name: "delta", value: 0))
  }
}
