/// Finds one function in a file of exercises, as a person would: by its first line and its last.
///
/// It relies on the layout that the formatter gives every file of the course: a declaration at the top level
/// begins in the first column, and its closing brace stands there too. It is not a parser of Swift.
public struct FunctionSource: Sendable {
  private let lines: [Substring]

  /// The functions of a source file.
  public init(_ source: String) {
    lines = source.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The names of all functions at the top level, in order.
  public var names: [String] { lines.compactMap(Self.name) }

  /// A function with the comment above it, or `nil` when there is none with that name.
  public func text(of name: String) -> String? {
    guard let first = lines.firstIndex(where: { Self.name(in: $0) == name }) else { return nil }
    var start = first
    while start > 0, lines[start - 1].hasPrefix("//") || lines[start - 1].hasPrefix("@") { start -= 1 }
    return lines[start...lastLine(from: first)].joined(separator: "\n")
  }

  /// A function's declaration in one line, such as `func words(_ text: String) -> [String]`.
  public func declaration(of name: String) -> String? {
    guard let first = lines.firstIndex(where: { Self.name(in: $0) == name }) else { return nil }
    let text = lines[first...].prefix(8).map { $0.trimmingCharacters(in: .whitespaces) }.joined(
      separator: " ")
    return text.firstIndex(of: "{").map { text[..<$0].trimmingCharacters(in: .whitespaces) }
  }

  /// Whether a function still says that it is to be written; comments do not count.
  public func isStub(_ name: String) -> Bool {
    guard let text = text(of: name) else { return false }
    return text.split(separator: "\n").contains { line in
      let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
      return code.contains(/\btodo\("/)
    }
  }

  private func lastLine(from first: Int) -> Int {
    let isOneLine = lines[first].hasSuffix("}") && lines[first].contains("{")
    if isOneLine { return first }
    return lines[first...].firstIndex { $0.hasPrefix("}") } ?? lines.endIndex - 1
  }

  private static func name(in line: Substring) -> String? {
    let pattern = /(?:(?:public|private|fileprivate|internal) )?func ([A-Za-z_][A-Za-z0-9_]*)[(<].*/
    return line.wholeMatch(of: pattern).map { String($0.1) }
  }
}
