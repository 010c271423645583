import Foundation

/// A table with named columns that an instructor wrote.
struct CSVTable {
  /// One row under the headings.
  struct Row {
    /// Its place in the file, from 1 for the first below the headings.
    let number: Int
    private let cells: [String: String]

    fileprivate init(number: Int, cells: [String: String]) {
      (self.number, self.cells) = (number, cells)
    }

    /// What stands in a column; `nil` where it is empty or not there.
    subscript(_ column: String) -> String? { cells[column] }
  }

  let rows: [Row]

  /// Reads a file whose first row names the columns, in any letters' case; `required` must be among them.
  ///
  /// - Throws: `TableError`, or `FileError` when the file cannot be read.
  init(_ file: URL, required: [String], known: [String]) throws {
    let text = String(decoding: try SafeFile.bytes(of: file), as: UTF8.self)
    let lines: [[String]]
    do {
      lines = try CSV.rows(text)
    } catch {
      throw TableError(file: file.path, problem: "\(error)")
    }
    let headings = (lines.first ?? []).map(Self.plain)
    for column in required where !headings.contains(column) {
      throw TableError(
        file: file.path,
        problem:
          "no column is called `\(column)`; the first line must name the columns, such as `\(known.joined(separator: ","))`"
      )
    }
    rows = lines.dropFirst().enumerated().map { index, line in
      var cells: [String: String] = [:]
      for (heading, cell) in zip(headings, line) {
        let cell = cell.trimmingCharacters(in: .whitespaces)
        if !cell.isEmpty, cells[heading] == nil { cells[heading] = cell }
      }
      return Row(number: index + 1, cells: cells)
    }
  }

  private static func plain(_ heading: String) -> String {
    heading.trimmingCharacters(in: .whitespaces).lowercased()
  }
}

/// What is wrong in a file that an instructor wrote.
public struct TableError: Error, Equatable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// What is wrong.
  public let problem: String

  /// A sentence for the reader.
  public var description: String { "\(file): \(problem)." }
}
