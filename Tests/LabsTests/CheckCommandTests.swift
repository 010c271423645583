import Foundation
import LabKit
import LabTesting
import XCTest

/// `labs check` on the real course, with a learner's file that is wrong, crashes, hangs, or is right.
final class CheckCommandTests: XCTestCase {
  private struct Answer: Decodable {
    struct Result: Decodable {
      let checkpoint: String
      let outcome: CheckpointResult.Outcome
    }
    let passed: Bool
    let points: Int
    let compileError: String?
    let results: [Result]
  }

  private var workspace: ScratchFolder?

  override func setUpWithError() throws {
    try XCTSkipUnless(Course.find().hasSolutions, "needs right answers to check")
  }

  private let solution = Result {
    try String(
      contentsOf: Course.find().root.appending(path: "Solutions/01-routing/Exercise.swift"), encoding: .utf8)
  }

  /// The solution with one function's body replaced.
  private func solution(_ function: String, _ body: String) throws -> String {
    try replacing(function, by: body, in: solution.get())
  }

  private func replacing(_ function: String, by body: String, in source: String) throws -> String {
    let text = try XCTUnwrap(FunctionSource(source).text(of: function))
    let head = try XCTUnwrap(text.range(of: "func \(function)")).lowerBound
    let brace = try XCTUnwrap(text[head...].range(of: "{\n")).upperBound
    return source.replacing(text, with: text[..<brace] + "  \(body)\n}")
  }

  private func check(
    _ source: String, _ arguments: [String] = [], environment changes: [String: String] = [:]
  ) throws -> Completion {
    let folder = try ScratchFolder("workspace")
    workspace = folder
    let file = folder.url.appending(path: "01-routing/Exercise.swift")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try source.write(to: file, atomically: true, encoding: .utf8)
    var environment = ProcessInfo.processInfo.environment
    environment["LABS_WORKSPACE"] = folder.url.path
    // `swift test` holds the lock on the build folder: a build in here would wait for ever.
    environment["LABS_PREBUILT"] = "1"
    environment["NO_COLOR"] = "1"
    environment.merge(changes) { $1 }
    let launch = Launch(
      try BuildProducts.current().executable("labs").path, ["check", "01", "--seed", "5"] + arguments,
      environment: environment)
    return try ChildProcess.run(launch, timeLimit: .seconds(120))
  }

  private func answer(_ source: String, _ arguments: [String] = []) throws -> Answer {
    let completion = try check(source, ["--json"] + arguments)
    return try JSONDecoder().decode(Answer.self, from: Data(completion.output.text.utf8))
  }

  private func failure(of checkpoint: String, in answer: Answer) -> CheckpointFailure? {
    guard case .failed(let failure)? = answer.results.first(where: { $0.checkpoint == checkpoint })?.outcome
    else {
      return nil
    }
    return failure
  }

  func testARightFilePasses() throws {
    let completion = try check(solution.get())
    XCTAssertEqual(completion.status, .exited(0), completion.error.text)
    XCTAssertTrue(completion.output.text.contains("13 of 13 passed, 100 of 100 points."))
  }

  func testAWrongFunctionFailsThereAndIsNamed() throws {
    let wrong = try solution("gate", "route")
    let completion = try check(wrong)
    XCTAssertEqual(completion.status, .exited(1))
    let output = completion.output.text
    for part in ["✗ 01.10", "✓ 01.3", "asked", "returned", "expected", "--seed 5", "hint 01.10"] {
      XCTAssertTrue(output.contains(part), "\(part) is missing in:\n\(output)")
    }
  }

  func testWhatRestsOnABrokenExerciseIsNotBlamed() throws {
    let wrong = try solution("words", "text.split(separator: \" \").map(String.init)")
    let output = try check(wrong).output.text
    XCTAssertTrue(output.contains("01.3 falls short"), output)
    XCTAssertTrue(output.contains("rests on 01.3, which falls short"), output)
    XCTAssertTrue(output.contains("hint 01.3"), output)
    let missing = try check(solution("words", "todo(\"01.3\")")).output.text
    XCTAssertTrue(missing.contains("calls 01.3, which is not written yet"), missing)
    XCTAssertFalse(output.contains("rests on 01.2"), output)
  }

