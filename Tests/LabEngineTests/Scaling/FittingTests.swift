import LabEngine
import XCTest

/// Lines, valleys and curves fitted to points that are known to lie on a law.
final class FittingTests: XCTestCase {
  private static let seed = ProcessInfo.processInfo.environment["LABS_SEED"].flatMap(UInt64.init) ?? 2024

  func testAPowerLawIsRecovered() throws {
    let x = (0..<12).map { pow(10, Double($0)) }
    let fit = try PowerLawFit(x: x, y: x.map { 1.5 + 7 * pow($0, -0.3) }, floor: 1.5)
    XCTAssertEqual(fit.law.exponent, -0.3, accuracy: 1e-6)
    XCTAssertEqual(fit.law.coefficient, 7, accuracy: 1e-4)
    XCTAssertEqual(fit.rSquared, 1, accuracy: 1e-9)
    XCTAssertEqual(fit.law(1e15), 1.5 + 7 * pow(1e15, -0.3), accuracy: 1e-6)
    XCTAssertTrue(try fit.forecast(at: 1e15).isExtrapolation)
    XCTAssertFalse(try fit.forecast(at: 1e5).isExtrapolation)
    // Without its floor the same curve bends, and the line is too flat.
    let bent = try PowerLawFit(x: x, y: x.map { 1.5 + 7 * pow($0, -0.3) })
    XCTAssertGreaterThan(bent.law.exponent, -0.2)
    XCTAssertLessThan(bent.rSquared, 0.95)
  }

  /// Of many noisy laws, the 90 % intervals hold the truth and the next measurement about nine times in ten.
  func testIntervalsHoldWhatTheyPromise() throws {
    var random = RandomStream(seed: Self.seed)
    let (rounds, x) = (300, (0..<30).map { exp(0.3 * Double($0)) })
    var (held, predicted) = (0, 0)
    func measure(_ x: Double) -> Double { 5 * pow(x, -0.4) * exp(0.1 * random.normal()) }
    for round in 0..<rounds {
      let fit = try PowerLawFit(
        x: x, y: x.map(measure), level: 0.9, resamples: 200, seed: UInt64(round))
      held += fit.exponentInterval.contains(-0.4) ? 1 : 0
      predicted += try fit.forecast(at: 20_000).holds(for: measure(20_000)) ? 1 : 0
    }
    for count in [held, predicted] {
      XCTAssertTrue((0.8...0.97).contains(Double(count) / Double(rounds)), "\(count), seed \(Self.seed)")
    }
  }

  /// Runs of one law at four budgets, each a valley.
  private func grid(_ law: ScalingLaw, flops: [Double]) throws -> [ScalingRun] {
    try flops.flatMap { flops in
      let best = try law.optimum(flops: flops).parameters
      return (-3...3).map { step in
        let parameters = best * pow(1.5, Double(step))
        let tokens = ComputeBudget.affordableTokens(parameters: parameters, flops: flops)
        return ScalingRun(
          parameters: parameters, tokens: tokens, loss: law.loss(parameters: parameters, tokens: tokens))
      }
    }
  }

  func testValleysLeadToTheOptimum() throws {
    let law = ScalingLaw.besiroglu
    let curves = try IsoFLOPCurve.curves(of: try grid(law, flops: [1e18, 1e19, 1e20, 1e21]).shuffled())
    XCTAssertEqual(curves.count, 4)
    for curve in curves {
      let best = try law.optimum(flops: curve.flops)
      XCTAssertFalse(curve.isExtrapolation)
      // A valley is not quite a parabola.
      XCTAssertEqual(curve.optimum.parameters / best.parameters, 1, accuracy: 0.05)
      XCTAssertEqual(curve.optimum.loss, best.loss, accuracy: 0.01)
      XCTAssertEqual(curve.loss(parameters: curve.optimum.parameters), curve.optimum.loss, accuracy: 1e-9)
    }
    let path = try ComputeOptimalPath(bottomsOf: curves, irreducible: law.irreducible)
    XCTAssertEqual(path.parameters.law.exponent, law.optimalParameterExponent, accuracy: 0.01)
    XCTAssertEqual(path.tokens.law.exponent, 1 - law.optimalParameterExponent, accuracy: 0.01)
    let ten = try path.optimum(flops: 1e22)
    XCTAssertTrue(ten.isExtrapolation)
    XCTAssertEqual(ten.allocation.loss, try law.optimum(flops: 1e22).loss, accuracy: 0.01)
    XCTAssertFalse(try path.optimum(flops: 5e19).isExtrapolation)
  }

