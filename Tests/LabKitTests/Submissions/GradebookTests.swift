import Foundation
import LabTesting
import XCTest

@testable import LabKit

final class GradebookTests: GradebookCase {
  private let deadline = Date(timeIntervalSince1970: 1_000_000)

  func testWhoIsMissingIsKnownAndHasNoScore() throws {
    let laid = try lay([result("ada"), result("eve")])
    try laid.folder.write("ID,Name\nada,Ada\nzoe,Zoe\n", to: "roster.csv")
    let book = Gradebook(
      lab: laid.lab, run: laid.run, journal: laid.journal,
      roster: try Roster(file: laid.folder["roster.csv"]))
    let grades = book.students.map(book.grade)
    XCTAssertEqual(grades.map(\.student.id), ["ada", "zoe", "eve"])
    XCTAssertEqual(grades.map(\.status), ["graded", "missing", "graded"])
    XCTAssertEqual(grades.map(\.hasScore), [true, false, true])
    XCTAssertEqual(grades.map(\.isOnRoster), [true, true, false])
    XCTAssertEqual(book.possible, 11, "6 open and 5 hidden points")
    XCTAssertEqual(grades[0].total, 9)
  }

  func testLatenessCostsEveryDayBegun() throws {
    let rule = LatePolicy(deadline: deadline, percentPerDay: 10)
    let day = 86_400.0
    for (late, days) in [(-1.0, 0), (0, 0), (1, 1), (day, 1), (day + 1, 2), (30 * day, 30)] {
      let penalty = rule.penalty(submitted: deadline + late, points: 9)
      XCTAssertEqual(penalty?.days ?? 0, days, "\(late) s")
      XCTAssertEqual(penalty?.points ?? 0, min(9, 0.9 * Double(days)), accuracy: 1e-9)
    }
    XCTAssertNil(rule.penalty(submitted: nil, points: 9), "nobody is late who cannot be shown to be")
  }

  func testTheRostersTimeCountsMoreThanTheFiles() throws {
    let laid = try lay([result("ada", submitted: deadline - 1), result("bob", submitted: deadline + 1)])
    try laid.folder.write("id,submitted\nada,1970-01-13T00:00:00Z\nbob,\n", to: "roster.csv")
    let book = Gradebook(
      lab: laid.lab, run: laid.run, journal: laid.journal,
      roster: try Roster(file: laid.folder["roster.csv"]),
      latePolicy: LatePolicy(deadline: deadline, percentPerDay: 50))
    let grades = book.students.map(book.grade)
    XCTAssertEqual(grades.map { $0.late?.days }, [1, 1])
    XCTAssertEqual(grades.map(\.total), [4.5, 4.5])
  }

  func testAdjustmentsAddUpAfterTheLateRuleAndNeverBelowZero() throws {
    let laid = try lay([result("ada"), result("bob")])
    try laid.folder.write(
      "id,points,comment\nada,1.5,neat\nada,-1,\nbob,-100,copied\nnobody,1,\nzoe,2,ill\n", to: "hand.csv")
    try laid.folder.write("id\nzoe\n", to: "roster.csv")
    let book = Gradebook(
      lab: laid.lab, run: laid.run, journal: laid.journal,
      roster: try Roster(file: laid.folder["roster.csv"]),
      adjustments: try Adjustments(file: laid.folder["hand.csv"]))
    let totals = Dictionary(
      uniqueKeysWithValues: book.students.map { ($0.id, book.grade(of: $0)) })
    XCTAssertEqual(totals["ada"]?.total, 9.5)
    XCTAssertEqual(totals["bob"]?.total, 0)
    XCTAssertEqual(totals["zoe"]?.total, 2, "points by hand make a grade for who is missing")
    XCTAssertEqual(totals["zoe"]?.hasScore, true)
    XCTAssertEqual(book.strayAdjustments, ["nobody"])
  }

  func testTablesThatCannotBeUnderstoodAreNamed() throws {
    let folder = try TemporaryFolder(for: self)
    let cases: [(String, (URL) throws -> Void, String)] = [
      ("name\nAda\n", { _ = try Roster(file: $0) }, "no column is called `id`"),
      ("id\nada\nada\n", { _ = try Roster(file: $0) }, "`ada` is there twice"),
      ("id,name\n,Ada\n", { _ = try Roster(file: $0) }, "row 1 has no id"),
      ("id,submitted\nada,noon\n", { _ = try Roster(file: $0) }, "row 1: `noon` is not a moment such as"),
      (
        "id,points\nada,many\n", { _ = try Adjustments(file: $0) }, "row 1 needs an id and a number of points"
      ),
      ("id,points\nada,nan\n", { _ = try Adjustments(file: $0) }, "row 1 needs an id and a number of points"),
      ("id\n\"ada\n", { _ = try Roster(file: $0) }, "line 2: a quotation does not end"),
    ]
    for (text, read, problem) in cases {
      try folder.write(text, to: "table.csv")
      XCTAssertThrowsError(try read(folder["table.csv"])) {
        XCTAssertTrue("\($0)".contains("table.csv: \(problem)"), "\($0)")
      }
    }
  }

  func testTheReasonInALineSaysMoreThanTheStatus() throws {
    let laid = try lay([refused("ada", "refused\n  Exercise.swift is a link")])
    let book = Gradebook(lab: laid.lab, run: laid.run, journal: laid.journal)
    XCTAssertEqual(book.students.map { book.grade(of: $0).shortReason }, ["Exercise.swift is a link"])
  }

  func testMoments() {
    XCTAssertEqual(Moment.parse("1970-01-12T13:46:40Z"), deadline)
    XCTAssertEqual(Moment.parse("1970-01-12T14:46:40+01:00"), deadline)
    XCTAssertNil(Moment.parse("tomorrow"))
    XCTAssertNil(Moment.parse("1970-01-12"))
  }
}
