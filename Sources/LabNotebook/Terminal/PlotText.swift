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
    let drawing = PlotDrawing(plot: plot, x: scales.x, y: scales.y, terminal: terminal)
    drawing.draw(on: &canvas)
    return terminal.titleLines(plot.title) + terminal.legend(plot.series.map(\.name))
      + quantity(plot.y.label)
      + framed(canvas, y: scales.y, gutter: gutter)
      + bottom(scales.x, columns: canvas.columns, gutter: gutter)
  }

  /// The name of the vertical axis stands above it, where it can be read.
  private func quantity(_ label: String) -> [String] {
    label.isEmpty
      ? [] : wrap(terminal.spelled(label), toWidth: terminal.width).map { terminal.paint($0, .dim) }
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
    let name = terminal.spelled(x.axis.label)
    let center = gutter + 2 + max(0, (columns - name.displayWidth) / 2)
    return [terminal.paint(blanks(gutter + 1) + corner + String(axis), .dim)] + numbers.lines(for: terminal)
      + (name.isEmpty
        ? []
        : wrap(name, toWidth: terminal.width).map {
          terminal.paint(blanks(min(center, terminal.width - $0.displayWidth)) + $0, .dim)
        })
  }
}

/// What stands inside the frame of a plot.
struct PlotDrawing {
  let plot: Plot
  let x: AxisScale
  let y: AxisScale
  let terminal: TerminalTraits

  func draw(on canvas: inout Canvas) {
    for (index, series) in plot.series.enumerated() {
      drawIntervals(series, ink: .series(index), on: &canvas)
    }
    for (index, series) in plot.series.enumerated() { draw(series, index, on: &canvas) }
    for line in plot.references { draw(line, on: &canvas) }
    for line in plot.references { drawLabel(line, on: &canvas) }
    for marker in plot.markers { draw(marker, on: &canvas) }
  }

  private func unit(_ px: Double, _ py: Double) -> UnitPoint? {
    guard let ux = x.unit(px), let uy = y.unit(py) else { return nil }
    return UnitPoint(x: ux, y: uy)
  }

  private func draw(_ series: Series, _ index: Int, on canvas: inout Canvas) {
    let points = series.points.map { unit($0.x, $0.y) }
    let sign = terminal.sign(index)
    if series.style == .line {
      for case (let from?, let to?) in zip(points, points.dropFirst()) {
        canvas.line(from, to, ink: .series(index), sign: terminal.unicode ? sign : ".")
      }
    }
    // Signs on every point of a long curve would hide it; a large cloud is clearer in small dots.
    let room = series.style == .line ? canvas.columns / 3 : canvas.columns * 2
    for case let point? in points {
      if points.count <= max(8, room) {
        canvas.put(sign, at: point, ink: .series(index))
      } else if series.style != .line || !terminal.unicode {
        canvas.point(
          point, ink: .series(index), sign: terminal.unicode ? sign : series.style == .line ? sign : ".")
      }
    }
  }

  private func drawIntervals(_ series: Series, ink: Ink, on canvas: inout Canvas) {
    let ends = series.points.map { point -> (UnitPoint, UnitPoint)? in
      guard let low = point.low, let high = point.high else { return nil }
      guard let low = unit(point.x, low), let high = unit(point.x, high) else { return nil }
      return (low, high)
    }
    for (here, next) in zip(ends, ends.dropFirst() + [nil]) {
      guard let here else { continue }
      if series.interval == .errorBars {
        canvas.line(here.0, here.1, ink: ink, sign: "|")
      } else if let next {
        canvas.line(here.0, next.0, ink: ink, sign: "'", sparse: true)
        canvas.line(here.1, next.1, ink: ink, sign: "'", sparse: true)
      }
    }
  }

  /// Dashes wherever nothing else is drawn.
  private func draw(_ line: ReferenceLine, on canvas: inout Canvas) {
    let isHorizontal = line.orientation == .horizontal
    guard let unit = isHorizontal ? y.unit(line.value) : x.unit(line.value) else { return }
    let dash: Character = terminal.unicode ? (isHorizontal ? "┄" : "┊") : (isHorizontal ? "-" : ":")
    let count = isHorizontal ? canvas.columns : canvas.rows
    for step in 0..<count {
      let along = (Double(step) + 0.5) / Double(count)
      canvas.put(
        dash, at: isHorizontal ? UnitPoint(x: along, y: unit) : UnitPoint(x: unit, y: along), ink: .dim,
        over: false)
    }
  }

  /// A horizontal line is named above its end, or below it, or on it; an upright one at its top.
  private func drawLabel(_ line: ReferenceLine, on canvas: inout Canvas) {
    let text = terminal.spelled(line.label)
    guard !text.isEmpty else { return }
    if line.orientation == .horizontal {
      guard let unit = y.unit(line.value), (0...1).contains(unit) else { return }
      let row = canvas.cell(of: UnitPoint(x: 0, y: unit)).row
      let columns = [canvas.columns - text.displayWidth, 1]
      let free = [row - 1, row + 1].contains { row in
        columns.contains { canvas.write(text, column: $0, row: row, ink: .dim) }
      }
      if !free {
        canvas.write(
          " \(text) ", column: canvas.columns - text.displayWidth - 2, row: row, ink: .dim, over: true)
      }
    } else {
      guard let unit = x.unit(line.value), (0...1).contains(unit) else { return }
      let column = canvas.cell(of: UnitPoint(x: unit, y: 0)).column
      writeBeside(text, column: column, rows: [0, canvas.rows - 1, 1], ink: .dim, on: &canvas)
    }
  }

  private func draw(_ marker: Marker, on canvas: inout Canvas) {
    guard let point = unit(marker.x, marker.y), canvas.isInside(point) else { return }
    canvas.put(terminal.unicode ? "◉" : "@", at: point, ink: .bold)
    let (column, row) = canvas.cell(of: point)
    writeBeside(
      terminal.spelled(marker.label), column: column, rows: [row, row - 1, row + 1], ink: .bold, on: &canvas)
  }

  /// Right or left of `column` in the first row with room.
  private func writeBeside(_ text: String, column: Int, rows: [Int], ink: Ink, on canvas: inout Canvas) {
    for row in rows {
      if canvas.write(" \(text)", column: column + 1, row: row, ink: ink) { return }
      if canvas.write("\(text) ", column: column - text.displayWidth - 1, row: row, ink: ink) { return }
    }
  }
}
