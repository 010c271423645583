import Foundation
import LabArchives
import LabTesting
import XCTest

@testable import LabKit

/// A small class handed in lab 01: graded through the real checkpoints, in the real sandbox.
final class GradingRunTests: XCTestCase {
  private func layClass() throws -> (course: Course, lab: Lab, folder: TemporaryFolder) {
    let course = try Course.find()
    try XCTSkipUnless(course.hasSolutions, "needs a right answer to hand in")
    let lab = try course.curriculum.lab(named: "01")
    let right = String(decoding: try SafeFile.bytes(of: course.solution(of: lab)), as: UTF8.self)
    let folder = try TemporaryFolder(for: self)
    func insert(_ line: String) -> String {
      right.replacing(/func trainingFLOPs.*\{/) { "\($0.output)\n  \(line)" }
    }
    try folder.write(right, to: "in/right/Exercise.swift")
    try folder.write(insert("return 1"), to: "in/wrong/Exercise.swift")
    try folder.write(insert("return [Double]()[1]"), to: "in/crashing/01-routing/Exercise.swift")
    try folder.write(insert("exit(0)"), to: "in/leaving/Exercise.swift")
    try folder.write("func route( {", to: "in/broken/Exercise.swift")
    try folder.write(right, to: "in/misnamed/exercise.swift")
    let zip = ZipArchive(
      entries: [.init(path: "Exercise.swift", data: Data(right.utf8))], date: Date())
    try zip.bytes.write(to: folder["in/packed.zip"])
    return (course, lab, folder)
  }

  func testEachIsGradedAloneAndAgainTheSame() throws {
    let (course, lab, folder) = try layClass()
    let grader = try SubmissionGrader(
      lab, in: course, hidden: nil, grader: Grader(course: course), seed: 3, limits: .forStrangers)
    func grade(to out: String) throws -> [String: SubmissionResult] {
      let journal = GradingJournal(folder[out])
      let entries = try SubmissionEntry.all(in: folder["in"]).entries
      let run = GradingJournal.Run(settings: grader.settings, submissions: entries.map(\.id), ignored: [])
      try journal.begin(run)
      let progress = try GradingRun(entries, lab: lab, grader: grader, journal: journal, jobs: 2)
        .run(isCancelled: { false }, progress: { _ in })
      XCTAssertEqual(progress.done, 7)
      let book = Gradebook(lab: lab, run: run, journal: journal)
      _ = try GradebookFiles(book, curriculum: course.curriculum, folder: folder[out]).write()
      return Dictionary(
        uniqueKeysWithValues: book.students.compactMap { student in
          book.grade(of: student).result.map { (student.id, $0) }
        })
    }
    let results = try grade(to: "first")
    XCTAssertEqual(
      results.mapValues(\.status),
      [
        "right": .graded, "wrong": .graded, "crashing": .graded, "leaving": .graded, "packed": .graded,
        "broken": .didNotCompile, "misnamed": .nothingToGrade,
      ])
    XCTAssertEqual(
      results.mapValues { $0.points(in: lab) },
      [
        "right": lab.points, "packed": lab.points, "wrong": lab.points - 3, "crashing": lab.points - 3,
        "leaving": lab.points - 3, "broken": 0, "misnamed": 0,
      ])
    for (id, cause) in [("crashing", "index out of range, Exercise.swift:"), ("leaving", "left the process")]
    {
      let failure = results[id]?.results.first { $0.checkpoint == "01.11" }?.failure
      XCTAssertTrue(
        failure?.cause?.description.hasPrefix(cause) == true, "\(id): \(failure as Any)")
    }
    XCTAssertTrue(results["broken"]?.reason?.contains("Exercise.swift:1:") == true)
    _ = try grade(to: "again")
    for name in ["feedback/crashing.html", "feedback/wrong.txt", "grades.csv", "summary.html"] {
      XCTAssertEqual(try folder.read("first/\(name)"), try folder.read("again/\(name)"), name)
    }
    for name in ["records/crashing.json", "report.json", "junit.xml", "gradescope/right/results.json"] {
      XCTAssertEqual(
        Self.withoutTimes(try folder.read("first/\(name)")),
        Self.withoutTimes(try folder.read("again/\(name)")), name)
    }
  }

  func testAnInterruptedRunGoesOnWhereItWas() throws {
    let (course, lab, folder) = try layClass()
    let grader = try SubmissionGrader(
      lab, in: course, hidden: nil, grader: Grader(course: course), seed: 3, limits: .forStrangers)
    let journal = GradingJournal(folder["out"])
    let entries = try SubmissionEntry.all(in: folder["in"]).entries.filter {
      ["broken", "wrong"].contains($0.id)
    }
    try journal.begin(
      GradingJournal.Run(settings: grader.settings, submissions: entries.map(\.id), ignored: []))
    let run = GradingRun(entries, lab: lab, grader: grader, journal: journal, jobs: 1)
    let isStopped = Flag()
    let first = try run.run(isCancelled: { isStopped.value }, progress: { _ in isStopped.value = true })
    XCTAssertEqual(first.done, 1)
    let second = try run.run(isCancelled: { false }, progress: { _ in })
    XCTAssertEqual([second.done, second.found], [2, 1])
    try folder.write("func route( {{", to: "in/broken/Exercise.swift")
    let third = try run.run(isCancelled: { false }, progress: { _ in })
    XCTAssertEqual([third.done, third.found], [2, 1], "what was handed in anew is graded anew")
  }

  /// What may differ between two runs: every number of seconds.
  private static func withoutTimes(_ text: String) -> String {
    text.replacing(/("seconds":|"execution_time":|time=")[-+.0-9e]+/) { String($0.output.1) }
      .replacing(/"date":"[^"]*"/, with: "")
  }
}

/// Something that one thread sets and others see.
private final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var isSet = false

  var value: Bool {
    get { lock.withLock { isSet } }
    set { lock.withLock { isSet = newValue } }
  }
}
