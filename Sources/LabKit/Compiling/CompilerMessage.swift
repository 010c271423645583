/// One error of the compiler, at its place in a source file.
public struct CompilerMessage: Sendable, Codable, Equatable {
  /// The file's name as the compiler was given it.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column, from 1.
  public let column: Int
  /// What the compiler says.
  public let text: String

  /// Reads lines of the form `Exercise.swift:31:5: error: text`; everything else is passed over.
  public static func errors(in output: String) -> [CompilerMessage] {
    var seen: [CompilerMessage] = []
    for line in output.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
      guard parts.count == 5, parts[3] == " error", let row = Int(parts[1]), let column = Int(parts[2]) else {
        continue
      }
      let message = CompilerMessage(
        file: String(parts[0].split(separator: "/").last ?? parts[0]), line: row, column: column,
        text: parts[4].trimmingPrefix(while: \.isWhitespace).description)
      // The driver repeats an error for each file that meets it.
      if !seen.contains(message) { seen.append(message) }
    }
    return seen
  }
}
