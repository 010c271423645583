/// Bar plots and histograms as pictures.
struct BarSVG {
  func svg(_ plot: BarPlot) -> String {
    var figure = Figure(title: plot.title, description: Display.bars(plot).summary)
    let top = figure.legend(plot.series.map(\.name), y: figure.top)
    let labels = min(240, plot.categories.map(textWidth).max() ?? 0)
    let thickness = plot.series.count > 1 ? 16.0 : 20
    let group = thickness * Double(max(1, plot.series.count)) + 12
    let values: [Double] = [0] + plot.series.flatMap { bars in bars.values + bars.low + bars.high }
    let axis = plot.value.scale == .log ? BarScale.logarithmic(plot.value, values: values) : plot.value
    let scale = AxisScale(axis, fitting: values, maximumTicks: 7)
    let height = group * Double(plot.categories.count)
    // Room for the numbers: right of the bars, and left of them where some are below zero.
    let left = 24 + labels + (values.contains { $0 < 0 } ? 46 : 0)
    let frame = Frame(left: left, top: top + 4, width: Figure.width - left - 64, height: height)
    drawGrid(scale, in: frame, on: &figure.canvas)
    for (row, category) in plot.categories.enumerated() {
      let y = frame.top + Double(row) * group + 6
      let name = category.truncated(toWidth: 34)
      figure.canvas.text(name, x: 14 + labels, y: y + (group - 12) / 2 + 4.5, ["text-anchor": "end"])
      for (index, bars) in plot.series.enumerated() {
        let bar = Frame(
          left: frame.left, top: y + Double(index) * thickness, width: frame.width, height: thickness - 2)
        draw(bars, row, series: index, scale, plot, bar, on: &figure.canvas)
      }
    }
    return figure.svg(height: frame.bottom + 48)
  }

  private func draw(
    _ bars: Bars, _ row: Int, series: Int, _ scale: AxisScale, _ plot: BarPlot, _ bar: Frame,
    on canvas: inout SVGCanvas
  ) {
    guard let value = bars.value(row), let unit = scale.unit(value) else { return }
    let end = max(0, min(1, unit))
    let zero = max(0, min(1, scale.unit(0) ?? 0))
    let (from, to) = (bar.place(min(zero, end), 0).x, bar.place(max(zero, end), 0).x)
    let number = format(value, on: plot.value)
    let interval = bars.interval(row)
    let range =
      interval.map { " [\(format($0.low, on: plot.value)), \(format($0.high, on: plot.value))]" } ?? ""
    let words =
      [plot.categories[row], bars.name].filter { !$0.isEmpty }.joined(separator: ", ") + ": \(number)\(range)"
    canvas.group(seriesAttributes(series)) { canvas in
      canvas.add(
        "rect",
        [
          "x": from, "y": bar.top, "width": max(1, to - from), "height": bar.height, "rx": 2,
          "style": "stroke:none", "stroke": "none",
        ],
        hover: words)
    }
    var outside = value < 0 ? from : to
    if let interval, let low = scale.unit(interval.low), let high = scale.unit(interval.high) {
      let middle = bar.top + bar.height / 2
      canvas.add(
        "line",
        [
          "x1": bar.place(low, 0).x, "x2": bar.place(high, 0).x, "y1": middle, "y2": middle,
          "stroke": "currentColor", "stroke-width": 1.5,
        ])
      outside = value < 0 ? min(outside, bar.place(low, 0).x) : max(outside, bar.place(high, 0).x)
    }
    canvas.text(
      number, x: outside + (value < 0 ? -6 : 6), y: bar.top + bar.height / 2 + 4.5,
      ["text-anchor": value < 0 ? "end" : "start", "font-size": 12])
  }

  private func drawGrid(_ scale: AxisScale, in frame: Frame, on canvas: inout SVGCanvas) {
    for tick in scale.ticks {
      guard let unit = scale.unit(tick.value) else { continue }
      let x = frame.place(unit, 0).x
      let isZero = tick.value == 0
      canvas.add(
        "line",
        [
          "class": isZero ? "lab-rule" : "lab-grid",
          "stroke": isZero ? Palette.light.quiet : Palette.light.grid, "x1": x,
          "y1": frame.top, "x2": x, "y2": frame.bottom,
        ])
      canvas.text(
        tick.label, x: x, y: frame.bottom + 18,
        ["text-anchor": "middle", "class": "lab-quiet", "fill": Palette.light.quiet, "font-size": 12])
    }
    canvas.text(
      scale.axis.label, x: frame.left + frame.width / 2, y: frame.bottom + 38,
      ["text-anchor": "middle", "class": "lab-quiet", "fill": Palette.light.quiet])
  }

  func svg(_ histogram: Histogram) -> String {
    var figure = Figure(title: histogram.title, description: Display.histogram(histogram).summary)
    let edges = histogram.allEdges
    let labels = tickLabels(edges, on: histogram.x)
    let x = AxisScale(
      Axis(
        histogram.x.label, format: histogram.x.format, range: edges[0]...max(edges[edges.count - 1], edges[0])
      ),
      fitting: edges, maximumTicks: 10)
    let y = AxisScale("count", fitting: [0] + histogram.counts.map(Double.init), maximumTicks: 6)
    let left = 16 + (y.ticks.map { textWidth($0.label) }.max() ?? 0)
    let frame = Frame(left: left, top: figure.top + 26, width: Figure.width - left - 20, height: 220)
    figure.canvas.text(
      "count", x: 8, y: figure.top + 12, ["class": "lab-quiet", "fill": Palette.light.quiet])
    figure.canvas.axes(frame, x: x, y: y)
    figure.canvas.group(seriesAttributes(0)) { canvas in
      for (bin, count) in histogram.counts.enumerated() {
        guard let low = x.unit(edges[bin]), let high = x.unit(edges[bin + 1]), let top = y.unit(Double(count))
        else { continue }
        let corner = frame.place(low, top)
        canvas.add(
          "rect",
          [
            "x": corner.x + 0.5, "y": corner.y, "width": max(0.5, (high - low) * frame.width - 1),
            "height": frame.bottom - corner.y, "style": "stroke:none", "stroke": "none",
          ], hover: "\(labels[bin]) to \(labels[bin + 1]): \(count)")
      }
    }
    return figure.svg(height: frame.bottom + 48)
  }
}
