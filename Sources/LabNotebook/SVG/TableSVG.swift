/// A table as a picture, for places that take no HTML.
struct TableSVG {
  private let lineHeight = 18.0
  private let column = 7.5
  private let gap = 3

  func svg(_ table: Table) -> String {
    var figure = Figure(title: table.title ?? "", description: Display.table(table).summary)
    let room = Int((Figure.width - 16) / column)
    // A table with very many columns is drawn wider, and then smaller as a whole.
    let wide = room * max(1, table.headings.count)
    let layout =
      TableLayout(headings: table.headings, rows: table.rows, room: room, gap: gap)
      ?? TableLayout(headings: table.headings, rows: table.rows, room: wide, gap: gap)
    guard let layout else { return figure.svg(height: figure.top + 8) }
    let width = Double(layout.widths.reduce(0, +) + gap * max(0, layout.widths.count - 1)) * column + 16
    let scale = min(1, Figure.width / width)
    var y = figure.top / scale
    figure.canvas.group(["transform": "scale(\(formatNumber(scale)))"]) { canvas in
      y = draw(table.headings, table, layout, y: y, weight: 600, on: &canvas)
      canvas.add(
        "line",
        ["class": "lab-rule", "stroke": Palette.light.quiet, "x1": 8, "x2": width - 8, "y1": y, "y2": y])
      y += 4
      for row in table.rows { y = draw(row, table, layout, y: y, weight: 400, on: &canvas) }
    }
    return figure.svg(height: y * scale + 8)
  }

  /// - Returns: Where the next row may stand.
  private func draw(
    _ cells: [String], _ table: Table, _ layout: TableLayout, y: Double, weight: Int,
    on canvas: inout SVGCanvas
  ) -> Double {
    var y = y
    for line in layout.lines(cells) {
      var x = 8.0
      for (index, text) in line.enumerated() {
        let width = Double(layout.widths[index]) * column
        let isTrailing = table.alignments[index] == .trailing
        if !text.isEmpty {
          canvas.text(
            text, x: isTrailing ? x + width : x, y: y + 14,
            ["text-anchor": isTrailing ? "end" : "start", "font-weight": weight])
        }
        x += width + Double(gap) * column
      }
      y += lineHeight
    }
    return y + 5
  }
}
