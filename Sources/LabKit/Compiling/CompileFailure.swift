/// Why a learner's file did not become a library.
public enum CompileFailure: Error, Sendable, Codable, Equatable, CustomStringConvertible {
  /// The compiler found errors in the learner's own file.
  case errors([CompilerMessage], path: String)
  /// The file compiles by itself, but a function is missing or no longer has the exercise's signature.
  case signature([CompilerMessage], path: String)
  /// The compiler did not come to an end.
  case timedOut(seconds: Int, path: String)
  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// The compiler broke down without an error in the source.
  case broke(path: String, output: String)

  /// What the learner reads: Swift's message at the learner's own line.
  public var description: String {
    switch self {
    case .errors(let messages, let path):
      return Self.list("did not compile", messages.map { "\(path):\($0.line):\($0.column): \($0.text)" })
    case .signature(let messages, let path):
      return Self.list(
        "did not compile: a function in \(path) is missing or has another signature than its stub",
        messages.map(\.text))
    case .timedOut(let seconds, let path):
      return """
        did not compile in \(seconds) s: the compiler was stopped while reading \(path). An expression that \
        mixes many operators and literals is the usual cause; split it into steps with their types written out.
        """
    case .unreadable(let path, let reason):
      return "\(path) cannot be read: \(reason)"
    case .broke(let path, let output):
      return Self.list("the compiler failed on \(path)", [String(output.suffix(600))])
    }
  }

  private static func list(_ title: String, _ lines: [String]) -> String {
    let shown = lines.prefix(5).map { "  \($0)" }
    let rest = lines.count > 5 ? ["  … and \(lines.count - 5) more"] : []
    return ([title] + shown + rest).joined(separator: "\n")
  }
}
