/// Curves and clouds as a picture.
struct PlotSVG {
  private let plot: Plot
  private let x: AxisScale
  private let y: AxisScale

  init(_ plot: Plot) {
    self.plot = plot
    (x, y) = plot.scales(maximumXTicks: 9, maximumYTicks: 7)
  }

  func svg() -> String {
    var figure = Figure(title: plot.title, description: Display.plot(plot).summary)
    let isJoined = plot.series.map { $0.style == .line }
    let top = figure.legend(plot.series.map(\.name), y: figure.top, joined: isJoined)
    figure.canvas.text(plot.y.label, x: 8, y: top + 12, ["class": "lab-quiet", "fill": Palette.light.quiet])
    let left = 16 + (y.ticks.map { textWidth($0.label) }.max() ?? 0)
    let frame = Frame(left: left, top: top + 26, width: Figure.width - left - 20, height: 260)
    figure.canvas.axes(frame, x: x, y: y)
    figure.canvas.nest(
      "svg",
      ["x": frame.left, "y": frame.top, "width": frame.width, "height": frame.height, "overflow": "hidden"]
    ) { inner in
      let local = Frame(left: 0, top: 0, width: frame.width, height: frame.height)
      for (index, series) in plot.series.enumerated() { drawBand(series, index, local, on: &inner) }
      for (index, series) in plot.series.enumerated() { drawCurve(series, index, local, on: &inner) }
    }
    for line in plot.references { draw(line, in: frame, on: &figure.canvas) }
    for (index, series) in plot.series.enumerated() {
      drawPoints(series, index, in: frame, on: &figure.canvas)
    }
    for marker in plot.markers { draw(marker, in: frame, on: &figure.canvas) }
    return figure.svg(height: frame.bottom + 48)
  }

  private func place(_ px: Double, _ py: Double, in frame: Frame) -> (x: Double, y: Double)? {
    guard let ux = x.unit(px), let uy = y.unit(py) else { return nil }
    return frame.place(ux, uy)
  }

  private func drawCurve(_ series: Series, _ index: Int, _ frame: Frame, on canvas: inout SVGCanvas) {
    guard series.style == .line else { return }
    let places = thinned(series.points, to: 1500).map { place($0.x, $0.y, in: frame) }
    canvas.group(seriesAttributes(index)) { canvas in
      for run in places.split(whereSeparator: { $0 == nil }) where run.count > 1 {
        let points = run.compactMap(\.self).map { "\(coordinate($0.x)),\(coordinate($0.y))" }
        canvas.add(
          "polyline",
          [
            "points": points.joined(separator: " "), "fill": "none", "stroke-width": 2,
            "stroke-linejoin": "round",
            "stroke-dasharray": dash(index), "style": "fill:none",
          ])
      }
    }
  }

  private func drawBand(_ series: Series, _ index: Int, _ frame: Frame, on canvas: inout SVGCanvas) {
    guard series.interval == .band else { return }
    let ends = thinned(series.points, to: 1500).map { point -> (low: String, high: String)? in
      guard let low = point.low, let high = point.high else { return nil }
      guard let low = place(point.x, low, in: frame), let high = place(point.x, high, in: frame) else {
        return nil
      }
      return ("\(coordinate(low.x)),\(coordinate(low.y))", "\(coordinate(high.x)),\(coordinate(high.y))")
    }
    canvas.group(seriesAttributes(index)) { canvas in
      for run in ends.split(whereSeparator: { $0 == nil }) where run.count > 1 {
        let outline = run.compactMap { $0?.high } + run.reversed().compactMap { $0?.low }
        canvas.add(
          "polygon",
          [
            "points": outline.joined(separator: " "), "fill-opacity": 0.14, "style": "stroke:none",
            "stroke": "none",
          ])
      }
    }
  }

