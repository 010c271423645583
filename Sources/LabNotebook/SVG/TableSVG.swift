/// A table as a picture, for places that take no HTML.
struct TableSVG {
  private let rowHeight = 24.0
  private let gap = 22.0

  func svg(_ table: Table) -> String {
    var figure = Figure(title: table.title ?? "", description: Display.table(table).summary)
    let widths = table.headings.indices.map { column in
      ([table.headings[column]] + table.rows.map { $0[column] }).map(textWidth).max() ?? 0
    }
    let natural = widths.reduce(0, +) + gap * Double(max(0, widths.count - 1)) + 16
    // A table that is too wide is drawn smaller as a whole.
    let scale = min(1, Figure.width / natural)
    var y = figure.top / scale
    figure.canvas.group(["transform": "scale(\(formatNumber(scale)))"]) { canvas in
      draw(table.headings, table, widths, y: y, isHeading: true, on: &canvas)
      y += rowHeight
      canvas.add(
        "line",
        [
          "class": "lab-rule", "stroke": Palette.light.quiet, "x1": 8, "x2": natural - 8, "y1": y - 4,
          "y2": y - 4,
        ])
      for row in table.rows {
        draw(row, table, widths, y: y, isHeading: false, on: &canvas)
        y += rowHeight
      }
    }
    return figure.svg(height: y * scale + 8)
  }

  private func draw(
    _ cells: [String], _ table: Table, _ widths: [Double], y: Double, isHeading: Bool,
    on canvas: inout SVGCanvas
  ) {
    var x = 8.0
    for (column, cell) in cells.enumerated() {
      let isTrailing = table.alignments[column] == .trailing
      canvas.text(
        cell, x: isTrailing ? x + widths[column] : x, y: y + 14,
        ["text-anchor": isTrailing ? "end" : "start", "font-weight": isHeading ? 600 : 400])
      x += widths[column] + gap
    }
  }
}
