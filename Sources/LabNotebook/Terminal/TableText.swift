/// A table in a terminal: headings over a rule, two blanks between columns, long cells wrapped.
///
/// Where even the narrowest columns do not fit side by side, each row becomes a block of `heading: value`.
struct TableText {
  let terminal: TerminalTraits
  private let gap = 2
  private let narrowest = 8

  func lines(_ table: Table) -> [String] {
    let title = terminal.titleLines(table.title ?? "")
    let headings = table.headings.map(terminal.spelled)
    let rows = table.rows.map { $0.map(terminal.spelled) }
    guard !headings.isEmpty else { return title }
    if let widths = columnWidths(headings: headings, rows: rows) {
      return title + grid(headings, rows, widths: widths, alignments: table.alignments)
    }
    return title + blocks(headings, rows)
  }

  /// The width of each column; the widest give way first. `nil` where the terminal is too narrow.
  private func columnWidths(headings: [String], rows: [[String]]) -> [Int]? {
    let natural = headings.indices.map { column in
      ([headings[column]] + rows.map { $0[column] }).map(widestLine).max() ?? 0
    }
    let least = natural.map { min($0, narrowest) }
    let room = terminal.width - gap * (natural.count - 1)
    guard least.reduce(0, +) <= room else { return nil }
    var widths = natural
    while widths.reduce(0, +) > room, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) {
      widths[widest] -= 1
    }
    return widths
  }

  private func grid(
    _ headings: [String], _ rows: [[String]], widths: [Int], alignments: [Table.Alignment]
  ) -> [String] {
    let rule = widths.map { String(repeating: terminal.unicode ? "─" : "-", count: $0) }
    let hasHeadings = headings.contains { !$0.isEmpty }
    let head = hasHeadings ? row(headings, widths: widths, alignments: alignments, ink: { _ in [.dim] }) : []
    return head + [terminal.paint(rule.joined(separator: blanks(gap)), .dim)]
      + rows.flatMap { row($0, widths: widths, alignments: alignments, ink: ink) }
  }

  /// One row, as many lines high as its tallest cell.
  private func row(
    _ cells: [String], widths: [Int], alignments: [Table.Alignment], ink: (String) -> [Ink]
  ) -> [String] {
    let wrapped = zip(cells, widths).map { wrap($0, toWidth: $1) }
    let height = wrapped.map(\.count).max() ?? 0
    return (0..<height).map { line in
      cells.indices.map { column in
        let text = line < wrapped[column].count ? wrapped[column][line] : ""
        return terminal.paint(text.aligned(alignments[column], toWidth: widths[column]), ink(cells[column]))
      }
      .joined(separator: blanks(gap))
    }
  }

  private func blocks(_ headings: [String], _ rows: [[String]]) -> [String] {
    rows.enumerated().flatMap { number, cells in
      let separator = number == 0 ? [] : [""]
      return separator
        + zip(headings, cells).flatMap { heading, cell in
          wrap(heading.isEmpty ? cell : "\(heading): \(cell)", toWidth: terminal.width)
        }
    }
  }

  /// Right and wrong are seen at a glance.
  private func ink(_ cell: String) -> [Ink] {
    switch cell {
    case "✓": [.good]
    case "✗": [.bad]
    default: []
    }
  }
}

/// `count` blanks, none for a negative count.
func blanks(_ count: Int) -> String {
  String(repeating: " ", count: max(0, count))
}

private func widestLine(_ text: String) -> Int {
  text.split(separator: "\n").map(\.displayWidth).max() ?? 0
}
