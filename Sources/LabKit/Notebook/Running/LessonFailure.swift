/// Why a lesson did not run to its end.
public enum LessonFailure: Error, Codable, Equatable, Sendable, CustomStringConvertible {
  /// `--mine` was asked for before there was anything of the learner's.
  case notStarted(lab: String)
  /// The compiler found errors; the advice says what may help against them.
  case errors([CellDiagnostic], advice: String? = nil)
  /// The compiler did not come to an end.
  case compilerTimedOut(seconds: Int)
  /// The compiler broke down without an error in the source.
  case compilerBroke(output: String)
  /// A trap or another crash while a cell ran.
  case crashed(CellPlace, message: String)
  /// A cell ended the whole program.
  case left(CellPlace, status: Int32)
  /// Something outside ended the program.
  case killed(CellPlace, signal: Int32)
  /// A cell called an exercise that the learner has not written.
  case notWritten(CellPlace, exercise: String)
  /// The program that runs lessons could not do its work.
  case hostBroke(reason: String)

  /// What a learner reads.
  public var description: String {
    switch self {
    case .notStarted(let lab):
      return
        "There is nothing of yours to run in lab \(lab) yet; `labs start \(lab)` puts the exercises there."
    case .errors(let diagnostics, let advice):
      let shown = diagnostics.prefix(8).map { "  \($0)" }
      let rest = diagnostics.count > 8 ? ["  … and \(diagnostics.count - 8) more"] : []
      let lines = ["The lesson does not compile."] + shown + rest + [advice].compactMap { $0 }
      return lines.joined(separator: "\n")
    case .compilerTimedOut(let seconds):
      return """
        The lesson did not compile in \(seconds) s, and the compiler was stopped. An expression that mixes many \
        operators and literals is the usual cause; split it into steps with their types written out.
        """
    case .compilerBroke(let output):
      return "The compiler failed on the lesson:\n\(output.suffix(1200))"
    case .crashed(let place, let message):
      return "\(place): \(message)"
    case .left(let place, let status):
      return "\(place): ended the program (exit status \(status)) before the lesson was over"
    case .killed(let place, let signal):
      return "\(place): the program was ended by signal \(signal)"
    case .notWritten(let place, let exercise):
      return "\(place): called exercise \(exercise), which is not written yet"
    case .hostBroke(let reason):
      return "The lesson could not be run: \(reason)"
    }
  }
}

/// A cell, and the line in it where something happened.
public struct CellPlace: Codable, Equatable, Sendable, CustomStringConvertible {
  /// The cell's name; `nil` before the first cell.
  public let cell: String?
  /// The file and the line: `Labs/01-routing/lab.swift:31`.
  public let location: String

  /// `“Rules have boundaries”, Labs/01-routing/lab.swift:31`.
  public var description: String {
    cell.map { "“\($0)”, \(location)" } ?? location
  }
}

/// An error of the compiler, at its cell and line.
public struct CellDiagnostic: Codable, Equatable, Sendable, CustomStringConvertible {
  /// Where it is.
  public let place: CellPlace
  /// What the compiler says.
  public let message: String

  /// The place, then the message.
  public var description: String { "\(place): \(message)" }
}
