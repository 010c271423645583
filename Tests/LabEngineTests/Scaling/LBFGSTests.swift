import LabEngine
import XCTest

/// The search on functions whose minima are known.
final class LBFGSTests: XCTestCase {
  private static let seed = ProcessInfo.processInfo.environment["LABS_SEED"].flatMap(UInt64.init) ?? 2024

  private func assertFinds(
    _ expected: [Double], from start: [Double], within tolerance: Double = 1e-6, _ search: LBFGS = LBFGS(),
    file: StaticString = #filePath, line: UInt = #line, _ objective: LBFGS.Objective
  ) throws {
    let minimum = try search.minimize(from: start, objective)
    for (found, expected) in zip(minimum.point, expected) {
      XCTAssertEqual(found, expected, accuracy: tolerance, "\(minimum)", file: file, line: line)
    }
    XCTAssertEqual(minimum.point.count, expected.count, file: file, line: line)
    var gradient = minimum.gradient
    XCTAssertEqual(objective(minimum.point, &gradient), minimum.value, file: file, line: line)
    XCTAssertEqual(gradient, minimum.gradient, "the slopes belong to the point", file: file, line: line)
  }

  func testRosenbrocksValley() throws {
    for start in [[-1.2, 1.0], [0, 0], [3, -4], [-10, 25]] {
      try assertFinds([1, 1], from: start) { x, gradient in
        let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
        gradient = [-2 * a - 400 * x[0] * b, 200 * b]
        return a * a + 100 * b * b
      }
    }
  }

  func testBealesFunction() throws {
    try assertFinds([3, 0.5], from: [1, 1]) { x, gradient in
      var value = 0.0
      gradient = [0, 0]
      for (power, constant) in [(1, 1.5), (2, 2.25), (3, 2.625)] {
        let term = constant - x[0] + x[0] * pow(x[1], Double(power))
        value += term * term
        gradient[0] += 2 * term * (pow(x[1], Double(power)) - 1)
        gradient[1] += 2 * term * x[0] * Double(power) * pow(x[1], Double(power - 1))
      }
      return value
    }
  }

  /// Curvatures from 1 to a million: with less memory than there are numbers this takes thousands of steps.
  func testAnIllConditionedQuadratic() throws {
    let curvatures = (0..<20).map { pow(10, 6 * Double($0) / 19) }
    let centre = (0..<20).map { Double($0) - 7 }
    let search = LBFGS(memory: 25, decreaseTolerance: 1e-30)
    try assertFinds(centre, from: [Double](repeating: 0, count: 20), search) { x, gradient in
      var value = 0.0
      for index in x.indices {
        let distance = x[index] - centre[index]
        gradient[index] = curvatures[index] * distance
        value += 0.5 * curvatures[index] * distance * distance
      }
      return value
    }
  }

  /// Strictly convex, with the minimum of Σ cosh at 0 in rotated coordinates: found from anywhere.
  func testRandomConvexFunctions() throws {
    var random = RandomStream(seed: Self.seed)
    for _ in 0..<50 {
      let count = 1 + Int(random.uniform() * 8)
      let rows = (0..<count).map { row in
        (0..<count).map { column in (row == column ? 2 : 0) + 0.3 * random.normal() / Double(count) }
      }
      let start = (0..<count).map { _ in 4 * random.normal() }
      try assertFinds([Double](repeating: 0, count: count), from: start, within: 1e-4) { x, gradient in
        let y = rows.map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } }
        for column in x.indices {
          gradient[column] = zip(y, rows).reduce(0) { $0 + sinh($1.0) * $1.1[column] }
        }
        return y.reduce(0) { $0 + cosh($1) }
      }
    }
  }

  /// −ln x is not a number left of 0, and the first long step leads there.
  func testItTurnsBackWhereTheFunctionIsUndefined() throws {
    try assertFinds([0.01], from: [1]) { x, gradient in
      gradient = [100 - 1 / x[0]]
      return 100 * x[0] - log(x[0])
    }
  }

  func testTheStoppingRule() throws {
    let parabola: LBFGS.Objective = { x, gradient in
      gradient = [2e-6 * x[0]]
      return 1e-6 * x[0] * x[0]
    }
    let loose = try LBFGS(gradientTolerance: 1e-5).minimize(from: [1], parabola)
    XCTAssertEqual(loose.ending, .flat, "a small function is flat everywhere to a loose tolerance")
    XCTAssertEqual(loose.point, [1])
    let tight = try LBFGS().minimize(from: [1], parabola)
    XCTAssertEqual(try XCTUnwrap(tight.point.first), 0, accuracy: 1e-4)
    let short = try LBFGS(maximumIterations: 2).minimize(from: [-1.2, 1]) { x, gradient in
      let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
      gradient = [-2 * a - 400 * x[0] * b, 200 * b]
      return a * a + 100 * b * b
    }
    XCTAssertEqual(short.ending, .iterationLimit)
    XCTAssertEqual(short.iterations, 2)
    XCTAssertLessThan(short.value, 24.2)
  }

  /// From several starts the lowest of two valleys is found, on one core and on all alike.
  func testManyStarts() throws {
    let objective: @Sendable ([Double], inout [Double]) -> Double = { x, gradient in
      gradient = [4 * x[0] * (x[0] * x[0] - 1) + 0.1]
      return (x[0] * x[0] - 1) * (x[0] * x[0] - 1) + 0.1 * x[0]
    }
    let starts = [[2.0], [-2], [.nan], [0.5]]
    let minima = try LBFGS().minimize(fromEach: starts, objective)
    XCTAssertEqual(minima.count, 3, "a start that is not a number is left out")
    let lowest = try XCTUnwrap(minima.lowest)
    XCTAssertLessThan(lowest.point[0], 0)
    XCTAssertEqual(minima.share(reaching: lowest.value + 1e-9), 1 / 3, accuracy: 1e-12)
    XCTAssertEqual(try LBFGS().minimize(fromEach: starts, on: .singleCore, objective), minima)
  }

  func testBadInputIsAnError() {
    let objective: @Sendable ([Double], inout [Double]) -> Double = { x, _ in x.first ?? 0 }
    func error(_ search: LBFGS, _ start: [Double]) -> OptimizationError? {
      do {
        _ = try search.minimize(from: start, objective)
        return nil
      } catch { return error }
    }
    XCTAssertEqual(error(LBFGS(), []), .noParameters)
    XCTAssertEqual(error(LBFGS(), [.infinity]), .startNotFinite([.infinity]))
    XCTAssertEqual(error(LBFGS(memory: 0), [1]), .invalidSetting(name: "memory", value: 0))
    XCTAssertEqual(error(LBFGS(firstStep: -1), [1]), .invalidSetting(name: "firstStep", value: -1))
    XCTAssertThrowsError(try LBFGS().minimize(fromEach: [], objective)) {
      XCTAssertEqual($0 as? OptimizationError, .noStarts)
    }
    // An objective that loses its slopes cannot crash the search.
    XCTAssertNoThrow(
      try LBFGS().minimize(from: [1, 1]) { x, gradient in
        defer { if x != [1, 1] { gradient = [] } }
        gradient = [1, 1]
        return x[0]
      })
  }
}
