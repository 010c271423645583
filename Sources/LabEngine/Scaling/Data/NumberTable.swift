/// A table of comma-separated values whose first line names the columns (RFC 4180).
///
/// A cell may be quoted; a quoted cell does not go on over a line's end here.
public struct NumberTable: Sendable {
  /// What the first line says.
  public let columns: [String]
  private let rows: [(line: Int, cells: [String])]

  /// Cuts a text into cells. Empty lines are skipped.
  ///
  /// - Throws: ``NumberTableError`` for no first line, an unfinished quotation, or a line with more or fewer
  ///   cells than columns.
  public init(_ text: String) throws(NumberTableError) {
    var rows: [(line: Int, cells: [String])] = []
    let lines = text.drop { $0 == "\u{FEFF}" }
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated()
    where !line.allSatisfy(\.isWhitespace) {
      rows.append((index + 1, try Self.cells(of: line, number: index + 1)))
    }
    guard let heading = rows.first else { throw .noHeading }
    columns = heading.cells
    if let row = rows.first(where: { $0.cells.count != heading.cells.count }) {
      throw .wrongCellCount(line: row.line, found: row.cells.count, expected: columns.count)
    }
    self.rows = Array(rows.dropFirst())
  }

  /// The lines under the heading.
  public var rowCount: Int { rows.count }

  /// The cells of a column as they are written. Throws ``NumberTableError/missingColumn(name:columns:)``.
  public func texts(_ column: String) throws(NumberTableError) -> [String] {
    let place = try place(of: column)
    return rows.map { $0.cells[place] }
  }

  /// The numbers of a column.
  ///
  /// - Throws: ``NumberTableError`` for a column that is not there, or with the line of the first cell that is
  ///   not a finite number.
  public func numbers(_ column: String) throws(NumberTableError) -> [Double] {
    let place = try place(of: column)
    var numbers: [Double] = []
    for row in rows {
      guard let number = Double(row.cells[place]), number.isFinite else {
        throw .notANumber(line: row.line, column: column, text: row.cells[place])
      }
      numbers.append(number)
    }
    return numbers
  }

  private func place(of column: String) throws(NumberTableError) -> Int {
    guard let place = columns.firstIndex(of: column) else {
      throw .missingColumn(name: column, columns: columns)
    }
    return place
  }

  private static func cells(of line: Substring, number: Int) throws(NumberTableError) -> [String] {
    var (cells, cell, isQuoted) = ([String](), "", false)
    var rest = line[...]
    while let character = rest.popFirst() {
      switch character {
      case "\"" where isQuoted && rest.first == "\"": cell.append(rest.removeFirst())
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        cells.append(trimmed(cell))
        cell = ""
      default: cell.append(character)
      }
    }
    guard !isQuoted else { throw .unfinishedQuotation(line: number) }
    return cells + [trimmed(cell)]
  }

  private static func trimmed(_ cell: String) -> String {
    let start = cell.drop(while: \.isWhitespace)
    return String(start.prefix(start.count - start.reversed().prefix(while: \.isWhitespace).count))
  }
}

/// What is wrong with a table of numbers.
public enum NumberTableError: Error, Equatable, CustomStringConvertible {
  /// There is no first line.
  case noHeading
  /// A quotation mark has no partner on its line.
  case unfinishedQuotation(line: Int)
  /// A line has more or fewer cells than the first.
  case wrongCellCount(line: Int, found: Int, expected: Int)
  /// No column has the name.
  case missingColumn(name: String, columns: [String])
  /// A cell holds something else.
  case notANumber(line: Int, column: String, text: String)

  /// A sentence that names the place.
  public var description: String {
    switch self {
    case .noHeading:
      "the table is empty; its first line must name the columns"
    case .unfinishedQuotation(let line):
      "line \(line): a quotation does not end"
    case .wrongCellCount(let line, let found, let expected):
      "line \(line) has \(found) cells, and the first line names \(expected) columns"
    case .missingColumn(let name, let columns):
      "no column is called `\(name)`; there is \(columns.map { "`\($0)`" }.joined(separator: ", "))"
    case .notANumber(let line, let column, let text):
      "line \(line), column `\(column)`: `\(text)` is not a number"
    }
  }
}
