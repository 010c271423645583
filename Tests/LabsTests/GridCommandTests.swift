import LabTesting
import XCTest

/// `labs grid` on tables that it must not touch. The runs themselves take minutes: the engine's tests make small ones.
final class GridCommandTests: XCTestCase {
  func testAnotherTableIsLeftAlone() throws {
    let labs = try LabsProgram(for: self)
    let tables = [
      "N,D,C,loss,seed,seconds,machine,curve\n1,1,6,2,1,1,a,\n": "holds runs of another grid",
      "N,D,C\n1,1,6\n": "no column is called `loss`",
      "name,points\nAda,7\n": "is no table of runs",
    ]
    for (table, problem) in tables {
      try labs.folder.write(table, to: "runs.csv")
      let answer = try labs.shell("labs grid --quick --output runs.csv")
      XCTAssertEqual(answer.code, 64, answer.error)
      XCTAssertTrue(answer.error.contains(problem), answer.error)
      XCTAssertEqual(try labs.folder.read("runs.csv"), table)
    }
  }
}