  /// Three points give the parabola through them.
  func testAParabolaThroughThreePoints() throws {
    let runs = [(1.0, 5.0), (exp(1), 2), (exp(2), 3)].map {
      ScalingRun(parameters: $0.0, tokens: 1 / $0.0, loss: $0.1)
    }
    // 5, 2, 3 at 0, 1, 2 is 5 − 5u + 2u², lowest at 5/4.
    let curve = try IsoFLOPCurve(runs)
    XCTAssertEqual(log(curve.optimum.parameters), 1.25, accuracy: 1e-12)
    XCTAssertEqual(curve.optimum.loss, 1.875, accuracy: 1e-12)
    for run in runs { XCTAssertEqual(curve.loss(parameters: run.parameters), run.loss, accuracy: 1e-12) }
  }

  func testTheEnvelopeOfManyCurves() throws {
    let law = ScalingLaw.besiroglu
    let points = (0...40).flatMap { size in
      (0...60).map { moment in
        let (n, d) = (1e7 * pow(1.2, Double(size)), 1e8 * pow(1.15, Double(moment)))
        return ScalingRun(parameters: n, tokens: d, loss: law.loss(parameters: n, tokens: d))
      }
    }
    // At its ends the envelope has only the smallest or the largest models to choose from.
    let middle = points.filter { (1e18...1e21).contains($0.flops) }
    let path = try ComputeOptimalPath(envelopeOf: middle, bins: 15, irreducible: law.irreducible)
    XCTAssertEqual(path.parameters.law.exponent, law.optimalParameterExponent, accuracy: 0.05)
    XCTAssertEqual(path.optima.count, 15)
  }

  func testACurveIsContinuedFromItsFirstPart() throws {
    let times = (1...60).map { Double($0 * 10) }
    let fit = try LossCurveFit(times: times, losses: times.map { 1.8 + 6 * pow($0, -0.5) })
    XCTAssertEqual(fit.law.floor, 1.8, accuracy: 0.01)
    XCTAssertEqual(try fit.loss(at: 6000), 1.8 + 6 * pow(6000, -0.5), accuracy: 0.01)
    XCTAssertThrowsError(try fit.loss(at: 0))
    XCTAssertThrowsError(try LossCurveFit(times: [1, 2], losses: [3, 2]))
  }

  func testBadInputIsAnError() throws {
    func message(_ body: () throws -> Void) -> String? {
      do {
        try body()
        return nil
      } catch { return "\(error)" }
    }
    XCTAssertEqual(
      message { _ = try PowerLawFit(x: [1, 2], y: [1, 2]) },
      "a power law needs at least 3 points, and there are 2")
    XCTAssertEqual(
      message { _ = try PowerLawFit(x: [1, 2, 3], y: [3, -1, 1]) },
      "y number 2 must be a positive finite number, not -1.0")
    XCTAssertEqual(
      message { _ = try PowerLawFit(x: [1, 2, 3], y: [3, 2, 1], floor: 1) },
      "y above the floor of 1.0 number 3 must be a positive finite number, not 0.0")
    XCTAssertEqual(
      message { _ = try PowerLawFit(x: [2, 2, 2], y: [3, 2, 1]) },
      "all values of x equal 2.0: nothing can be learned from what does not vary")
    XCTAssertEqual(
      message { _ = try PowerLawFit(x: [1, 2], y: [3, 2, 1]) }, "there are 2 values of x for 3 values of y")
    XCTAssertNotNil(message { _ = try PowerLawFit(x: [1, 2, 3], y: [3, 2, 1], level: 1) })
    XCTAssertNotNil(message { _ = try PowerLawFit(x: [1, 2, 3], y: [3, 2, 1], resamples: 0) })
    let hill = [1.0, 2, 1].enumerated().map {
      ScalingRun(parameters: Double($0 + 1), tokens: 1, loss: $1, flops: 6)
    }
    XCTAssertEqual(
      message { _ = try IsoFLOPCurve(hill) },
      "the runs of 6 operations have no valley: their losses bend downwards")
    XCTAssertNotNil(message { _ = try IsoFLOPCurve(Array(hill.prefix(2))) })
    XCTAssertNotNil(message { _ = try ComputeOptimalPath(bottomsOf: []) })
    XCTAssertNotNil(message { _ = try ComputeOptimalPath(envelopeOf: []) })
    XCTAssertNotNil(message { _ = try ComputeOptimalPath(envelopeOf: hill, bins: 0) })
    XCTAssertEqual(
      message { _ = try ParametricFit(hill) },
      "a law of 5 numbers needs at least 5 points, and there are 3")
    XCTAssertNotNil(message { _ = try ParametricFit(hill, .init(droppedHighest: 4)) })
    XCTAssertNotNil(message { _ = try ParametricFit([]) })
  }
}
