import LabEngine
import XCTest

/// The 245 points that Besiroglu et al. (2024) read off figure 4 of Hoffmann et al. (2022).
final class PublishedRunsTests: XCTestCase {
  private func runs() throws -> [ScalingRun] {
    guard let bytes = try RealData.read("scaling/chinchilla-figure4.csv") else {
      throw XCTSkip("set LABS_DATA_DIR to the folder that holds scaling/chinchilla-figure4.csv")
    }
    return try ScalingRun.runs(in: NumberTable(String(decoding: bytes, as: UTF8.self)), .chinchilla)
  }

  func testTheBestLawIsFound() throws {
    let runs = try runs()
    XCTAssertEqual(runs.count, 245)
    let fit = try ParametricFit(runs, ParametricFit.Options(droppedHighest: 5))
    XCTAssertEqual(fit.minima.count, 500)
    XCTAssertEqual(fit.outliers.count, 5)
    XCTAssertLessThanOrEqual(fit.objective, 1.0183e-3)
    XCTAssertEqual(fit.law.irreducible, 1.817_218, accuracy: 2e-3)
    XCTAssertEqual(fit.law.parameterExponent, 0.347_310, accuracy: 2e-3)
    XCTAssertEqual(fit.law.tokenExponent, 0.367_172, accuracy: 2e-3)
    XCTAssertGreaterThan(fit.minima.share(reaching: 1.0183e-3), 0.5)
  }

  /// What the choices of the fit are for.
  func testOutliersAndTheHuberLossMatter() throws {
    let runs = try runs()
    let all = try ParametricFit(runs)
    XCTAssertEqual(all.law.tokenExponent, 0.453, accuracy: 5e-3)
    let squares = try ParametricFit(runs, ParametricFit.Options(delta: .infinity, droppedHighest: 5))
    XCTAssertEqual(squares.law.tokenExponent, 0.406, accuracy: 5e-3)
  }

  func testTheBootstrapIsWideAroundTheFit() throws {
    let fit = try ParametricFit(try runs(), ParametricFit.Options(droppedHighest: 5))
    let bootstrap = try fit.bootstrap(resamples: 60)
    let beta = try bootstrap.interval { $0.tokenExponent }
    XCTAssertTrue(beta.contains(fit.law.tokenExponent))
    XCTAssertTrue((0.01...0.2).contains(beta.upperBound - beta.lowerBound), "\(beta)")
    XCTAssertEqual(try fit.bootstrap(resamples: 60, on: .singleCore).samples, bootstrap.samples)
    let inside = try fit.optimum(flops: 1e20)
    XCTAssertFalse(inside.isExtrapolation)
    XCTAssertTrue(try fit.optimum(flops: 1e26).isExtrapolation)
    let forecast = try bootstrap.forecast(parameters: 1e9, tokens: 2e10)
    XCTAssertFalse(forecast.isExtrapolation)
    XCTAssertTrue(forecast.holds(for: forecast.value))
    XCTAssertTrue(try bootstrap.forecast(parameters: 1e12, tokens: 2e10).isExtrapolation)
  }
}
