import LabEngine
import XCTest

/// Tables of runs, right and wrong.
final class NumberTableTests: XCTestCase {
  private func error(_ text: String, _ column: String = "loss") -> String? {
    do {
      _ = try NumberTable(text).numbers(column)
      return nil
    } catch { return "\(error)" }
  }

  func testCellsAreRead() throws {
    let table = try NumberTable(
      "\u{FEFF}N, D,\"the \"\"loss\"\", nats\"\r\n1e6,2e7,3.5\r\n\r\n 2 ,3,\"4\"\r\n")
    XCTAssertEqual(table.columns, ["N", "D", "the \"loss\", nats"])
    XCTAssertEqual(table.rowCount, 2)
    XCTAssertEqual(try table.numbers("N"), [1e6, 2])
    XCTAssertEqual(try table.numbers("the \"loss\", nats"), [3.5, 4])
    XCTAssertEqual(try table.texts("D"), ["2e7", "3"])
  }

  func testErrorsNameLineAndColumn() {
    XCTAssertEqual(error(""), "the table is empty; its first line must name the columns")
    XCTAssertEqual(error("N,D\n1,2\n"), "no column is called `loss`; there is `N`, `D`")
    XCTAssertEqual(error("N,loss\n1,2\n\n1,two\n"), "line 4, column `loss`: `two` is not a number")
    XCTAssertEqual(error("N,loss\n1,nan\n"), "line 2, column `loss`: `nan` is not a number")
    XCTAssertEqual(error("N,loss\n1,\n"), "line 2, column `loss`: `` is not a number")
    XCTAssertEqual(error("N,loss\n1,2,3\n"), "line 2 has 3 cells, and the first line names 2 columns")
    XCTAssertEqual(error("N,loss\n1,\"2\n"), "line 2: a quotation does not end")
  }

  func testRunsOfATable() throws {
    let runs = try ScalingRun.runs(in: NumberTable("N,D,C,loss,seed\n100,2000,1300000,3.5,1\n"))
    XCTAssertEqual(runs, [ScalingRun(parameters: 100, tokens: 2000, loss: 3.5, flops: 1_300_000)])
    let published = try ScalingRun.runs(
      in: NumberTable("Model Size,Training FLOP,loss\n100,1200000,3.5\n"), .chinchilla)
    XCTAssertEqual(published.first?.tokens, 2000)
    XCTAssertThrowsError(try ScalingRun.runs(in: NumberTable("N,D,C,loss\n100,2000,1,-3\n"))) {
      XCTAssertEqual("\($0)", "loss number 1 must be a positive finite number, not -3.0")
    }
    XCTAssertThrowsError(
      try ScalingRun.runs(
        in: NumberTable("N,loss\n1,2\n"), .init(parameters: "N", tokens: nil, flops: nil, loss: "loss")))
  }
}
