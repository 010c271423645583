import LabEngine
import XCTest

/// The table of runs that the course ships, against the command that makes it and against what is known of its source.
final class ShippedGridTests: XCTestCase {
  func testItHoldsEveryRunOfTheGridOnce() throws {
    let runs = try GridRun.shipped()
    let cells = try ScalingGrid.full().cells
    XCTAssertEqual(runs.count, cells.count)
    for (run, cell) in zip(runs, cells) { XCTAssertTrue(run.isResult(of: cell), "\(cell)") }
  }

  /// Sums are rounded differently on other processors, and small differences grow as a run goes on.
  func testARunMadeAgainGivesItsLoss() throws {
    let grid = try ScalingGrid.full()
    let shipped = try GridRun.shipped()
    let number = try XCTUnwrap(grid.cells.indices.min { grid.cells[$0].tokens < grid.cells[$1].tokens })
    let again = try grid.train(grid.cells[number], machine: "")
    XCTAssertEqual(again.measured.loss, shipped[number].measured.loss, accuracy: 0.01)
  }

  func testNoRunBeatsTheSourceAndTheFitFindsItsEntropy() throws {
    let entropy = try MarkovSource().entropyRate
    let runs = try GridRun.shipped().map(\.measured)
    for run in runs { XCTAssertGreaterThan(run.loss, entropy) }
    let fit = try ParametricFit(runs)
    XCTAssertEqual(fit.law.irreducible, entropy, accuracy: 0.05 * entropy)
  }
}
