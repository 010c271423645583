import Foundation

extension Lesson {
  /// Reads and cuts a script.
  ///
  /// - Parameter path: what messages call the file, if not its path.
  /// - Throws: `LessonError` with the line that is wrong.
  public init(file: URL, path: String? = nil) throws(LessonError) {
    let name = path ?? file.path
    let source = try Self.text(of: file, path: name)
    try self.init(source: source, path: name)
  }

  /// The text of a source file.
  static func text(of file: URL, path: String) throws(LessonError) -> String {
    let bytes: Data
    do {
      bytes = try SafeFile.bytes(of: file)
    } catch {
      throw .unreadable(path: path, reason: (error as? FileError)?.reason ?? error.plainReason)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unreadable(path: path, reason: "it is not UTF-8 text")
    }
    return text
  }

  /// Cuts a script into cells.
  ///
  /// - Throws: `LessonError` with the line that is wrong.
  public init(source: String, path: String) throws(LessonError) {
    let unix = source.replacingOccurrences(of: "\r\n", with: "\n")
    let lines = unix.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let parser = LessonParser(lines: lines, path: path)
    let starts = lines.indices.filter { CellMarker.isMarker(lines[$0]) }
    let header = try parser.header(endingBefore: starts.first ?? lines.count)
    guard !starts.isEmpty else {
      throw .malformed(path: path, line: 1, reason: "no cell: a line `// %%` begins one.")
    }
    var cells: [Cell] = []
    for (number, start) in starts.enumerated() {
      let end = number + 1 < starts.count ? starts[number + 1] : lines.count
      cells.append(try parser.cell(number: number, start: start, end: end))
    }
    try parser.refuseDuplicateIDs(cells)
    self.init(path: path, header: header, cells: cells, lines: lines)
  }
}

/// Reads the parts of a script; line numbers in messages count from 1.
private struct LessonParser {
  let lines: [String]
  let path: String

  func cell(number: Int, start: Int, end: Int) throws(LessonError) -> Cell {
    let marker: CellMarker
    do {
      marker = try CellMarker(lines[start])
    } catch {
      throw malformed(start, error.reason)
    }
    var body: [String] = []
    for line in start + 1..<max(start + 1, end) {
      body.append(marker.kind == .code ? lines[line] : try commentText(line, in: marker.kind))
    }
    return Cell(
      number: number, kind: marker.kind, title: marker.title, id: marker.id, tags: marker.tags,
      line: start + 1,
      text: trimmingBlankLines(body).joined(separator: "\n"))
  }

  func refuseDuplicateIDs(_ cells: [Cell]) throws(LessonError) {
    var lineOfID: [String: Int] = [:]
    for cell in cells {
      guard let id = cell.id else { continue }
      if let first = lineOfID[id] {
        throw .duplicateID(path: path, id: id, line: cell.line, firstLine: first)
      }
      lineOfID[id] = cell.line
    }
  }

  /// The header, and the check that nothing but comments and imports stands before the first cell.
  func header(endingBefore end: Int) throws(LessonError) -> [String: String] {
    var header: [String: String] = [:]
    var opening: Int?
    var isClosed = false
    for line in 0..<end {
      let text = lines[line].trimmingCharacters(in: .whitespaces)
      if text == "// ---", !isClosed {
        isClosed = opening != nil
        opening = opening ?? line
      } else if opening != nil, !isClosed {
        let (name, value) = try headerField(line)
        header[name] = value
      } else if !isHarmless(text, line: line) {
        throw malformed(line, "code before the first `// %%` line; only imports and comments may stand here.")
      }
    }
    if let opening, !isClosed { throw malformed(opening, "the header has no closing `// ---` line.") }
    return header
  }

  private func headerField(_ line: Int) throws(LessonError) -> (name: String, value: String) {
    let text = try commentText(line, in: nil)
    guard let colon = text.firstIndex(of: ":") else {
      throw malformed(line, "a header line reads `// name: value`.")
    }
    let value = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    return (text[..<colon].trimmingCharacters(in: .whitespaces), value)
  }

  private func isHarmless(_ text: String, line: Int) -> Bool {
    text.isEmpty || text.hasPrefix("//") || text.hasPrefix("import ") || (line == 0 && text.hasPrefix("#!"))
  }

  /// The text behind `//` and one blank.
  private func commentText(_ line: Int, in kind: Cell.Kind?) throws(LessonError) -> String {
    let text = lines[line]
    guard !text.allSatisfy(\.isWhitespace) else { return "" }
    guard text.hasPrefix("//") else {
      let place = kind.map { "a [\(CellMarker.word(for: $0))] cell" } ?? "the header"
      throw malformed(
        line, "code inside \(place): begin its line with `//`, or start a code cell with `// %%` above it.")
    }
    return String(text.hasPrefix("// ") ? text.dropFirst(3) : text.dropFirst(2))
  }

  private func malformed(_ line: Int, _ reason: String) -> LessonError {
    .malformed(path: path, line: line + 1, reason: reason)
  }
}

private func trimmingBlankLines(_ lines: [String]) -> ArraySlice<String> {
  let isBlank: (String) -> Bool = { $0.allSatisfy(\.isWhitespace) }
  guard let first = lines.firstIndex(where: { !isBlank($0) }),
    let last = lines.lastIndex(where: { !isBlank($0) })
  else { return [] }
  return lines[first...last]
}
