import Foundation
import LabTesting
import XCTest

@testable import LabKit

final class GradingJournalTests: GradebookCase {
  func testAResultCountsForTheSameFileUnderTheSameSettings() throws {
    let laid = try lay([result("ada")])
    let settings = laid.run.settings
    XCTAssertEqual(laid.journal.result(of: "ada", under: settings), result("ada"))
    XCTAssertEqual(laid.journal.result(of: "ada", under: settings, digest: "d"), result("ada"))
    XCTAssertNil(laid.journal.result(of: "ada", under: settings, digest: "other"), "another file")
    XCTAssertNil(laid.journal.result(of: "ada", under: GradingSettings(seed: 6)), "another seed")
    XCTAssertNil(laid.journal.result(of: "eve", under: settings))
    XCTAssertEqual(try laid.journal.run(), laid.run)
  }

  func testARecordCutOffAnywhereIsNone() throws {
    let laid = try lay([result("ada")])
    let whole = try laid.folder.read("out/records/ada.json")
    for count in stride(from: 0, to: whole.utf8.count - 1, by: 7) {
      try laid.folder.write(String(whole.prefix(count)), to: "out/records/ada.json")
      XCTAssertNil(laid.journal.result(of: "ada", under: laid.run.settings), "\(count) bytes")
    }
  }

  func testNamesOfAllKindsHaveFilesOfTheirOwn() throws {
    let names = [
      "ada", "Ada B.", "a/b", "..", "-rf", "", "\u{1B}", String(repeating: "x", count: 300), "é", "名",
    ]
    let stems = names.map(FileStem.of)
    XCTAssertEqual(Set(stems).count, names.count)
    for stem in stems {
      XCTAssertFalse(stem.contains("/") || stem.hasPrefix(".") || stem.hasPrefix("-") || stem.isEmpty, stem)
      XCTAssertLessThan(stem.utf8.count, 200)
    }
    XCTAssertEqual(stems[0...1], ["ada", "Ada B."])
  }

  func testPartsAreMergedAndAMissingOneIsSeen() throws {
    let everybody = ["ada", "bob", "carl"]
    let first = try lay([result("ada")], submissions: everybody)
    let second = try lay([result("carl")], submissions: everybody)
    let folder = try TemporaryFolder(for: self)
    let whole = GradingJournal(folder["whole"])
    let run = try whole.merge([first.journal, second.journal])
    XCTAssertEqual(run.submissions, everybody)
    let book = Gradebook(lab: first.lab, run: run, journal: whole)
    let grades = book.students.map(book.grade)
    XCTAssertEqual(grades.map(\.status), ["graded", "not graded", "graded"])
    XCTAssertEqual(grades.map(\.hasScore), [true, false, true])
    let other = try lay([result("bob")], seed: 6)
    XCTAssertThrowsError(try whole.merge([first.journal, other.journal])) {
      XCTAssertTrue("\($0)".contains("were graded under different settings"), "\($0)")
    }
    XCTAssertThrowsError(try whole.merge([GradingJournal(folder["nothing"])])) {
      XCTAssertTrue("\($0)".hasSuffix("holds no results of `labs grade`."), "\($0)")
    }
  }

  func testShards() {
    XCTAssertNil(Shard("0/3"))
    XCTAssertNil(Shard("4/3"))
    XCTAssertNil(Shard("1"))
    XCTAssertNil(Shard("1/0"))
    let all = Array(0..<10)
    let parts = (1...3).compactMap { Shard("\($0)/3")?.part(of: all) }
    XCTAssertEqual(parts, [[0, 3, 6, 9], [1, 4, 7], [2, 5, 8]])
  }
}
