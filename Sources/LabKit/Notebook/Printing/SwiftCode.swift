/// Swift source cut into coloured runs, line by line; enough for reading, not a parser.
public struct SwiftCode {
  /// What a run of characters is.
  public enum Kind: Equatable, Sendable {
    /// Names, signs and blanks.
    case plain
    /// A word of the language.
    case keyword
    /// A name that begins with a capital.
    case type
    /// Text in quotes.
    case string
    /// A number.
    case number
    /// A comment.
    case comment
  }

  /// A run of characters of one kind.
  public struct Run: Equatable, Sendable {
    /// The characters, without a line break.
    public var text: String
    /// What they are.
    public var kind: Kind
  }

  /// The lines, each as its runs.
  public private(set) var lines: [[Run]] = [[]]

  /// Cuts `code`; any text is accepted.
  public init(_ code: String) {
    var rest = code[...]
    while let character = rest.first {
      let (length, kind) = Self.token(rest, first: character)
      append(rest.prefix(length), kind)
      rest = rest.dropFirst(length)
    }
  }

  /// A token may span lines: a comment or a string in three quotes.
  private mutating func append(_ token: Substring, _ kind: Kind) {
    for (index, line) in token.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { lines.append([]) }
      guard !line.isEmpty else { continue }
      if let last = lines[lines.count - 1].last, last.kind == kind {
        lines[lines.count - 1][lines[lines.count - 1].count - 1].text += line
      } else {
        lines[lines.count - 1].append(Run(text: String(line), kind: kind))
      }
    }
  }

  private static func token(_ text: Substring, first: Character) -> (length: Int, Kind) {
    if text.hasPrefix("//") { return (text.prefix { $0 != "\n" }.count, .comment) }
    if text.hasPrefix("/*") { return (through("*/", in: text, from: 2), .comment) }
    if text.hasPrefix("\"\"\"") { return (through("\"\"\"", in: text, from: 3), .string) }
    if first == "\"" { return (stringLength(text), .string) }
    if first.isLetter || "_@#$".contains(first) {
      let word = String(first) + text.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      return (word.count, kind(of: word))
    }
    if first.isNumber {
      return (numberLength(text), .number)
    }
    return (1, .plain)
  }

  private static func kind(of word: String) -> Kind {
    if keywords.contains(word) || (word.hasPrefix("@") && word.count > 1) { return .keyword }
    return word.first?.isUppercase == true ? .type : .plain
  }

  /// Digits, and a point only where a digit follows: `0..<3` and `1.0` begin alike.
  private static func numberLength(_ text: Substring) -> Int {
    let whole = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }.count
    let rest = text.dropFirst(whole)
    guard rest.first == ".", rest.dropFirst().first?.isNumber == true else { return whole }
    return whole + 1 + rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.count
  }

  private static func stringLength(_ text: Substring) -> Int {
    var length = 1
    var isEscaped = false
    var depth = 0
    for character in text.dropFirst() {
      if character == "\n" { return length }
      length += 1
      if isEscaped {
        // Quotes inside an interpolation do not end the string.
        if character == "(" { depth += 1 }
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if depth > 0 {
        depth += character == "(" ? 1 : character == ")" ? -1 : 0
      } else if character == "\"" {
        return length
      }
    }
    return length
  }

  private static func through(_ end: String, in text: Substring, from start: Int) -> Int {
    guard let range = text.dropFirst(start).firstRange(of: end) else { return text.count }
    return text.distance(from: text.startIndex, to: range.upperBound)
  }

  private static let keywords = Set(
    """
    as async await any break case catch class continue default defer do else enum extension fallthrough false for \
    func guard if import in init inout is let mutating nil private protocol public repeat return self Self some \
    static struct subscript switch throw throws true try typealias var where while
    """.split(separator: " ").map(String.init))
}
