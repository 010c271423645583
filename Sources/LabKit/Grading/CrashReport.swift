import CLabSandbox
import Foundation
import LabContracts

/// Finds out what ended a host, and the learner's own line.
///
/// How it ended comes from the system and is certain. The words come from standard error, and the stack from a
/// descriptor of the host's own; the learner's code shares a process with both, so that it could write there too. A
/// forgery changes the words of a failure, never that it is one.
struct CrashReport {
  /// What came on standard error.
  private let words: [Substring]
  /// What the host noted down: of several crashes only the one that ended it.
  private let notes: [Substring]
  private let library: SubjectLibrary
  private let wasLoaded: Bool
  private let sandbox: Sandbox

  /// - Parameter wasLoaded: whether the host had opened the library; after that, its exit status is the learner's.
  init(words: String, notes: String, library: SubjectLibrary, wasLoaded: Bool, sandbox: Sandbox) {
    self.words = words.split(separator: "\n")
    let lines = notes.split(separator: "\n")
    self.notes = lines.lastIndex { $0.hasPrefix("labs-signal ") }.map { Array(lines[$0...]) } ?? []
    (self.library, self.wasLoaded, self.sandbox) = (library, wasLoaded, sandbox)
  }

  /// The cause of an end that nobody asked for.
  func failure(_ status: ExitStatus, limits: SubmissionLimits) -> SubjectFailure {
    switch trueStatus(status) {
    case .exited(Todo.exitStatus):
      if let exercise = exerciseNotWritten { return .notWritten(exercise) }
      return .left(status: Todo.exitStatus)
    case .exited(70) where !wasLoaded: return .hostDidNotStart(hostComplaint ?? "no reason given")
    case .exited(Int32(LABS_CLOSED_CHANNEL)): return .closedChannel
    case .exited(let code): return .left(status: code)
    case .signalled(SIGSEGV) where frames.count >= Self.deep: return .outOfStack(place: place)
    case .signalled where hasRunOutOfMemory: return .outOfMemory(bytes: limits.memory, place: place)
    case .signalled(SIGILL), .signalled(SIGTRAP), .signalled(SIGSEGV), .signalled(SIGBUS),
      .signalled(SIGABRT),
      .signalled(SIGFPE):
      return .trapped(message: trapMessage, place: place)
    case .signalled(SIGXCPU): return .usedUpProcessor(seconds: limits.cpuSeconds ?? 0)
    case .signalled(let signal): return .killed(signal: signal)
    }
  }

  /// Bubblewrap, as a shell does, leaves with 128 and the number of the signal that ended its program.
  private func trueStatus(_ status: ExitStatus) -> ExitStatus {
    guard sandbox.tier == .bubblewrap, case .exited(let code) = status, code > 128, code <= 128 + 64 else {
      return status
    }
    return .signalled(code - 128)
  }

  /// A walk over the stack that goes this far is a recursion.
  private static let deep = 60

  /// The number in the last line that `todo` could have written.
  private var exerciseNotWritten: String? {
    words.last.flatMap { $0.wholeMatch(of: /exercise (\d\d\.\d{1,2}) is not written yet/) }.map {
      String($0.1)
    }
  }

  private var hostComplaint: String? {
    words.first { $0.hasPrefix("exercise-host: ") }.map { String($0.dropFirst("exercise-host: ".count)) }
  }

  /// Swift says so in its last words; a program may talk of allocating at any time before.
  private var hasRunOutOfMemory: Bool {
    let end = words.lastIndex { $0.hasPrefix("Current stack trace") } ?? words.endIndex
    let lastWords = words[..<end].last ?? ""
    return ["failed to allocate", "Could not allocate memory", "bad_alloc"].contains {
      lastWords.contains($0)
    }
  }

  private var frames: [(library: Substring, offset: Substring)] {
    notes.compactMap { line in
      let parts = line.split(separator: " ", maxSplits: 2)
      return parts.count == 3 && parts[0] == "labs-frame" ? (parts[2], parts[1]) : nil
    }
  }

  /// What Swift said, such as `Index out of range`; overflow says nothing, but its frame has a name.
  private var trapMessage: String {
    for line in words.reversed() {
      guard let range = line.range(of: "Fatal error: ") else { continue }
      let message = line[range.upperBound...]
      return message.isEmpty
        ? "stopped by a fatal error" : message.prefix(1).lowercased() + message.dropFirst()
    }
    if let runtime = symbols.first(where: { $0.function.hasPrefix("Swift runtime failure: ") }) {
      return String(runtime.function.dropFirst("Swift runtime failure: ".count))
    }
    return "stopped by a trap"
  }

  /// The innermost line of the learner's file, such as `Exercise.swift:31`.
  private var place: String? {
    symbols.first { $0.file.hasSuffix("Exercise.swift") && $0.line > 0 }
      .map { "\(library.exercisePath):\($0.line)" }
  }

  private struct Symbol {
    let function: String
    let file: String
    let line: Int
  }

  /// The frames inside the learner's library, with what is inlined into them, innermost first.
  private var symbols: [Symbol] {
    guard let symbolizer = library.symbolizer else { return [] }
    let offsets = frames.filter { $0.library.hasSuffix(SubjectLibrary.fileName) }.prefix(8).map {
      String($0.offset)
    }
    guard !offsets.isEmpty else { return [] }
    var launch = Launch(
      symbolizer.path, ["--obj=\(library.url.path)", "--functions=linkage", "--output-style=JSON"] + offsets)
    launch.limits = ResourceLimits(cpuSeconds: 5, addressSpace: 2 << 30, fileSize: 1)
    // A library is strangers' bytes too.
    let toolchain = symbolizer.deletingLastPathComponent().deletingLastPathComponent()
    let confined = sandbox.confine(launch, to: Confinement(readable: [toolchain, library.url]))
    guard let completion = try? ChildProcess.run(confined, timeLimit: .seconds(5)) else { return [] }
    return completion.output.text.split(separator: "\n").flatMap { Self.symbols(inJSON: String($0)) }
  }

  private static func symbols(inJSON line: String) -> [Symbol] {
    struct Answer: Decodable { let Symbol: [Entry] }
    struct Entry: Decodable { let FunctionName: String, FileName: String, Line: Int }
    let decoder = JSONDecoder()
    // One address gives an object, several give a list, depending on the version.
    let answers =
      (try? decoder.decode([Answer].self, from: Data(line.utf8)))
      ?? (try? decoder.decode(Answer.self, from: Data(line.utf8))).map { [$0] } ?? []
    return answers.flatMap(\.Symbol).map {
      Symbol(function: $0.FunctionName, file: $0.FileName, line: $0.Line)
    }
  }
}
