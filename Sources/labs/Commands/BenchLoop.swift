import Foundation
import LabKit
import LabNotebook

/// Times the learner's loop: from a save to the verdict, for all checkpoints of a lab.
///
/// The lab's solution stands in for the learner, in a workspace of its own. The same checkpoints through
/// `swift test` are timed in turn with it, so that the ratio holds on a machine whose speed drifts.
struct LoopBenchmark {
  let course: Course
  let lab: Lab
  let rounds: Int

  /// Seconds of each round.
  struct Result: Encodable {
    var lab: String
    var watch: [Double] = []
    var check: [Double] = []
    var swiftTest: [Double] = []
  }

  func run(progress: (String) -> Void) throws -> Result {
    let folder = try ScratchFolder("bench")
    let own = try Course(root: course.root, workspace: folder.url)
    let exercise = own.exercise(of: lab)
    try FileManager.default.createDirectory(
      at: exercise.deletingLastPathComponent(), withIntermediateDirectories: true)
    let solution = try Data(contentsOf: course.solution(of: lab))
    try solution.write(to: exercise)
    let check = LearnerCheck(course: own)
    let watcher = FileWatcher([exercise])
    var result = Result(lab: lab.number)
    for round in 0...rounds {
      progress("round \(round) of \(rounds)")
      let watch = try time {
        try (solution + Data("// round \(round)\n".utf8)).write(to: exercise)
        _ = watcher.next()
        try requirePass(check.check(lab, seed: 1))
      }
      let command = try time { try runCommand(["run", "-q", "labs", "check", lab.number], folder.url) }
      let test = try time {
        try runCommand(["test", "--skip-build", "--filter", "Lab\(lab.number)Checkpoints"], folder.url)
      }
      // The first round fills caches.
      guard round > 0 else { continue }
      result.watch.append(watch)
      result.check.append(command)
      result.swiftTest.append(test)
    }
    return result
  }

  private func time(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return start.duration(to: .now) / .seconds(1)
  }

  private func requirePass(_ report: LearnerCheck.Report) throws {
    guard report.isPassed else {
      throw BenchmarkError(what: "the solution of lab \(lab.number) does not pass")
    }
  }

  private func runCommand(_ arguments: [String], _ workspace: URL) throws {
    let swift = try Toolchain.find().swiftc.deletingLastPathComponent().appending(path: "swift")
    var environment = ProcessInfo.processInfo.environment
    environment["LABS_WORKSPACE"] = workspace.path
    var launch = Launch(swift.path, arguments, environment: environment)
    launch.directory = course.root.path
    let completion = try ChildProcess.run(launch, timeLimit: .seconds(600))
    guard completion.isSuccess else {
      let said = completion.output.text + completion.error.text
      throw BenchmarkError(what: "`swift \(arguments.joined(separator: " "))` failed:\n\(said.suffix(2000))")
    }
  }
}

/// Why a benchmark says nothing.
struct BenchmarkError: Error, CustomStringConvertible {
  let what: String
  var description: String { what }
}

extension LoopBenchmark.Result {
  /// The rows of the table: medians, spread, and the ratio to `swift test`.
  var table: Table {
    let rows = [
      ("save to verdict in `labs watch`", watch), ("`swift run -q labs check`", check),
      ("`swift test --filter`", swiftTest),
    ]
    return Table(
      ["", "median s", "least", "most", "of swift test"],
      rows.map { name, times in
        [
          name, median(times), times.min() ?? 0, times.max() ?? 0,
          median(zip(times, swiftTest).map { $0 / $1 }),
        ]
      },
      title: "Lab \(lab), all checkpoints, \(watch.count) rounds")
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard let middle = sorted.dropFirst(sorted.count / 2).first else { return 0 }
    return sorted.count % 2 == 1 ? middle : (middle + sorted[sorted.count / 2 - 1]) / 2
  }
}
