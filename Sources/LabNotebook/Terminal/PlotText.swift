/// Curves and clouds in a terminal.
struct PlotText {
  let terminal: TerminalTraits

  func lines(_ plot: Plot) -> [String] {
    let width = min(terminal.width, 96)
    let rows = max(8, min(16, width / 5))
    let scales = plot.scales(maximumXTicks: max(2, width / 10), maximumYTicks: max(3, rows / 2))
    let labels = scales.y.ticks.map { terminal.spelled($0.label) }
    let gutter = labels.map(\.displayWidth).max() ?? 0
    var canvas = Canvas(columns: max(8, width - gutter - 2), rows: rows, unicode: terminal.unicode)
    var drawing = PlotDrawing(plot: plot, x: scales.x, y: scales.y, terminal: terminal)
    drawing.draw(on: &canvas)
    // The name of the vertical axis stands above it, where it can be read.
    return terminal.titleLines(plot.title) + terminal.legend(plot.series.map(\.name))
      + terminal.quietLines(plot.y.label)
      + framed(canvas, y: scales.y, gutter: gutter)
      + bottom(scales.x, columns: canvas.columns, gutter: gutter)
      + drawing.namesWithoutRoom.flatMap(terminal.quietLines)
  }

  private func framed(_ canvas: Canvas, y: AxisScale, gutter: Int) -> [String] {
    var labels: [Int: String] = [:]
    for tick in y.ticks {
      guard let unit = y.unit(tick.value) else { continue }
      labels[canvas.cell(of: UnitPoint(x: 0, y: unit)).row] = terminal.spelled(tick.label)
    }
    let (bar, tickBar) = terminal.unicode ? ("│", "┤") : ("|", "+")
    return canvas.lines(for: terminal).enumerated().map { row, content in
      let label = (labels[row] ?? "").aligned(.trailing, toWidth: gutter)
      return terminal.paint("\(label) \(labels[row] == nil ? bar : tickBar)", .dim) + content
    }
  }

  /// The horizontal axis, its numbers and its name.
  private func bottom(_ x: AxisScale, columns: Int, gutter: Int) -> [String] {
    let (corner, rule, mark): (String, Character, Character) =
      terminal.unicode ? ("└", "─", "┬") : ("+", "-", "+")
    var axis = [Character](repeating: rule, count: columns)
    var numbers = Canvas(columns: columns + gutter + 2, rows: 1, unicode: terminal.unicode)
    for tick in x.ticks {
      guard let unit = x.unit(tick.value) else { continue }
      let column = Int((unit * Double(columns - 1)).rounded())
      let label = terminal.spelled(tick.label)
      let start = min(gutter + 2 + column - label.displayWidth / 2, numbers.columns - label.displayWidth)
      // A number that would touch its neighbour is left out, and so is its mark.
      if numbers.write(" \(label)", column: start - 1, row: 0, ink: .dim) { axis[column] = mark }
    }
    return [terminal.paint(blanks(gutter + 1) + corner + String(axis), .dim)] + numbers.lines(for: terminal)
      + wrap(terminal.spelled(x.axis.label), toWidth: columns).map { line in
        terminal.paint(blanks(gutter + 2 + (columns - line.displayWidth) / 2) + line, .dim)
      }
  }
}
