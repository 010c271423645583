import Foundation
import LabTesting
import XCTest

@testable import LabKit

/// Results of a small class, made by hand, and the gradebook over them.
class GradebookCase: XCTestCase {
  /// Words that would do harm in one of the formats.
  static let nasty = "<script>alert(\"x\")</script> & ']]>, \u{1B}[2J\u{0} \"\n=cmd()"

  struct Laid {
    let course: Course
    let lab: Lab
    let folder: TemporaryFolder
    let journal: GradingJournal
    let run: GradingJournal.Run
  }

  /// Keeps results under settings with two hidden checkpoints of 4 and 1 points.
  func lay(_ results: [SubmissionResult], submissions: [String]? = nil, seed: UInt64 = 5) throws -> Laid {
    let course = try SmallCourse(for: self).course()
    let folder = try TemporaryFolder(for: self)
    let journal = GradingJournal(folder["out"])
    let settings = GradingSettings(seed: seed)
    let run = GradingJournal.Run(
      settings: settings, submissions: submissions ?? results.map(\.id), ignored: [])
    try journal.begin(run)
    for result in results { try journal.keep(result, under: settings) }
    return Laid(course: course, lab: course.curriculum.labs[0], folder: folder, journal: journal, run: run)
  }

  /// 2 + 0 + 3 open points, and 4 hidden ones.
  func result(_ id: String, output: String = "", submitted: Date? = nil) -> SubmissionResult {
    let failure = CheckpointFailure(
      asked: "add(1, \(output))", returned: "1", expected: "2",
      misconception: MisconceptionSummary(
        id: "forgets-b", sentence: "Add both.", lives: "01.2", fails: ["01.2"]))
    return SubmissionResult(
      id: id, status: .graded, notes: [], submitted: submitted, digest: "d",
      results: [
        CheckpointResult(checkpoint: "01.1", test: "test01_adds", outcome: .passed, seconds: 0.5),
        CheckpointResult(
          checkpoint: "01.2", test: "test02_addsNegatives", outcome: .failed(failure), output: output),
        CheckpointResult(checkpoint: "01.3", test: "test03_doubles", outcome: .passed),
      ],
      hidden: [
        HiddenResult(number: 1, points: 4, isPassed: true),
        HiddenResult(number: 2, points: 1, isPassed: false),
      ], seed: 5, tier: .landlock, seconds: 1.5)
  }

  func refused(_ id: String, _ reason: String) -> SubmissionResult {
    SubmissionResult(
      id: id, status: .refused, reason: reason, notes: [], submitted: nil, digest: "", results: [],
      hidden: [],
      seed: 5, tier: nil, seconds: 0)
  }
}

extension GradingSettings {
  init(seed: UInt64) {
    self.init(lab: "01", course: "c", hidden: "h", hiddenPoints: [4, 1], seed: seed, limits: .forStrangers)
  }
}
