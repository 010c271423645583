import Foundation
import LabTesting
import XCTest

@testable import LabKit

final class ProgressStoreTests: XCTestCase {
  private let date = Date(timeIntervalSince1970: 1_795_246_500)

  private func lab() throws -> Lab { try Curriculum(json: Data(SmallCourse.curriculum.utf8)).labs[0] }

  func testWhatWasDoneIsThereNextTime() throws {
    let store = ProgressStore(file: try TemporaryFolder(for: self)["Workspace/.progress.json"])
    let lab = try lab()
    XCTAssertEqual(try store.load().progress, LearnerProgress())
    try store.update {
      $0.pass(lab.checkpoints[0], at: date)
      $0.pass(lab.checkpoints[0], at: date + 100)
      $0.takeHint(for: lab.exercises[1])
      $0.record(.init(correct: 3, count: 4, date: date), for: lab)
      $0.visit(lab)
    }
    let progress = try store.load().progress
    XCTAssertEqual(progress.passed["01.1"], LearnerProgress.Pass(points: 2, date: date))
    XCTAssertEqual(progress.hintsTaken(for: lab.exercises[1]), 1)
    XCTAssertEqual(progress.lastLab, "01")
    XCTAssertEqual(progress.points(in: lab), 2)
    XCTAssertFalse(progress.hasCompletedQuiz(of: lab), "three of four is not more than 75 %")
  }

  func testABrokenFileIsSetAsideAndExplained() throws {
    let folder = try TemporaryFolder(for: self)
    let store = ProgressStore(file: folder[".progress.json"])
    for broken in ["", "{\"version\": 1, \"passed\": 3}", "{\"vers", "\u{0}\u{1}"] {
      try folder.write(broken, to: ".progress.json")
      let loaded = try store.load()
      XCTAssertEqual(loaded.progress, LearnerProgress())
      let notice = try XCTUnwrap(loaded.notice)
      let aside = try XCTUnwrap(try folder.names().first { $0.hasPrefix(".progress-") })
      XCTAssertTrue(notice.contains(aside), notice)
      XCTAssertEqual(try folder.read(aside), broken)
      XCTAssertNil(try store.load().notice, "explained once")
      try FileManager.default.removeItem(at: folder[aside])
    }
  }

  func testAFileOfALaterVersionIsLeftAlone() throws {
    let folder = try TemporaryFolder(for: self)
    try folder.write("{\"version\": 2, \"anything\": []}", to: ".progress.json")
    let file = folder[".progress.json"]
    let sentence =
      "\(file.path) was written by a newer version of the course (its layout is 2). Update the course."
    XCTAssertThrowsError(try ProgressStore(file: file).load()) { XCTAssertEqual("\($0)", sentence) }
    XCTAssertThrowsError(try ProgressStore(file: file).update { _ in }) { XCTAssertEqual("\($0)", sentence) }
    XCTAssertEqual(try folder.read(".progress.json"), "{\"version\": 2, \"anything\": []}")
  }

  /// Every writer holds a lock of its own, as a process of its own would.
  func testConcurrentWritersLoseNothing() throws {
    let file = try TemporaryFolder(for: self)[".progress.json"]
    let lab = try lab()
    let template = lab.checkpoints[0]
    let checkpoints = (0..<40).map {
      Lab.Checkpoint(
        id: "01.\($0)", test: template.test, title: template.title, points: 1, exercises: template.exercises)
    }
    DispatchQueue.concurrentPerform(iterations: checkpoints.count) { index in
      do {
        try ProgressStore(file: file).update { $0.pass(checkpoints[index]) }
      } catch {
        XCTFail("\(error)")
      }
    }
    XCTAssertEqual(try ProgressStore(file: file).load().progress.passed.count, checkpoints.count)
  }

  func testOnlyABetterQuizCounts() throws {
    let lab = try lab()
    var progress = LearnerProgress()
    progress.record(.init(correct: 4, count: 4), for: lab)
    progress.record(.init(correct: 1, count: 4), for: lab)
    XCTAssertEqual(progress.quizzes["01"]?.correct, 4)
    XCTAssertTrue(progress.hasCompletedQuiz(of: lab))
  }
}
