import Foundation

/// Tables as comma-separated values (RFC 4180).
public enum CSV {
  /// One row, quoted where it must be, with the line end that the standard wants.
  ///
  /// A text that a spreadsheet would run as a formula gets an apostrophe in front.
  public static func row(_ fields: [Field]) -> String {
    fields.map(\.written).joined(separator: ",") + "\r\n"
  }

  /// One cell.
  public enum Field: Equatable, Sendable {
    /// Words, which may come from a stranger.
    case text(String)
    /// A number, written as it is.
    case number(Double)
    /// Nothing.
    case empty

    /// A number.
    public static func number(_ value: Int) -> Field { .number(Double(value)) }

    fileprivate var written: String {
      switch self {
      case .text(let text): CSV.quoted(CSV.harmless(text))
      case .number(let value): value.plainDecimal
      case .empty: ""
      }
    }
  }

  private static func harmless(_ text: String) -> String {
    guard let first = text.unicodeScalars.first,
      "=+-@\t\r\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
    else { return text }
    return "'" + text
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  /// The rows of a table; lines may end in any way, and a mark of the byte order may stand first.
  ///
  /// - Throws: `CSVError` with the line where a quotation does not end, or something follows its end.
  public static func rows(_ text: String) throws(CSVError) -> [[String]] {
    var reader = CSVReader(text)
    return try reader.rows()
  }
}

/// What is wrong in a table.
public struct CSVError: Error, Equatable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// What is wrong there.
  public let problem: String

  /// A sentence for the reader.
  public var description: String { "line \(line): \(problem)" }
}

/// Reads a table scalar by scalar: `\r\n` is one character in Swift, but two in a file.
private struct CSVReader {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var line = 1

  init(_ text: String) {
    scalars = Array(text.unicodeScalars.drop { $0 == "\u{FEFF}" })
  }

  mutating func rows() throws(CSVError) -> [[String]] {
    var rows: [[String]] = []
    while place < scalars.count {
      let row = try row()
      // An empty line is no row of one empty cell.
      if row != [""] { rows.append(row) }
    }
    return rows
  }

  private mutating func row() throws(CSVError) -> [String] {
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard place < scalars.count, scalars[place] == "," else { break }
      place += 1
    }
    skipLineEnd()
    return fields
  }

  private mutating func skipLineEnd() {
    if place < scalars.count, scalars[place] == "\r" { place += 1 }
    if place < scalars.count, scalars[place] == "\n" { place += 1 }
    line += 1
  }

  private mutating func field() throws(CSVError) -> String {
    guard place < scalars.count, scalars[place] == "\"" else {
      let start = place
      while place < scalars.count, !",\r\n".unicodeScalars.contains(scalars[place]) { place += 1 }
      return Self.text(scalars[start..<place])
    }
    return try quotedField()
  }

  private mutating func quotedField() throws(CSVError) -> String {
    let firstLine = line
    var content: [Unicode.Scalar] = []
    place += 1
    while place < scalars.count {
      let scalar = scalars[place]
      place += 1
      if scalar == "\n" { line += 1 }
      guard scalar == "\"" else {
        content.append(scalar)
        continue
      }
      guard place < scalars.count, scalars[place] == "\"" else {
        guard place == scalars.count || ",\r\n".unicodeScalars.contains(scalars[place]) else {
          throw CSVError(line: line, problem: "something follows the end of a quotation")
        }
        return Self.text(content[...])
      }
      content.append(scalar)
      place += 1
    }
    throw CSVError(line: firstLine, problem: "a quotation does not end")
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

extension Double {
  /// Up to two decimals with a point, whatever the reader's language: `7`, `6.5`.
  public var plainDecimal: String {
    let hundredths = Int((self * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    guard rest > 0 else { return "\(sign)\(whole)" }
    let decimals = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(sign)\(whole).\(decimals)"
  }
}
