import Foundation
import LabContracts

/// What a lesson's process wrote on standard error before it ended, read for the cause.
struct LessonCrash {
  /// What the lesson itself had written there.
  let ownText: String
  private let report: [Substring]
  private let program: CompiledLesson
  private let cell: Int?

  /// Cuts the text where the runtime begins to speak.
  init(text: String, program: CompiledLesson, cell: Int?) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex(where: Self.beginsReport) ?? lines.endIndex
    ownText = lines[..<start].joined(separator: "\n")
    report = Array(lines[start...])
    self.program = program
    self.cell = cell
  }

  private static func beginsReport(_ line: Substring) -> Bool {
    line.contains("Fatal error") || line.hasPrefix("*** Signal ") || line.hasPrefix("*** Program crashed")
      || line.hasPrefix("lesson-host: ")
  }

  /// The cause of an end before the lesson was over.
  func failure(_ status: ExitStatus) -> LessonFailure {
    switch status {
    case .exited(Todo.exitStatus) where unwritten != nil:
      return .notWritten(place, exercise: unwritten ?? "")
    case .exited(70) where hostComplaint != nil:
      return .hostBroke(reason: hostComplaint ?? "")
    case .exited(let status):
      return .left(place, status: status)
    case .signalled(let signal) where Self.crashes.contains(signal):
      return .crashed(place, message: message(signal))
    case .signalled(let signal):
      return .killed(place, signal: signal)
    }
  }

  private static let crashes = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE]

  /// The innermost line of the script on the stack, or where its running cell begins.
  private var place: CellPlace {
    let name = cell.map { program.lesson.cells[$0].name }
    if let line = line(in: program.scriptPath) {
      return CellPlace(cell: name, location: "\(program.lesson.path):\(line)")
    }
    let start = cell.map { program.lesson.cells[$0].line } ?? 1
    return CellPlace(cell: name, location: "\(program.lesson.path):\(start)")
  }

  /// The line of the first stack frame in a file: `3 [ra] 0x… f(_:) + 52 in l.so at /labs/lab.swift:4:28`.
  private func line(in path: String) -> Int? {
    for frame in report {
      guard let range = frame.range(of: " at \(path):") else { continue }
      return Int(frame[range.upperBound...].prefix { $0.isNumber })
    }
    return nil
  }

  private func message(_ signal: Int32) -> String {
    // The backtrace leaves frames out only where there are very many.
    let isDeep = report.contains { $0.trimmingCharacters(in: .whitespaces) == "..." } && report.count > 60
    let overflow = "the stack is full: a function calls itself without end"
    let cause = spoken ?? (isDeep && signal == SIGSEGV ? overflow : "stopped by a trap")
    guard let answers = program.source.answers, let line = line(in: answers.path) else { return cause }
    return "\(cause) (\(program.source.answersShownAs):\(line))"
  }

  /// What Swift said, such as `index out of range`, or the backtrace found out, such as `arithmetic overflow`.
  private var spoken: String? {
    if let words = words(behind: "Fatal error: ") {
      // The runtime unwinds first, so that the line of such an error is not on the stack any more.
      let uncaught = "Error raised at top level: "
      if words.hasPrefix(uncaught) { return "threw \(words.dropFirst(uncaught.count)), which nothing caught" }
      return words.prefix(1).lowercased() + words.dropFirst()
    }
    return words(behind: "*** Swift runtime failure: ").map { String($0.dropLast(" ***".count)) }
  }

  private func words(behind sign: String) -> Substring? {
    for line in report {
      guard let range = line.range(of: sign), range.upperBound < line.endIndex else { continue }
      return line[range.upperBound...]
    }
    return nil
  }

  private var unwritten: String? {
    ownText.split(separator: "\n").last { $0.hasSuffix(" is not written yet") }?
      .split(separator: " ").dropFirst().first.map(String.init)
  }

  private var hostComplaint: String? {
    report.first { $0.hasPrefix("lesson-host: ") }.map { String($0.dropFirst("lesson-host: ".count)) }
  }
}
