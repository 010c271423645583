import Foundation

/// Cuts lines of Markdown into blocks.
struct BlockParser {
  let lines: [String]

  func blocks() -> [Markdown.Block] {
    var blocks: [Markdown.Block] = []
    var line = 0
    while line < lines.count {
      if lines[line].isBlank {
        line += 1
      } else {
        let (block, next) = block(at: line)
        blocks.append(block)
        line = next
      }
    }
    return blocks
  }

  /// The block that begins at a line, and the line behind it.
  private func block(at line: Int) -> (Markdown.Block, next: Int) {
    let text = lines[line].trimmingCharacters(in: .whitespaces)
    if let fence = fence(text) { return code(at: line, fence: fence) }
    if let heading = heading(text) { return (heading, line + 1) }
    if isRule(text) { return (.rule, line + 1) }
    if text.hasPrefix(">") { return quote(at: line) }
    if ListMark(lines[line]) != nil { return list(at: line) }
    if isTable(at: line) { return table(at: line) }
    return paragraph(at: line)
  }

  private func fence(_ text: String) -> String? {
    ["```", "~~~"].first { text.hasPrefix($0) }
  }

  private func code(at line: Int, fence: String) -> (Markdown.Block, next: Int) {
    let opening = lines[line].trimmingCharacters(in: .whitespaces)
    let indent = lines[line].prefix { $0 == " " }.count
    let end =
      lines[(line + 1)...].firstIndex { $0.trimmingCharacters(in: .whitespaces).hasPrefix(fence) }
      ?? lines.count
    let body = lines[(line + 1)..<max(line + 1, end)].map { $0.droppingIndent(indent) }
    let language = opening.dropFirst(fence.count).trimmingCharacters(in: .whitespaces)
    return (.code(language: language, body.joined(separator: "\n")), end + 1)
  }

  private func heading(_ text: String) -> Markdown.Block? {
    let level = text.prefix { $0 == "#" }.count
    guard (1...6).contains(level), text.dropFirst(level).hasPrefix(" ") else { return nil }
    let words = text.dropFirst(level).trimmingCharacters(in: .whitespaces)
    return .heading(level: level, InlineParser.parse(words))
  }

  private func isRule(_ text: String) -> Bool {
    let signs = text.filter { $0 != " " }
    return signs.count >= 3 && ["-", "*", "_"].contains { sign in signs.allSatisfy { String($0) == sign } }
  }

  private func quote(at line: Int) -> (Markdown.Block, next: Int) {
    let end =
      lines[line...].firstIndex { !$0.trimmingCharacters(in: .whitespaces).hasPrefix(">") } ?? lines.count
    let inner = lines[line..<end].map { line in
      let text = line.trimmingCharacters(in: .whitespaces).dropFirst()
      return String(text.hasPrefix(" ") ? text.dropFirst() : text)
    }
    return (.quote(BlockParser(lines: inner).blocks()), end)
  }

  /// Items of one kind at one depth; what is indented under an item belongs to it.
  private func list(at first: Int) -> (Markdown.Block, next: Int) {
    let start = ListMark(lines[first])
    var items: [[Markdown.Block]] = []
    var line = first
    while line < lines.count, let mark = ListMark(lines[line]), mark.isSibling(of: start) {
      var inner = [String(lines[line].dropFirst(mark.textColumn))]
      line += 1
      while line < lines.count, belongsToItem(line, mark) {
        inner.append(lines[line].droppingIndent(mark.textColumn))
        line += 1
      }
      items.append(BlockParser(lines: inner).blocks())
      let next = lines[line...].firstIndex { !$0.isBlank } ?? lines.count
      if next < lines.count, ListMark(lines[next])?.isSibling(of: start) == true { line = next }
    }
    return (.list(start: start?.number, items: items), line)
  }

  private func belongsToItem(_ line: Int, _ mark: ListMark) -> Bool {
    if lines[line].isBlank {
      // A blank line belongs to the item if what comes behind it is indented as its text is.
      guard let next = lines[line...].first(where: { !$0.isBlank }) else { return false }
      return next.indent >= mark.textColumn
    }
    if lines[line].indent >= mark.textColumn { return true }
    // Words that run on below a bullet without indentation; anything that begins a block ends the item.
    return ListMark(lines[line]) == nil && !lines[line - 1].isBlank && !beginsBlock(line)
  }

  private func beginsBlock(_ line: Int) -> Bool {
    let text = lines[line].trimmingCharacters(in: .whitespaces)
    return fence(text) != nil || heading(text) != nil || isRule(text) || text.hasPrefix(">")
      || isTable(at: line)
  }

  private func isTable(at line: Int) -> Bool {
    guard line + 1 < lines.count, lines[line].contains("|") else { return false }
    let rule = lines[line + 1].trimmingCharacters(in: .whitespaces)
    return rule.contains("-") && rule.contains("|") && rule.allSatisfy { "|-: ".contains($0) }
  }

  private func table(at line: Int) -> (Markdown.Block, next: Int) {
    let end = lines[line...].firstIndex { !$0.contains("|") } ?? lines.count
    let headings = tableCells(lines[line]).map(InlineParser.parse)
    let trailing = tableCells(lines[line + 1]).map { $0.hasSuffix(":") && !$0.hasPrefix(":") }
    let rows = lines[(line + 2)..<max(line + 2, end)].map { tableCells($0).map(InlineParser.parse) }
    return (.table(headings: headings, rows: rows, trailing: trailing), end)
  }

  private func paragraph(at line: Int) -> (Markdown.Block, next: Int) {
    var end = line + 1
    while end < lines.count, !lines[end].isBlank, !beginsBlock(end), ListMark(lines[end]) == nil { end += 1 }
    let text = lines[line..<end].map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    return (.paragraph(InlineParser.parse(text)), end)
  }
}

/// The bullet or the number in front of a list item.
private struct ListMark {
  let indent: Int
  let number: Int?
  /// Where the item's text begins.
  let textColumn: Int

  init?(_ line: String) {
    indent = line.indent
    let text = line.dropFirst(indent)
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let sign = text.dropFirst(digits.count).prefix(1)
    let isBullet = digits.isEmpty && ["-", "*", "+"].contains(sign)
    let isNumber = (1...9).contains(digits.count) && [".", ")"].contains(sign)
    guard isBullet || isNumber, text.dropFirst(digits.count + 1).first == " " else { return nil }
    number = Int(digits)
    textColumn = indent + digits.count + 2
  }

  func isSibling(of other: ListMark?) -> Bool {
    guard let other else { return false }
    return (number == nil) == (other.number == nil) && indent < other.textColumn && indent >= other.indent
  }
}

/// The cells of a table row; a `|` inside code or behind a backslash does not end one.
private func tableCells(_ line: String) -> [String] {
  var cells = [""]
  var isCode = false
  var isEscaped = false
  for character in line.trimmingCharacters(in: .whitespaces) {
    if character == "|", !isCode, !isEscaped {
      cells.append("")
    } else {
      if character == "|", isEscaped { cells[cells.count - 1].removeLast() }
      if character == "`" { isCode.toggle() }
      cells[cells.count - 1].append(character)
    }
    isEscaped = character == "\\" && !isEscaped
  }
  if cells.first == "" { cells.removeFirst() }
  if cells.last == "" { cells.removeLast() }
  return cells.map { $0.trimmingCharacters(in: .whitespaces) }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
  fileprivate var indent: Int { prefix { $0 == " " }.count }

  fileprivate func droppingIndent(_ count: Int) -> String {
    String(dropFirst(Swift.min(count, indent)))
  }
}
