import Foundation
import LabTesting
import XCTest

@testable import LabKit

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Every format is read back by somebody else's reader, with words in it that would do harm.
final class GradebookFilesTests: GradebookCase {
  private func written() throws -> (laid: Laid, summary: ClassSummary) {
    let laid = try lay([
      result("ada"), result("bob, \"<b>", output: Self.nasty), refused("carl", "a link: \(Self.nasty)"),
    ])
    try laid.folder.write("id,name\nada,=HYPERLINK(1)\nzoe,\"Z, Zoe\"\n", to: "roster.csv")
    let book = Gradebook(
      lab: laid.lab, run: laid.run, journal: laid.journal,
      roster: try Roster(file: laid.folder["roster.csv"]))
    let files = GradebookFiles(book, curriculum: laid.course.curriculum, folder: laid.folder["out"])
    return (laid, try files.write())
  }

  func testGradesHaveOneRowAStudent() throws {
    let rows = try CSV.rows(try written().laid.folder.read("out/grades.csv"))
    XCTAssertEqual(Set(rows.map(\.count)), [17])
    XCTAssertEqual(rows.map { $0[0] }, ["id", "ada", "zoe", "bob, \"<b>", "carl"])
    XCTAssertEqual(rows[0][3..<8], ["01.1", "01.2", "01.3", "hidden 1", "hidden 2"])
    XCTAssertEqual(
      rows[1],
      [
        "ada", "'=HYPERLINK(1)", "graded", "2", "0", "3", "4", "0", "9", "", "", "", "9", "11", "landlock",
        "5",
        "",
      ])
    XCTAssertEqual(rows[2][2...], ["missing", "", "", "", "", "", "", "", "", "", "", "11", "", "", ""])
  }

  func testGradescopeResultsAreAsSpecified() throws {
    let folder = try written().laid.folder
    let json = try object(folder["out/gradescope/ada/results.json"])
    XCTAssertEqual(json["score"] as? Double, 9)
    XCTAssertEqual(json["execution_time"] as? Double, 1.5)
    let tests = try XCTUnwrap(json["tests"] as? [[String: Any]])
    XCTAssertEqual(tests.map { $0["score"] as? Double }, [2, 0, 3, 4, 0])
    XCTAssertEqual(tests.map { $0["max_score"] as? Double }, [2, 1, 3, 4, 1])
    XCTAssertEqual(tests.map { $0["status"] as? String }, ["passed", "failed", "passed", "passed", "failed"])
    XCTAssertEqual(Set(tests.map { $0["visibility"] as? String }), ["visible"])
    XCTAssertTrue(tests.allSatisfy { $0["number"] is String })
    XCTAssertEqual(tests[4]["output"] as? String, "", "nothing is told of a hidden checkpoint")
  }

  func testPrairieLearnResultsAreAsSpecified() throws {
    let laid = try written().laid
    let json = try object(laid.folder["out/prairielearn/ada/results.json"])
    XCTAssertEqual(try XCTUnwrap(json["score"] as? Double), 9.0 / 11, accuracy: 1e-12)
    XCTAssertEqual(json["gradable"] as? Bool, true)
    let tests = try XCTUnwrap(json["tests"] as? [[String: Any]])
    XCTAssertEqual(tests.map { $0["points"] as? Int }, [2, 0, 3, 4, 0])
    let refused = try object(laid.folder["out/prairielearn/carl/results.json"])
    XCTAssertEqual(refused["gradable"] as? Bool, false)
  }

  func testJUnitIsWellFormedAndItsCountsAgree() throws {
    let data = Data(try written().laid.folder.read("out/junit.xml").utf8)
    let counter = ElementCounter()
    let parser = XMLParser(data: data)
    parser.delegate = counter
    XCTAssertTrue(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
    XCTAssertEqual(counter.suites.count, 4)
    for suite in counter.suites {
      for kind in ["testcase", "failure", "error", "skipped"] {
        let attribute = ["testcase": "tests", "failure": "failures", "error": "errors"][kind] ?? kind
        XCTAssertEqual(suite.attributes[attribute], "\(suite.counts[kind] ?? 0)", "\(suite)")
      }
    }
    XCTAssertEqual(counter.suites[0].counts["failure"], 2)
    XCTAssertEqual(counter.suites[1].attributes["errors"], "1", "a missing submission is no success")
  }

  func testTheReportHoldsEverything() throws {
    let json = try object(try written().laid.folder["out/report.json"])
    let students = try XCTUnwrap(json["students"] as? [[String: Any]])
    XCTAssertEqual(students.map { $0["status"] as? String }, ["graded", "missing", "graded", "refused"])
    XCTAssertEqual(students.map { $0["total"] as? Double }, [9, nil, 9, 0])
    let run = try XCTUnwrap(json["run"] as? [String: Any])
    XCTAssertEqual(run["possible"] as? Int, 11)
    let result = try XCTUnwrap(students[0]["result"] as? [String: Any])
    XCTAssertEqual(result["tier"] as? String, "landlock")
    XCTAssertEqual(result["seed"] as? Int, 5)
  }

  func testPagesHoldNothingThatCouldRun() throws {
    let folder = try written().laid.folder
    for name in try folder.names(in: "out/feedback") + ["../summary.html"] where name.hasSuffix("html") {
      let page = try folder.read("out/feedback/\(name)")
      XCTAssertFalse(page.contains("<script"), name)
      XCTAssertFalse(page.contains("<b>"), name)
      XCTAssertFalse(page.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{0}" }, name)
    }
  }

  func testFeedbackSaysWhatWentWrong() throws {
    let text = try written().laid.folder.read("out/feedback/ada.txt")
    XCTAssertEqual(
      text,
      """
      Lab 01: Adding
      =HYPERLINK(1): 9 of 11 points

        ✓ 01.1 adds  2 points
        ✗ 01.2 adds below zero  0 of 1
        ✓ 01.3 doubles  3 points
        ✓ Hidden checkpoint 1  4 points
        ✗ Hidden checkpoint 2  0 of 1

      01.2 adds below zero
        asked     add(1, )
        returned  1
        expected  2
        why       Add both.

      The same random inputs again: labs check 01 --seed 5

      """)
  }

  func testTheSummaryCountsTheClass() throws {
    let summary = try written().summary
    XCTAssertEqual(summary.checkpoints.map(\.passed), [2, 0, 2])
    XCTAssertEqual(summary.checkpoints.map(\.wrong), [0, 2, 0])
    XCTAssertEqual(summary.mistakes.map(\.id), ["forgets-b"])
    XCTAssertEqual(summary.mistakes.map(\.count), [2])
    XCTAssertEqual(summary.median, 9)
    XCTAssertEqual(summary.headline, "2 graded, 1 missing, 1 refused, median 9 points")
  }

  private func object(_ file: URL) throws -> [String: Any] {
    try XCTUnwrap(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
  }
}

/// Counts what stands in each suite.
private final class ElementCounter: NSObject, XMLParserDelegate {
  var suites: [(attributes: [String: String], counts: [String: Int])] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    if name == "testsuite" { return suites.append((attributes, [:])) }
    if !suites.isEmpty { suites[suites.count - 1].counts[name, default: 0] += 1 }
  }
}
