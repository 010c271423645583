import Foundation
import XCTest

@testable import LabKit

final class SandboxTests: XCTestCase {
  private struct Ended: Equatable {
    let status: ExitStatus?
    let output: String
  }

  /// Runs a shell script in a tier, in a private folder of its own.
  private func run(
    _ script: String, in sandbox: Sandbox, privateBytes: Int = 1 << 20, mayFork: Bool = false
  ) throws -> Ended {
    let own = try ScratchFolder("own")
    var launch = Launch("/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
    launch.directory = own.url.path
    launch.watch = ResourceWatch(processes: 20, folders: [own.url], bytes: privateBytes)
    let confinement = Confinement(
      readable: [], privateFolder: own.url, privateBytes: privateBytes, mayFork: mayFork)
    let completion = try ChildProcess.run(sandbox.confine(launch, to: confinement), timeLimit: .seconds(20))
    return Ended(status: completion.status, output: completion.output.text + completion.error.text)
  }

  /// Every tier of this machine that strangers' code may run in.
  private func forEachTier(_ body: (Sandbox) throws -> Void) throws {
    let sandboxes = Sandbox.available().filter(\.tier.isForStrangers)
    try XCTSkipIf(sandboxes.isEmpty, "this machine has no sandbox")
    for sandbox in sandboxes { try body(sandbox) }
  }

  func testTheStrongestTierIsChosen() {
    XCTAssertEqual(Sandbox.probe().tier, Sandbox.available().first?.tier)
    XCTAssertEqual(Sandbox.available().last?.tier, .limitsOnly)
  }

  func testStatusAndSignalComeBack() throws {
    try forEachTier { sandbox in
      XCTAssertEqual(try run("exit 7", in: sandbox).status, .exited(7), "\(sandbox.tier)")
      let signalled = try run("ulimit -t 1; while :; do :; done", in: sandbox).status
      // Bubblewrap tells a signal as a shell does.
      XCTAssertTrue(
        [.signalled(SIGXCPU), .signalled(SIGKILL), .exited(128 + SIGXCPU), .exited(128 + SIGKILL)].contains(
          signalled), "\(sandbox.tier): \(String(describing: signalled))")
    }
  }

  func testOnlyItsOwnFolderCanBeWritten() throws {
    try forEachTier { sandbox in
      let outside = try ScratchFolder("outside")
      let script = """
        exec 2> /dev/null
        echo mine > own && echo own
        for place in \(outside.url.path) /tmp /var/tmp /dev/shm / /usr "$HOME"; do
          if true > "$place/labs-was-here"; then echo "$place"; fi
        done
        """
      XCTAssertEqual(try run(script, in: sandbox).output, "own\n", "\(sandbox.tier)")
    }
  }

  func testOtherProcessesAreOutOfReach() throws {
    try forEachTier { sandbox in
      let victim = try ChildProcess(Launch("/bin/sleep", ["60"]))
      let script =
        "exec 2> /dev/null; kill -9 \(victim.pid); read x < /proc/\(victim.pid)/environ && echo read"
      XCTAssertEqual(try run(script, in: sandbox).output, "", "\(sandbox.tier)")
      XCTAssertNil(victim.reap(), "\(sandbox.tier): it was killed")
    }
  }

  func testTheFolderInMemoryIsNoLargerThanAllowed() throws {
    try forEachTier { sandbox in
      let script = "head -c 3000000 /dev/zero > big; sleep 1; wc -c < big"
      let ended = try run(script, in: sandbox, mayFork: true)
      let written = Int(ended.output.split(separator: "\n").last ?? "") ?? 0
      XCTAssertTrue(ended.status == nil || written <= 1 << 20, "\(sandbox.tier): \(ended)")
    }
  }

  func testWhatAProgramStartedEndsWithIt() throws {
    try forEachTier { sandbox in
      let marker = "\(1000 + Int.random(in: 1...1_000_000_000))"
      _ = try run("setsid sleep \(marker) & sleep \(marker) & sleep 0.2", in: sandbox, mayFork: true)
      let deadline = ContinuousClock.now + .seconds(5)
      var left = true
      while left, ContinuousClock.now < deadline {
        let ps = try ChildProcess.run(Launch("/bin/ps", ["-eo", "args="]), timeLimit: .seconds(10))
        left = ps.output.text.contains("sleep \(marker)")
      }
      XCTAssertFalse(left, "\(sandbox.tier): a descendant survived")
    }
  }

  func testTooManyProcessesEndTheProgram() throws {
    try forEachTier { sandbox in
      let script = "for i in $(seq 50); do sleep 30 & done; sleep 30"
      let start = ContinuousClock.now
      XCTAssertNotEqual(try run(script, in: sandbox, mayFork: true).status, .exited(0), "\(sandbox.tier)")
      XCTAssertLessThan(start.duration(to: .now), .seconds(19), "\(sandbox.tier): nobody noticed")
    }
  }

  func testAnAppleProfileNamesItsPathsQuoted() {
    var confinement = Confinement(readable: [URL(filePath: "/a")], privateFolder: URL(filePath: "/own \"x\""))
    let profile = Sandbox.appleProfile(confinement)
    XCTAssertTrue(profile.hasPrefix("(version 1)\n(deny default)\n"))
    XCTAssertTrue(profile.contains(#"(subpath "/own \"x\"")"#), profile)
    XCTAssertFalse(profile.contains("process-fork"))
    confinement = Confinement(readable: [], mayFork: true)
    XCTAssertTrue(Sandbox.appleProfile(confinement).contains("(allow process-fork)"))
  }
}
