import Foundation
import XCTest

@testable import LabKit

/// Every attack is graded as a submission, in every tier that this machine has: none may gain a point, change
/// another's result, survive, or write outside.
final class AttackTests: XCTestCase {
  func testInBubblewrap() throws { try attack(in: .bubblewrap) }
  func testInNamespaces() throws { try attack(in: .namespaces) }
  func testUnderLandlock() throws { try attack(in: .landlock) }
  func testInTheAppleSandbox() throws { try attack(in: .sandboxExec) }

  func testEveryAttackSaysWhatItDoes() throws {
    for attack in try Attack.all(in: .find()) {
      XCTAssertFalse(attack.reports.isEmpty, attack.name)
      XCTAssertTrue(attack.source.hasPrefix("// "), attack.name)
    }
  }

  private func attack(in tier: SandboxTier) throws {
    try XCTSkipUnless(
      Sandbox.available().contains { $0.tier == tier }, "this machine has no \(tier.rawValue)")
    setenv("LABS_SECRET", "the grader's own", 1)
    defer { unsetenv("LABS_SECRET") }
    let range = try ShootingRange(tier)
    try range.checkThatHonestyPays("an honest submission must pass in \(tier.rawValue)")
    for attack in try Attack.all(in: range.course) { try range.shoot(attack) }
    try range.checkThatHonestyPays("another's result has changed in \(tier.rawValue)")
  }
}

/// Grades attacks one after the other, and looks what they have done.
private struct ShootingRange {
  let course: Course
  private let lab: Lab
  private let checkpoint: Lab.Checkpoint
  private let grader: Grader
  private let stubs: String
  private static let seed: UInt64 = 7

  init(_ tier: SandboxTier) throws {
    course = try Course.find()
    lab = try course.curriculum.lab(named: "01")
    checkpoint = try XCTUnwrap(lab.checkpoints.first { $0.id == "01.3" })
    grader = Grader(course: course, sandbox: Sandbox(tier: tier))
    stubs = try String(contentsOf: course.stubs(of: lab), encoding: .utf8)
  }

  private var limits: SubmissionLimits {
    var limits = SubmissionLimits.forStrangers
    limits.seconds = 1.5
    limits.totalSeconds = 6
    limits.memory = 1 << 30
    limits.disk = 32 << 20
    limits.output = 4 << 20
    return limits
  }

  /// The solution passes; a course for students has none to hand in.
  func checkThatHonestyPays(_ message: String) throws {
    guard course.hasSolutions else { return }
    let results = try grade(Data(contentsOf: course.solution(of: lab)))
    XCTAssertEqual(results.map(\.outcome), [.passed], message)
  }

  func shoot(_ attack: Attack) throws {
    let outside = try ScratchFolder("outside")
    let scene = try AttackScene(course: course, outside: outside.url)
    let name = "\(attack.name) (\(grader.tier.rawValue))"
    let report: String
    do {
      let results = try grade(attack.submission(stubs: stubs, scene))
      XCTAssertEqual(results.map(\.isPassed), [false], "\(name) gained a point")
      let printed = results.map(\.output).joined()
      XCTAssertFalse(printed.contains("escaped"), "\(name): \(printed.prefix(500))")
      report = results.map(Self.words).joined()
    } catch let failure as CompileFailure {
      report = failure.description
    }
    XCTAssertTrue(attack.reports.contains { report.contains($0) }, "\(name) was reported as: \(report)")
    XCTAssertEqual(try scene.damage(), [], name)
    XCTAssertEqual(try scene.survivors(), [], "\(name) survived")
  }

  private func grade(_ source: Data) throws -> [CheckpointResult] {
    let library = try grader.compile(source: source, shownAs: "Exercise.swift", of: lab, limits: limits)
    return try grader.grade(.library(library), lab, only: [checkpoint], seed: Self.seed, limits: limits)
      .results
  }

  /// What a report says about a result.
  private static func words(_ result: CheckpointResult) -> String {
    switch result.outcome {
    case .passed: "passed"
    case .failed(let failure): failure.report
    case .notWritten(let exercise): "exercise \(exercise) is not written yet"
    case .didNotRun(let reason): "did not run: \(reason)"
    }
  }
}