  /// A sign on each point, unless there are many. Every point tells its numbers; along a curve of many, so many as
  /// leave no gap between the places to point at.
  private func drawPoints(_ series: Series, _ index: Int, in frame: Frame, on canvas: inout SVGCanvas) {
    let isLine = series.style == .line
    let hasSigns = !isLine || series.points.count <= 40
    let shown = isLine ? thinned(series.points, to: 50) : thinned(series.points, to: 3000)
    let radius = !hasSigns ? 0 : shown.count > 300 ? 2.0 : 3.5
    canvas.group(seriesAttributes(index)) { canvas in
      for point in shown {
        guard let unitX = x.unit(point.x), let unitY = y.unit(point.y),
          let at = place(point.x, point.y, in: frame),
          (-0.001...1.001).contains(unitX), (-0.001...1.001).contains(unitY)
        else { continue }
        if series.interval == .errorBars { drawErrorBar(point, at: at.x, in: frame, on: &canvas) }
        if radius > 0 {
          let opacity = isLine ? 1 : 0.8
          canvas.add(
            "path",
            ["d": shape(index, x: at.x, y: at.y, radius: radius), "stroke": "none", "fill-opacity": opacity])
        }
        canvas.add(
          "circle", ["cx": at.x, "cy": at.y, "r": 8, "fill-opacity": 0, "stroke-opacity": 0],
          hover: words(point, of: series))
      }
    }
  }

  private func drawErrorBar(_ point: Series.Point, at px: Double, in frame: Frame, on canvas: inout SVGCanvas)
  {
    guard let low = point.low.flatMap(y.unit), let high = point.high.flatMap(y.unit) else { return }
    let (bottom, top) = (frame.place(0, max(0, min(1, low))).y, frame.place(0, max(0, min(1, high))).y)
    for (x1, y1, x2, y2) in [
      (px, bottom, px, top), (px - 4, bottom, px + 4, bottom), (px - 4, top, px + 4, top),
    ] {
      canvas.add("line", ["x1": x1, "y1": y1, "x2": x2, "y2": y2, "stroke-width": 1.3])
    }
  }

  private func words(_ point: Series.Point, of series: Series) -> String {
    let name = series.name.isEmpty ? "" : series.name + ": "
    var words =
      "\(name)\(plot.x.label) \(format(point.x, on: plot.x)), \(plot.y.label) \(format(point.y, on: plot.y))"
    if let low = point.low, let high = point.high {
      words += " [\(format(low, on: plot.y)), \(format(high, on: plot.y))]"
    }
    return words
  }

  private func draw(_ line: ReferenceLine, in frame: Frame, on canvas: inout SVGCanvas) {
    let isHorizontal = line.orientation == .horizontal
    guard let unit = isHorizontal ? y.unit(line.value) : x.unit(line.value), (0...1).contains(unit) else {
      return
    }
    let from = isHorizontal ? frame.place(0, unit) : frame.place(unit, 0)
    let to = isHorizontal ? frame.place(1, unit) : frame.place(unit, 1)
    let value = format(line.value, on: isHorizontal ? plot.y : plot.x)
    canvas.add(
      "line",
      [
        "class": "lab-rule", "stroke": Palette.light.quiet, "stroke-dasharray": "5 4", "x1": from.x,
        "y1": from.y,
        "x2": to.x, "y2": to.y,
      ], hover: line.label.isEmpty ? value : "\(line.label): \(value)")
    guard !line.label.isEmpty else { return }
    let isRight = !isHorizontal && to.x + 6 + textWidth(line.label) > frame.right
    let x = isHorizontal ? to.x - 4 : isRight ? to.x - 6 : to.x + 6
    canvas.label(
      line.label, x: x, y: isHorizontal ? to.y - 6 : to.y + 12, end: isHorizontal || isRight, isQuiet: true)
  }

  private func draw(_ marker: Marker, in frame: Frame, on canvas: inout SVGCanvas) {
    guard let at = place(marker.x, marker.y, in: frame), frame.contains(at) else { return }
    let words = "\(marker.label): \(format(marker.x, on: plot.x)), \(format(marker.y, on: plot.y))"
    canvas.add(
      "circle",
      [
        "cx": at.x, "cy": at.y, "r": 6, "fill": "none", "pointer-events": "all", "stroke": "currentColor",
        "stroke-width": 2,
      ],
      hover: words)
    let isRight = at.x + 12 + textWidth(marker.label) > frame.right
    // Below the point to the right: where a rising curve is not.
    canvas.label(
      marker.label, x: at.x + (isRight ? -10 : 10), y: at.y + 20, end: isRight, isQuiet: false)
  }
}

/// Evenly chosen points, the first and the last among them.
func thinned<Element>(_ elements: [Element], to count: Int) -> [Element] {
  guard elements.count > count, count > 1 else { return elements }
  return (0..<count).map { elements[$0 * (elements.count - 1) / (count - 1)] }
}
