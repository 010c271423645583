/// What stands inside the frame of a plot in a terminal.
struct PlotDrawing {
  let plot: Plot
  let x: AxisScale
  let y: AxisScale
  let terminal: TerminalTraits
  /// What the drawing could not name in its place, to be said below it.
  private(set) var namesWithoutRoom: [String] = []

  init(plot: Plot, x: AxisScale, y: AxisScale, terminal: TerminalTraits) {
    (self.plot, self.x, self.y, self.terminal) = (plot, x, y, terminal)
  }

  mutating func draw(on canvas: inout Canvas) {
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
}

extension PlotDrawing {
  private func draw(_ series: Series, _ index: Int, on canvas: inout Canvas) {
    let points = series.points.map { unit($0.x, $0.y) }
    let ink = Ink.series(index)
    if series.style == .line {
      drawCurve(points, index, on: &canvas)
    } else if points.count <= canvas.columns * 2 {
      for case let point? in points { canvas.put(terminal.sign(index), at: point, ink: ink) }
    } else {
      // A large cloud is clearer in small dots.
      for case let point? in points { canvas.point(point, ink: ink, sign: terminal.sign(index)) }
    }
  }

  /// Signs stand on every point of a short curve, and here and there on a long one, which they would hide.
  private func drawCurve(_ points: [UnitPoint?], _ index: Int, on canvas: inout Canvas) {
    let sign = terminal.sign(index)
    let isShort = points.count <= max(8, canvas.columns / 3)
    let lineSign = isShort && !terminal.unicode ? "." : sign
    for case (let from?, let to?) in zip(points, points.dropFirst()) {
      canvas.line(from, to, ink: .series(index), sign: lineSign)
    }
    let step = isShort ? 1 : max(1, points.count / 8)
    // Curves that lie on each other keep their signs apart.
    let first = isShort ? 0 : step * (index + 1) / (plot.series.count + 1)
    for position in stride(from: first, to: points.count, by: step) {
      if let point = points[position] { canvas.put(sign, at: point, ink: .series(index)) }
    }
  }

  private func drawIntervals(_ series: Series, ink: Ink, on canvas: inout Canvas) {
    let ends = series.points.map { point -> (low: UnitPoint, high: UnitPoint)? in
      guard let low = point.low, let high = point.high else { return nil }
      guard let low = unit(point.x, low), let high = unit(point.x, high) else { return nil }
      return (low, high)
    }
    for (here, next) in zip(ends, ends.dropFirst() + [nil]) {
      guard let here else { continue }
      if series.interval == .errorBars {
        canvas.line(here.low, here.high, ink: ink, sign: "|")
      } else if let next {
        canvas.line(here.low, next.low, ink: ink, sign: "'", sparse: true)
        canvas.line(here.high, next.high, ink: ink, sign: "'", sparse: true)
      }
    }
  }
}

extension PlotDrawing {
  /// Dashes wherever nothing else is drawn.
  private func draw(_ line: ReferenceLine, on canvas: inout Canvas) {
    let isHorizontal = line.orientation == .horizontal
    guard let unit = isHorizontal ? y.unit(line.value) : x.unit(line.value) else { return }
    let dash: Character = terminal.unicode ? (isHorizontal ? "┄" : "┊") : (isHorizontal ? "-" : ":")
    let count = isHorizontal ? canvas.columns : canvas.rows
    for step in 0..<count {
      let along = (Double(step) + 0.5) / Double(count)
      let point = isHorizontal ? UnitPoint(x: along, y: unit) : UnitPoint(x: unit, y: along)
      canvas.put(dash, at: point, ink: .dim, over: false)
    }
  }

  private mutating func drawLabel(_ line: ReferenceLine, on canvas: inout Canvas) {
    let isHorizontal = line.orientation == .horizontal
    guard let unit = isHorizontal ? y.unit(line.value) : x.unit(line.value), (0...1).contains(unit),
      !line.label.isEmpty
    else { return }
    let text = terminal.spelled(line.label)
    let (column, row) = canvas.cell(of: isHorizontal ? UnitPoint(x: 0, y: unit) : UnitPoint(x: unit, y: 0))
    let isDone =
      isHorizontal
      ? writeAlong(text, row: row, on: &canvas)
      : writeBeside(text, column: column, rows: [0, canvas.rows - 1, 1], ink: .dim, on: &canvas)
    let value = format(line.value, on: isHorizontal ? plot.y : plot.x)
    if !isDone { namesWithoutRoom.append("\(text): \(isHorizontal ? plot.y.label : plot.x.label) \(value)") }
  }

  private mutating func draw(_ marker: Marker, on canvas: inout Canvas) {
    guard let point = unit(marker.x, marker.y), canvas.isInside(point) else { return }
    let sign: Character = terminal.unicode ? "◉" : "@"
    canvas.put(sign, at: point, ink: .bold)
    let (column, row) = canvas.cell(of: point)
    let rows = [row, row - 1, row + 1]
    let text = terminal.spelled(marker.label)
    if !writeBeside(text, column: column, rows: rows, ink: .bold, on: &canvas) {
      let place = "\(format(marker.x, on: plot.x)), \(format(marker.y, on: plot.y))"
      namesWithoutRoom.append("\(sign) \(text) (\(place))")
    }
  }

  /// Above the end of a line or below it, else at its beginning, else on it.
  private func writeAlong(_ text: String, row: Int, on canvas: inout Canvas) -> Bool {
    let end = canvas.columns - text.displayWidth
    for row in [row - 1, row + 1] {
      for column in [end, 1] where canvas.write(text, column: column, row: row, ink: .dim) { return true }
    }
    return canvas.write(" \(text) ", column: end - 2, row: row, ink: .dim, over: true)
  }

  /// Right or left of `column` in the first row with room.
  private func writeBeside(
    _ text: String, column: Int, rows: [Int], ink: Ink, on canvas: inout Canvas
  ) -> Bool {
    for row in rows {
      if canvas.write(" \(text)", column: column + 1, row: row, ink: ink) { return true }
      let left = column - text.displayWidth - 1
      if canvas.write("\(text) ", column: left, row: row, ink: ink) { return true }
    }
    return false
  }
}
