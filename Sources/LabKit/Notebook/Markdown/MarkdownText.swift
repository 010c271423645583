import LabNotebook

/// Sets Markdown in a terminal, wrapped to its width.
public struct MarkdownText {
  let terminal: TerminalTraits

  /// Sets prose for `terminal`; lines are kept to 80 columns, where they are read most easily.
  public init(for terminal: TerminalTraits) {
    self.terminal = terminal
  }

  /// The prose as lines, without a blank line at either end.
  public func lines(_ markdown: Markdown) -> [String] {
    lines(markdown.blocks, width: min(terminal.width, 80))
  }

  private func lines(_ blocks: [Markdown.Block], width: Int) -> [String] {
    Array(blocks.map { lines($0, width: width) }.joined(separator: [""]))
  }

  private func lines(_ block: Markdown.Block, width: Int) -> [String] {
    switch block {
    case .heading(let level, let inlines): heading(inlines, level: level, width: width)
    case .paragraph(let inlines): wrap(inlines, width: width)
    case .list(let start, let items): list(items, start: start, width: width)
    case .quote(let blocks):
      lines(blocks, width: max(10, width - 2)).map {
        terminal.paint(terminal.unicode ? "▏ " : "| ", .dim) + $0
      }
    case .code(_, let text):
      text.split(separator: "\n", omittingEmptySubsequences: false).map {
        "    " + terminal.paint(terminal.spelled(String($0)), .code)
      }
    case .table(let headings, let rows, _): table(headings, rows, width: width)
    case .rule: [terminal.paint(String(repeating: terminal.unicode ? "─" : "-", count: width), .dim)]
    }
  }

  /// The first two levels stand over a rule.
  private func heading(_ inlines: [Markdown.Inline], level: Int, width: Int) -> [String] {
    let words = wrap(inlines, width: width, ink: [.heading])
    guard level <= 2 else { return words }
    let signs = terminal.unicode ? ["═", "─"] : ["=", "-"]
    let columns = min(width, terminal.spelled(inlines.plainText).displayWidth)
    return words + [terminal.paint(String(repeating: signs[level - 1], count: columns), .dim)]
  }

  private func list(_ items: [[Markdown.Block]], start: Int?, width: Int) -> [String] {
    let bullet = terminal.unicode ? "•" : "-"
    let marks = items.indices.map { index in start.map { "\($0 + index)." } ?? bullet }
    let indent = (marks.map(\.displayWidth).max() ?? 1) + 1
    let isLoose = items.contains { $0.count > 1 && !$0.dropFirst().allSatisfy(\.isList) }
    let texts = zip(marks, items).map { mark, blocks in
      let inner = blocks.map { lines($0, width: max(10, width - indent)) }
      let body = isLoose ? Array(inner.joined(separator: [""])) : inner.flatMap(\.self)
      let first = mark.aligned(toWidth: indent)
      return body.enumerated().map { index, line in
        (index == 0 ? terminal.paint(first, .dim) : String(repeating: " ", count: indent)) + line
      }
    }
    return isLoose ? Array(texts.joined(separator: [""])) : texts.flatMap(\.self)
  }

  /// The table of a display, which aligns numbers by itself.
  private func table(_ headings: [[Markdown.Inline]], _ rows: [[[Markdown.Inline]]], width: Int) -> [String] {
    let table = Table(headings.map(\.plainText), rows.map { row in row.map(\.plainText) })
    var narrow = terminal
    narrow.width = width
    return table.display.text(for: narrow).split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
  }
}

extension MarkdownText {
  /// A word and the inks of its parts; words are what lines are broken between.
  private typealias Word = [(text: String, inks: [Ink])]

  private func wrap(_ inlines: [Markdown.Inline], width: Int, ink: [Ink] = []) -> [String] {
    var lines: [[Word]] = [[]]
    var used = 0
    for word in words(inlines, inks: ink) {
      let columns = word.reduce(0) { $0 + $1.text.displayWidth }
      if used > 0, used + 1 + columns > width {
        lines.append([])
        used = 0
      }
      lines[lines.count - 1].append(word)
      used += columns + (used > 0 ? 1 : 0)
    }
    return lines.map(painted)
  }

  /// The line in its inks; the blank between two words of one ink is in that ink too, so that an underline runs
  /// on.
  private func painted(_ line: [Word]) -> String {
    var runs: Word = []
    func append(_ text: String, _ inks: [Ink]) {
      if runs.last?.inks == inks {
        runs[runs.count - 1].text += text
      } else {
        runs.append((text, inks))
      }
    }
    for word in line {
      if let last = runs.last { append(" ", last.inks == word.first?.inks ? last.inks : []) }
      for piece in word { append(piece.text, piece.inks) }
    }
    return runs.map { terminal.paint($0.text, $0.inks) }.joined()
  }

  private func words(_ inlines: [Markdown.Inline], inks: [Ink]) -> [Word] {
    var words: [Word] = [[]]
    for run in runs(inlines, inks: inks) {
      let parts = run.text.split(separator: " ", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 { words.append([]) }
        if !part.isEmpty { words[words.count - 1].append((String(part), run.inks)) }
      }
    }
    return words.filter { !$0.isEmpty }
  }

  private func runs(_ inlines: [Markdown.Inline], inks: [Ink]) -> Word {
    inlines.flatMap { inline -> Word in
      switch inline {
      case .text(let text): [(terminal.spelled(text), inks)]
      case .code(let text):
        [(terminal.color == .none ? "`\(terminal.spelled(text))`" : terminal.spelled(text), inks + [.code])]
      case .emphasis(let inner): marked(inner, "*", inks + [.italic])
      case .strong(let inner): marked(inner, "*", inks + [.bold])
      case .link(let inner, let address): link(inner, address, inks)
      }
    }
  }

  /// Without colours, emphasis keeps a sign so that it is not lost.
  private func marked(_ inner: [Markdown.Inline], _ sign: String, _ inks: [Ink]) -> Word {
    let words = runs(inner, inks: inks)
    return terminal.color == .none ? [(sign, inks)] + words + [(sign, inks)] : words
  }

  private func link(_ inner: [Markdown.Inline], _ address: String, _ inks: [Ink]) -> Word {
    let words = runs(inner, inks: inks + [.underline])
    return inner.plainText == address || !address.hasPrefix("http")
      ? words : words + [(" (\(address))", inks)]
  }
}

extension Markdown.Block {
  fileprivate var isList: Bool {
    if case .list = self { true } else { false }
  }
}
