import Foundation
import LabKit

extension Command {
  static let watch = Command(
    "watch", "grade your exercises on every save",
    details: """
      Runs the lab's checkpoints now and whenever the file is saved. Keys: `n` goes on to the next lab once this one \
      is done, `h` shows a hint for the first exercise that falls short, `r` runs again, `q` quits. Without a \
      terminal the keys are read from the lines of the input. With `--page` a page in Workspace/page shows the \
      checkpoints as they pass and draws what went wrong; it reloads itself in the browser.
      """,
    arguments: [.checkpoint],
    options: [Option("page", "keep a page up to date beside the editor")],
    example: Example("labs watch 01", "Watches Workspace/01-routing/Exercise.swift.")
  ) { invocation in
    let course = try invocation.course()
    let lab = try invocation.checkpoints(in: course).lab
    return try WatchSession(course: course, lab: lab, invocation: invocation).run()
  }
}

/// The loop of `labs watch`.
private final class WatchSession {
  private let course: Course
  private let invocation: Invocation
  private let check: LearnerCheck
  private var lab: Lab
  private var latest: LearnerCheck.Report?
  private var keys = WatchKeys()
  private var page: LivePage?

  private var console: Console { invocation.console }

  init(course: Course, lab: Lab, invocation: Invocation) {
    (self.course, self.lab, self.invocation) = (course, lab, invocation)
    check = LearnerCheck(course: course)
  }

  func run() throws -> ExitCode {
    try check.prepare { console.complain("building the checkpoints; this happens once after each update") }
    while try watchOneLab() {}
    return latest?.isPassed == true ? .done : .fellShort
  }

  /// Watches until the learner goes on to the next lab; false when they quit.
  private func watchOneLab() throws -> Bool {
    _ = try Workspace(course).start(lab)
    if invocation.has("page") { try openPage() }
    // The watcher looks before the first check, so that a save during it is found.
    let watcher = FileWatcher([course.exercise(of: lab)])
    try runChecks()
    while true {
      switch keys.next(from: watcher) {
      case .saved: try runChecks()
      case .removed: tellRemoved()
      case .key("q"): return false
      case .key("r"): try runChecks()
      case .key("h"): try showHint()
      case .key("n"): if try goOn() { return true }
      case .key: showKeys()
      case .nothing: continue
      }
    }
  }

  private func openPage() throws {
    let page = try LivePage(course, lab, in: course.workspace.appending(path: "page"))
    self.page = page
    console.print("Open \(console.path(page.index)) in a browser; it follows by itself.")
  }

  private func tellRemoved() {
    console.print("\(Course.exerciseName) is gone; waiting for it to come back.")
  }

  private func runChecks() throws {
    guard course.isStarted(lab) else { return tellRemoved() }
    if console.terminal.isInteractive { print("\u{1B}[2J\u{1B}[3J\u{1B}[H", terminator: "") }
    let start = ContinuousClock.now
    try page?.begin()
    let report = try check.check(lab, seed: UInt64.random(in: 1...999_999)) { [page] in page?.add($0) }
    try page?.show(report)
    latest = report
    CheckPrinter(console: console, lab: lab, showsAll: false).show(report)
    let seconds = start.duration(to: .now) / .seconds(1)
    let path = console.path(course.exercise(of: lab))
    console.print(
      console.paint("\(seconds.formatted(.number.precision(.fractionLength(2)))) s. Watching \(path).", .dim))
    showKeys()
  }

  private func showKeys() {
    guard keys.canCome else { return }
    let goOn = latest?.isPassed == true && nextLab != nil ? "n next lab, " : ""
    console.print(console.paint("\(goOn)h hint, r run again, q quit", .dim))
  }

  private var nextLab: Lab? {
    let labs = course.curriculum.labs
    return labs.firstIndex(of: lab).flatMap { $0 + 1 < labs.count ? labs[$0 + 1] : nil }
  }

  private func goOn() throws -> Bool {
    guard latest?.isPassed == true else {
      console.print("Not yet: lab \(lab.number) is not passed. `q` quits.")
      return false
    }
    guard let next = nextLab else {
      console.print("This was the last lab.")
      return false
    }
    lab = next
    return true
  }

  private func showHint() throws {
    let arguments: [String: String]
    if case .ran(let verdict)? = latest, let short = verdict.results.first(where: { !$0.isPassed }),
      let exercise = lab.checkpoints.first(where: { $0.id == short.checkpoint })?.exercises.first
    {
      arguments = [Argument.exercise.name: exercise]
    } else {
      arguments = [Argument.exercise.name: lab.number]
    }
    _ = try Command.hint.run(
      Invocation(
        command: .hint, console: console, arguments: arguments, moreArguments: [], options: [:]))
  }
}
