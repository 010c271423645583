import LabEngine
import XCTest

/// The grid of runs, tiny.
final class ScalingGridTests: XCTestCase {
  func testTheCoursesGridsAreWhatALawNeeds() throws {
    let full = try ScalingGrid.full()
    XCTAssertGreaterThanOrEqual(full.cells.count, 25)
    let sizes = full.cells.map { Double($0.parameters) }
    XCTAssertGreaterThanOrEqual(try XCTUnwrap(sizes.max()) / XCTUnwrap(sizes.min()), 100)
    let budgets = Set(full.cells.map { Int((log10($0.flops) * 10).rounded()) })
    XCTAssertGreaterThanOrEqual(budgets.count, 4)
    XCTAssertEqual(Set(full.cells.map(\.settings.seed)), [1, 2])
    for grid in [full, try .quick()] {
      for cell in grid.cells {
        XCTAssertEqual(
          cell.flops, 6 * Double(cell.parameters) * Double(cell.tokens), accuracy: 1e-6 * cell.flops)
        XCTAssertNoThrow(try cell.configuration.validate())
        XCTAssertNoThrow(try cell.settings.validate())
      }
      XCTAssertEqual(Set(grid.cells).count, grid.cells.count)
    }
  }

  /// A run learns, cannot beat the floor, and is the same when it is made again.
  func testARunIsAFunctionOfItsSeed() throws {
    let source = try MarkovSource(vocabulary: 8, branching: 2)
    let grid = try ScalingGrid(
      source: source, widths: [8], budgets: [2e8], seeds: [1, 2], batch: 8, context: 16, fewestSteps: 50)
    let runs = try grid.train(grid.cells, machine: "this, \"here\"")
    XCTAssertEqual(runs.count, 2)
    let again = try grid.train(grid.cells[0], machine: "")
    XCTAssertEqual(runs[0].measured, again.measured)
    XCTAssertNotEqual(runs[0].measured.loss, runs[1].measured.loss)
    for run in runs {
      XCTAssertLessThan(run.measured.loss, log(8))
      XCTAssertGreaterThan(run.measured.loss, source.entropyRate - 0.02)
    }
    // The table gives back what it was written from.
    let text = ([GridRun.heading] + runs.map(\.line)).joined(separator: "\n")
    let rows = try GridRun.rows(in: NumberTable(text))
    XCTAssertEqual(rows.map(\.measured), runs.map(\.measured))
    XCTAssertEqual(rows.map(\.machine), ["this, 'here'", "this, 'here'"])
    XCTAssertEqual(rows.map(\.curve), runs.map(\.curve))
    XCTAssertEqual(rows[0].curve.last?.step, grid.cells[0].settings.steps)
    for (cell, row) in zip(grid.cells, rows) { XCTAssertTrue(row.isResult(of: cell)) }
    XCTAssertFalse(rows[0].isResult(of: grid.cells[1]))
  }

  func testBadInputIsAnError() throws {
    let source = try MarkovSource(vocabulary: 8, branching: 2)
    XCTAssertThrowsError(
      try ScalingGrid(source: source, widths: [8], budgets: [-1], seeds: [1]))
    XCTAssertThrowsError(try ScalingGrid(source: source, widths: [], budgets: [1e9], seeds: [1]))
    XCTAssertThrowsError(
      try ScalingGrid(source: source, widths: [7], budgets: [1], seeds: [1]))
    for wrong in ["1.5,1,a,1:2", "1,1,a,1", "1,1,a,one:2", "1,1,a,1:nan"] {
      let table = try NumberTable("\(GridRun.heading)\n1,1,6,2,\(wrong)\n")
      XCTAssertThrowsError(try GridRun.rows(in: table), wrong)
    }
  }
}
