/// How the columns of a table share a width; cells that are wider than their column are wrapped.
struct TableLayout {
  /// The width of each column.
  let widths: [Int]

  /// Gives every column what it needs, the widest giving way first; `nil` where not even narrow columns fit.
  init?(headings: [String], rows: [[String]], room: Int, gap: Int) {
    let narrowest = 8
    var widths = headings.indices.map { column in
      ([headings[column]] + rows.map { $0[column] }).map(widestLine).max() ?? 0
    }
    let room = room - gap * max(0, widths.count - 1)
    guard widths.reduce(0, { $0 + min($1, narrowest) }) <= room else { return nil }
    while widths.reduce(0, +) > room, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) {
      widths[widest] -= 1
    }
    self.widths = widths
  }

  /// The lines of a row, each with one piece of text a column.
  func lines(_ cells: [String]) -> [[String]] {
    let wrapped = zip(cells, widths).map { wrap($0, toWidth: $1) }
    let height = wrapped.map(\.count).max() ?? 0
    return (0..<height).map { line in wrapped.map { line < $0.count ? $0[line] : "" } }
  }
}

private func widestLine(_ text: String) -> Int {
  text.split(separator: "\n").map(\.displayWidth).max() ?? 0
}
