import Foundation
import XCTest

@testable import LabKit

final class ChildProcessTests: XCTestCase {
  private func shell(_ script: String, _ configure: (inout Launch) -> Void = { _ in }) -> Launch {
    var launch = Launch("/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
    configure(&launch)
    return launch
  }

  func testOutputErrorAndStatusComeBack() throws {
    let completion = try ChildProcess.run(shell("echo out; echo err >&2; exit 3"), timeLimit: .seconds(10))
    XCTAssertEqual(completion.output.text, "out\n")
    XCTAssertEqual(completion.error.text, "err\n")
    XCTAssertEqual(completion.status, .exited(3))
  }

  func testASignalIsToldAsASignal() throws {
    let completion = try ChildProcess.run(shell("kill -9 $$"), timeLimit: .seconds(10))
    XCTAssertEqual(completion.status, .signalled(SIGKILL))
  }

  func testTheEnvironmentIsExactlyWhatWasGiven() throws {
    setenv("LABS_SECRET", "secret", 1)
    defer { unsetenv("LABS_SECRET") }
    let completion = try ChildProcess.run(
      Launch("/usr/bin/env", environment: ["A": "1"]), timeLimit: .seconds(10))
    XCTAssertEqual(completion.output.text, "A=1\n")
  }

  func testDescriptorsOfTheParentDoNotLeak() throws {
    let file = try FileHandle(forReadingFrom: URL(filePath: "/dev/null"))
    defer { try? file.close() }
    let completion = try ChildProcess.run(shell("ls /proc/self/fd | wc -l"), timeLimit: .seconds(10))
    #if os(Linux)
      // Standard input, output, error, and the one that `ls` opens.
      XCTAssertEqual(completion.output.text.trimmingCharacters(in: .whitespacesAndNewlines), "4")
    #endif
  }

  func testAProgramThatIsNotThereIsNamed() {
    XCTAssertThrowsError(try ChildProcess.run(Launch("/no/such/program"), timeLimit: .seconds(1))) {
      XCTAssertEqual(
        "\($0)", "/no/such/program could not be started (exec: No such file or directory)")
    }
    var launch = Launch("/bin/sh")
    launch.directory = "/no/such/folder"
    XCTAssertThrowsError(try ChildProcess(launch)) {
      XCTAssertEqual("\($0)", "/bin/sh could not be started (chdir: No such file or directory)")
    }
  }

  func testTooMuchOutputIsCountedNotKept() throws {
    let launch = shell("head -c 3000000 /dev/zero") { $0.output = .captured(limit: 1000) }
    let completion = try ChildProcess.run(launch, timeLimit: .seconds(10))
    XCTAssertEqual(completion.output.bytes.count, 1000)
    XCTAssertEqual(completion.output.total, 3_000_000)
    XCTAssertTrue(completion.output.isTruncated)
  }

  func testTheTimeLimitEndsTheWholeSession() throws {
    let marker = "labs-\(UUID().uuidString.prefix(8))"
    let start = ContinuousClock.now
    let completion = try ChildProcess.run(
      shell("sh -c 'sleep 61; : \(marker)' & sleep 60"), timeLimit: .milliseconds(300))
    XCTAssertNil(completion.status)
    XCTAssertLessThan(start.duration(to: .now), .seconds(20))
    let ps = try ChildProcess.run(Launch("/bin/ps", ["-eo", "args="]), timeLimit: .seconds(10))
    XCTAssertFalse(ps.output.text.contains(marker), "a grandchild survived")
  }

  func testAGrandchildThatHoldsThePipesDoesNotDelayTheEnd() throws {
    let start = ContinuousClock.now
    let completion = try ChildProcess.run(shell("sleep 30 & echo done"), timeLimit: .seconds(25))
    XCTAssertEqual(completion.output.text, "done\n")
    XCTAssertLessThan(start.duration(to: .now), .seconds(20))
  }

  func testLimitsHold() throws {
    let file = try ScratchFolder("limits")
    let big = shell("head -c 100000 /dev/zero > big; echo $?") {
      $0.directory = file.url.path
      $0.limits = ResourceLimits(fileSize: 4096)
    }
    _ = try ChildProcess.run(big, timeLimit: .seconds(10))
    let size =
      try FileManager.default.attributesOfItem(atPath: file.url.appending(path: "big").path)[.size] as? Int
    XCTAssertEqual(size, 4096)
    let busy = shell("while :; do :; done") { $0.limits = ResourceLimits(cpuSeconds: 1) }
    let completion = try ChildProcess.run(busy, timeLimit: .seconds(30))
    XCTAssertTrue([.signalled(SIGXCPU), .signalled(SIGKILL)].contains(completion.status))
  }

  func testMessagesGoBothWaysAndAreBounded() throws {
    // `cat` on the channel echoes what was sent, length and all.
    let child = try ChildProcess(shell("cat <&3 >&3") { $0.hasChannel = true })
    let deadline = ContinuousClock.now + .seconds(20)
    let message = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try child.send(message, before: deadline)
    XCTAssertEqual(try child.receive(before: deadline), message)
    try child.send([1, 2, 3], before: deadline)
    XCTAssertThrowsError(try child.receive(before: deadline, maximum: 2)) {
      XCTAssertEqual($0 as? ChildInterruption, .channelBroken)
    }
  }

  func testAnEndWhileWaitingIsToldWithItsStatus() throws {
    let child = try ChildProcess(shell("exit 9") { $0.hasChannel = true })
    XCTAssertThrowsError(try child.receive(before: .now + .seconds(10))) {
      XCTAssertEqual($0 as? ChildInterruption, .ended(.exited(9)))
    }
    let silent = try ChildProcess(shell("exec 3>&-; sleep 20") { $0.hasChannel = true })
    XCTAssertThrowsError(try silent.receive(before: .now + .seconds(10))) {
      XCTAssertEqual($0 as? ChildInterruption, .channelBroken)
    }
  }
}