  func testAKnownMistakeIsNamedAlsoWhereAnotherCheckpointRestsOnIt() throws {
    let evaluate = try XCTUnwrap(FunctionSource(solution.get()).text(of: "evaluate"))
    let byChance = evaluate.replacing(
      "majorityBaseline: Double(largestRoute) / Double(pairs.count)",
      with: "majorityBaseline: 1 / Double(Set(expected).count)")
    XCTAssertNotEqual(byChance, evaluate)
    let wrong = try solution.get().replacing(evaluate, with: byChance)
    let output = try check(wrong, ["--all"]).output.text
    let parts = output.components(separatedBy: "01.13 falls short")
    XCTAssertEqual(parts.count, 2, output)
    for part in parts { XCTAssertTrue(part.contains("1 by the number of routes"), output) }
    XCTAssertTrue(parts.last?.contains("It rests on 01.8") ?? false, output)
  }

  func testTheHintIsForTheFailureThatIsShown() throws {
    let firstIsMissing = try replacing("route", by: "todo(\"01.1\")", in: solution("gate", "route"))
    let output = try check(firstIsMissing).output.text
    XCTAssertTrue(output.contains("01.10 falls short"), output)
    XCTAssertTrue(output.contains("hint 01.10"), output)
  }

  func testWhatIsPrintedCannotDrawOverTheReport() throws {
    let loud = try solution("gate", "print(\"\\u{1B}[2J all passed\"); return route")
    let output = try check(loud).output.text
    XCTAssertFalse(output.contains("\u{1B}[2J"), output)
    XCTAssertTrue(output.contains("all passed"), output)
  }

  func testAFileThatIsNoFileIsRefused() throws {
    let huge = try solution.get() + "//" + String(repeating: "x", count: 2 << 20)
    let error = try XCTUnwrap(answer(huge).compileError)
    XCTAssertTrue(error.contains("it is larger than 1 MB"), error)
  }

