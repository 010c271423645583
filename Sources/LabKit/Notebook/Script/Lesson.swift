/// A lesson script, cut into its cells.
///
/// The format is the percent format that editors know: a Swift file that compiles as it stands, in which a
/// comment line beginning with `// %%` starts a cell and the cell's kind stands in brackets:
///
/// ```swift
/// #!/usr/bin/env -S swift run -q labs run          (optional, first line)
/// // ---                                           (optional header of `name: value` lines)
/// // title: Rules, learning, search
/// // ---
/// // %% [markdown]                                 prose, in Markdown
/// // ## Rules have boundaries
/// // %% [predict] How many of the six are right?   a question the learner answers before the next code cell
/// // %% Rules have boundaries {#boundaries .demo}  code, with a title, an id and a tag
/// print(rules.route("where is my package"))
/// // %% [notes]                                    for whoever stands in front of the class
/// // Let them vote first.
/// ```
///
/// A marker counts only at the start of a line. Before the first one there may be comments and imports.
public struct Lesson: Equatable, Sendable {
  /// The path the script was read from, as messages name it.
  public let path: String
  /// The `name: value` lines of the header.
  public let header: [String: String]
  /// The cells, in order; a cell's `number` is its place here.
  public let cells: [Cell]
  /// The whole text, line by line.
  let lines: [String]

  /// The header's title, or else the first heading in the prose, or else the file's name.
  public var title: String {
    header["title"] ?? firstHeading ?? path.split(separator: "/").last.map(String.init) ?? path
  }

  private var firstHeading: String? {
    for cell in cells where cell.kind == .prose {
      for line in cell.text.split(separator: "\n") where line.hasPrefix("# ") {
        return String(line.dropFirst(2))
      }
    }
    return nil
  }

  /// The cell with this id, or with this number (counted from 1).
  ///
  /// - Throws: `LessonError.unknownCell`, which names the nearest id.
  public func cell(named name: String) throws(LessonError) -> Cell {
    if let cell = cells.first(where: { $0.id == name }) { return cell }
    if let number = Int(name), cells.indices.contains(number - 1) { return cells[number - 1] }
    throw .unknownCell(name: name, known: cells.compactMap(\.id), count: cells.count)
  }

  /// The cell a line of the script belongs to, `nil` before the first one.
  public func cell(atLine line: Int) -> Cell? {
    cells.last { $0.line <= line }
  }
}

/// One block of a lesson script.
public struct Cell: Codable, Equatable, Sendable {
  /// What a cell is for.
  public enum Kind: String, Codable, Sendable {
    /// Markdown to read.
    case prose
    /// Swift to run.
    case code
    /// A question to answer before the next code cell runs.
    case prediction
    /// Words for the one who presents; a learner does not see them.
    case notes
  }

  /// Its place in the script, from 0.
  public let number: Int
  /// What it is for.
  public let kind: Kind
  /// The words behind the marker; for a prediction the question. May be empty.
  public let title: String
  /// The name it can be asked for by, unique in the script.
  public let id: String?
  /// Other names in the braces, without their dots.
  public let tags: [String]
  /// The line of its marker, from 1.
  public let line: Int
  /// Markdown or Swift, without the comment signs of prose and without blank lines at either end.
  public let text: String

  /// What messages call it: the title, the id, or the number.
  public var name: String {
    if !title.isEmpty { return title }
    return id ?? "cell \(number + 1)"
  }
}
