/// A table in a terminal: headings over a rule, two blanks between columns, long cells wrapped.
///
/// Where even the narrowest columns do not fit side by side, each row becomes a block of `heading: value`.
struct TableText {
  let terminal: TerminalTraits
  private let gap = 2

  func lines(_ table: Table) -> [String] {
    let title = terminal.titleLines(table.title ?? "")
    let headings = table.headings.map(terminal.spelled)
    let rows = table.rows.map { $0.map(terminal.spelled) }
    guard !headings.isEmpty else { return title }
    guard let layout = TableLayout(headings: headings, rows: rows, room: terminal.width, gap: gap) else {
      return title + blocks(headings, rows)
    }
    return title + grid(headings, rows, layout, table.alignments)
  }

  private func grid(
    _ headings: [String], _ rows: [[String]], _ layout: TableLayout, _ alignments: [Table.Alignment]
  ) -> [String] {
    func drawn(_ cells: [String], ink: (String) -> [Ink]) -> [String] {
      layout.lines(cells).map { line in
        line.indices.map { column in
          let text = line[column].aligned(alignments[column], toWidth: layout.widths[column])
          return terminal.paint(text, ink(cells[column]))
        }
        .joined(separator: blanks(gap))
      }
    }
    let rule = layout.widths.map { String(repeating: terminal.unicode ? "─" : "-", count: $0) }
    let hasHeadings = headings.contains { !$0.isEmpty }
    return (hasHeadings ? drawn(headings) { _ in [.dim] } : [])
      + [terminal.paint(rule.joined(separator: blanks(gap)), .dim)] + rows.flatMap { drawn($0, ink: ink) }
  }

  private func blocks(_ headings: [String], _ rows: [[String]]) -> [String] {
    let blocks = rows.map { cells in
      zip(headings, cells).flatMap { heading, cell in
        wrap(heading.isEmpty ? cell : "\(heading): \(cell)", toWidth: terminal.width)
      }
    }
    return Array(blocks.joined(separator: [""]))
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