  func testACrashNamesTheLineAndLeavesTheRestGraded() throws {
    let wrong = try solution("gate", "let letters = Array(route); return String(letters[letters.count])")
    let answer = try answer(wrong)
    let line = wrong.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
      $0.contains("letters.count]")
    }
    guard case .trapped("index out of range", let place?)? = failure(of: "01.10", in: answer)?.cause else {
      return XCTFail("\(answer.results)")
    }
    XCTAssertTrue(place.hasSuffix("01-routing/Exercise.swift:\(try XCTUnwrap(line) + 1)"), place)
    XCTAssertEqual(answer.results.filter { $0.outcome == .passed }.count, 12)
  }

  func testAHangEndsAndLeavesTheRestGraded() throws {
    let answer = try answer(try solution("gate", "while true {}"), ["--seconds", "3"])
    XCTAssertEqual(failure(of: "01.10", in: answer)?.cause, .noAnswer(seconds: 3))
    XCTAssertEqual(answer.results.filter { $0.outcome == .passed }.count, 12)
  }

  func testLeavingEarlyGainsNothing() throws {
    let answer = try answer(try solution("words", "exit(0)"))
    XCTAssertFalse(answer.passed)
    XCTAssertEqual(failure(of: "01.3", in: answer)?.cause, .left(status: 0))
  }

  func testASyntaxErrorIsToldWithTheLearnersLine() throws {
    let source = try solution.get()
    let broken = source + "\nfunc broken( {\n"
    let completion = try check(broken)
    XCTAssertEqual(completion.status, .exited(1))
    let line = source.split(separator: "\n", omittingEmptySubsequences: false).count + 1
    XCTAssertTrue(completion.output.text.contains("did not compile"), completion.output.text)
    XCTAssertTrue(
      completion.output.text.contains("01-routing/Exercise.swift:\(line):"), completion.output.text)
  }

  func testAnotherSignatureIsExplained() throws {
    let changed = try solution.get().replacing(
      "func words(_ text: String) -> [String]", with: "func words(_ text: String) -> Set<String>"
    )
    .replacing(
      "func words(_ text: String) -> Set<String> {",
      with: "func words(_ text: String) -> Int { 0 }\nfunc oldWords(_ text: String) -> [String] {")
    let error = try XCTUnwrap(answer(changed).compileError)
    XCTAssertTrue(error.contains("did not compile"), error)
  }

  func testTheEngineCannotBeImported() throws {
    let error = try XCTUnwrap(answer("import LabEngine\n" + solution.get()).compileError)
    XCTAssertTrue(error.contains("no such module 'LabEngine'"), error)
  }

  func testAMissingToolchainIsToldWithWhatToDo() throws {
    let completion = try check(solution.get(), environment: ["PATH": "/no/such/folder"])
    XCTAssertEqual(completion.status, .exited(70))
    XCTAssertEqual(
      completion.error.text,
      "labs: No Swift toolchain found: none of the folders on PATH (/no/such/folder) holds `swiftc`. "
        + "Install one from swift.org/install and open a new terminal.\n")
  }

  func testStubsAreNotStartedRatherThanWrong() throws {
    let stubs = try String(
      contentsOf: Course.find().root.appending(path: "Labs/01-routing/Exercise.swift"), encoding: .utf8)
    let answer = try answer(stubs)
    XCTAssertEqual(answer.points, 0)
    for result in answer.results {
      guard case .notWritten = result.outcome else { return XCTFail("\(result)") }
    }
  }

  func testCtrlCLeavesNothingBehind() throws {
    let folder = try ScratchFolder("interrupted")
    let file = folder.url.appending(path: "01-routing/Exercise.swift")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    let marker = "labs-interrupted-\(UUID().uuidString.prefix(8))"
    try solution("words", "print(\"\(marker)\"); while true {}").write(
      to: file, atomically: true, encoding: .utf8)
    var environment = ProcessInfo.processInfo.environment
    environment["LABS_WORKSPACE"] = folder.url.path
    environment["LABS_PREBUILT"] = "1"
    let temporary = try ScratchFolder("temporary")
    environment["TMPDIR"] = temporary.url.path
    let child = try ChildProcess(
      Launch(try BuildProducts.current().executable("labs").path, ["check", "01"], environment: environment))
    XCTAssertTrue(waitFor { !Self.hosts(under: child.pid).isEmpty }, "the host has not started")
    let hosts = Self.hosts(under: child.pid)
    // As the terminal does: to the whole group in the foreground.
    child.signalAll(SIGINT)
    XCTAssertTrue(waitFor { hosts.allSatisfy { kill($0, 0) != 0 } }, "a host has survived")
    XCTAssertTrue(
      waitFor { (try? FileManager.default.contentsOfDirectory(atPath: temporary.url.path))?.isEmpty == true },
      "files were left behind")
    child.kill()
  }

  private func waitFor(_ condition: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
      if condition() { return true }
      usleep(20_000)
    }
    return false
  }

  /// The descendants of a process that are exercise hosts.
  private static func hosts(under ancestor: pid_t) -> [pid_t] {
    guard
      let ps = try? ChildProcess.run(Launch("/bin/ps", ["-eo", "pid=,ppid=,args="]), timeLimit: .seconds(5))
    else {
      return []
    }
    let rows = ps.output.text.split(separator: "\n").compactMap {
      line -> (pid: pid_t, parent: pid_t, text: Substring)? in
      let parts = line.split(separator: " ", maxSplits: 2)
      guard parts.count == 3, let pid = pid_t(parts[0]), let parent = pid_t(parts[1]) else { return nil }
      return (pid, parent, parts[2])
    }
    var family: Set<pid_t> = [ancestor]
    for _ in 0..<6 { family.formUnion(rows.filter { family.contains($0.parent) }.map(\.pid)) }
    return rows.filter { family.contains($0.pid) && $0.text.contains("exercise-host") }.map(\.pid)
  }
}
