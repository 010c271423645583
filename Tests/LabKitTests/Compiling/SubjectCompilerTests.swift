import Foundation
import LabTesting
import XCTest

@testable import LabKit

/// What does not compile, and whom it is blamed on.
final class SubjectCompilerTests: XCTestCase {
  private func failure(of words: String, limits: SubmissionLimits = SubmissionLimits()) throws -> String {
    let course = try Course.find()
    let lab = try course.curriculum.lab(named: "01")
    let stubs = try String(contentsOf: course.stubs(of: lab), encoding: .utf8)
    let own = FunctionSource(stubs).text(of: "words") ?? ""
    var failure = ""
    XCTAssertThrowsError(
      try SubjectCompiler(sandbox: .probe(), limits: limits).compile(
        source: Data(stubs.replacing(own, with: words).utf8), binding: course.binding(of: lab),
        shownAs: "Mine.swift")
    ) { failure = "\($0)" }
    return failure
  }

  func testAMistakeIsBlamedOnItsLineWhateverTheFileIsCalled() throws {
    let told = try failure(
      of: """
        func words(_ text: String) -> [String] {
          #sourceLocation(file: "Elsewhere.swift", line: 700)
          return text
          #sourceLocation()
        }
        """)
    XCTAssertTrue(told.hasPrefix("did not compile\n  Mine.swift:700:"), told)
  }

  func testAnotherSignatureIsToldWithTheStubs() throws {
    let stub = "the stub says `func words(_ text: String) -> [String]`"
    let defaulted = try failure(of: "func words(_ text: String, _ lower: Bool = true) -> [String] { [] }")
    XCTAssertTrue(defaulted.contains(stub), defaulted)
    let renamed = try failure(of: "func word(_ text: String) -> [String] { [] }")
    XCTAssertTrue(renamed.contains("cannot find 'words' in scope; \(stub)"), renamed)
  }

  func testASourceOfManyMegabytesIsRefusedBeforeTheCompilerStarts() throws {
    let told = try failure(of: "//" + String(repeating: "x", count: 100 << 20))
    XCTAssertEqual(told, "Mine.swift cannot be read: it is larger than 1 MB")
  }

  func testACompilerThatUsedItsProcessorTimeWasTooSlowInEverySandbox() throws {
    let course = try Course.find()
    let lab = try course.curriculum.lab(named: "01")
    var limits = SubmissionLimits()
    limits.cpuSeconds = 1
    let terms = Array(repeating: "1 + 2.0 - \"3\"", count: 60).joined(separator: " + ")
    for sandbox in Sandbox.available() {
      let compiler = try SubjectCompiler(sandbox: sandbox, limits: limits)
      let source = Data("let a: Double = \(terms)".utf8)
      XCTAssertThrowsError(
        try compiler.compile(source: source, binding: course.binding(of: lab), shownAs: "Mine.swift")
      ) {
        guard case CompileFailure.timedOut = $0 else { return XCTFail("\(sandbox.tier): \($0)") }
      }
    }
  }

  func testCompilingCountsForTheWholeSubmission() throws {
    let course = try Course.find()
    let lab = try course.curriculum.lab(named: "01")
    let library = try SubjectCompiler(sandbox: .probe()).compile(
      source: Data(contentsOf: course.stubs(of: lab)), binding: course.binding(of: lab), shownAs: "Mine.swift"
    )
    XCTAssertGreaterThan(library.compiling.seconds, 0)
    XCTAssertGreaterThan(library.compiling.cpuSeconds, 0)
    let rest = SubmissionLimits.forStrangers.remaining(after: ResourceUse(seconds: 4, cpuSeconds: 100))
    XCTAssertEqual(rest.totalSeconds, 6)
    XCTAssertEqual(rest.cpuSeconds, 0)
  }
}
