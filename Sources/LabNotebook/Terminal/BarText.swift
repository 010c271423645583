/// Bar plots and histograms in a terminal: one line a bar, its number behind it.
struct BarText {
  let terminal: TerminalTraits

  func lines(_ plot: BarPlot) -> [String] {
    let bars = plot.categories.indices.flatMap { category in
      plot.series.enumerated().compactMap { index, series -> Bar? in
        guard let value = series.value(category) else { return nil }
        return Bar(
          label: index == 0 ? plot.categories[category] : "", value: value, series: index,
          number: number(value, interval: series.interval(category), on: plot.value))
      }
    }
    return terminal.titleLines(plot.title) + terminal.legend(plot.series.map(\.name))
      + terminal.quietLines(plot.value.label)
      + rows(bars, axis: plot.value, signs: plot.series.count > 1)
  }

  func lines(_ histogram: Histogram) -> [String] {
    let edges = tickLabels(histogram.allEdges, on: histogram.x)
    let (lows, highs) = (edges.dropLast(), Array(edges.dropFirst()))
    let (left, right) = (lows.map(\.displayWidth).max() ?? 0, highs.map(\.displayWidth).max() ?? 0)
    let dash = terminal.unicode ? "–" : "-"
    let bars = histogram.counts.indices.map { bin in
      let range =
        lows[bin].aligned(.trailing, toWidth: left) + dash + highs[bin].aligned(.trailing, toWidth: right)
      return Bar(
        label: range, value: Double(histogram.counts[bin]), series: 0, number: String(histogram.counts[bin]))
    }
    let leftOut =
      histogram.leftOut > 0 ? terminal.quietLines("\(histogram.leftOut) not finite, left out") : []
    return terminal.titleLines(histogram.title) + terminal.quietLines(histogram.x.label)
      + rows(bars, axis: Axis("count"), signs: false) + leftOut
  }

  private struct Bar {
    let label: String
    let value: Double
    let series: Int
    let number: String
  }

  private func rows(_ bars: [Bar], axis: Axis, signs: Bool) -> [String] {
    let labels = bars.map { terminal.spelled($0.label) }
    let numbers = bars.map { terminal.spelled($0.number) }
    let labelWidth = min(labels.map(\.displayWidth).max() ?? 0, terminal.width / 3)
    let numberWidth = numbers.map(\.displayWidth).max() ?? 0
    let room = min(terminal.width, 96) - labelWidth - numberWidth - (signs ? 5 : 3)
    let scale = BarColumns(values: bars.map(\.value), axis: axis, columns: max(4, room))
    return bars.indices.map { index in
      let bar = bars[index]
      let label = labels[index].truncated(toWidth: labelWidth, ellipsis: terminal.ellipsis)
      let sign = signs ? terminal.paint(String(terminal.sign(bar.series)), .series(bar.series)) + " " : ""
      let drawing = terminal.unicode ? scale.blocks(bar.value) : scale.hashes(bar.value)
      let axisSign = terminal.paint(terminal.unicode ? "│" : "|", .dim)
      return label.aligned(toWidth: labelWidth) + " " + sign
        + terminal.paint(drawing.left, .series(bar.series)) + axisSign
        + terminal.paint(drawing.right, .series(bar.series)) + " " + numbers[index]
    }
  }

  private func number(_ value: Double, interval: (low: Double, high: Double)?, on axis: Axis) -> String {
    let number = format(value, on: axis, significant: 3)
    guard let interval else { return number }
    return number
      + " [\(format(interval.low, on: axis, significant: 3)), \(format(interval.high, on: axis, significant: 3))]"
  }
}

/// How long a bar is, in columns left and right of where bars begin.
private struct BarColumns {
  private let scale: BarScale
  private let columns: Double
  private let leftColumns: Int

  init(values: [Double], axis: Axis, columns: Int) {
    scale = BarScale(values: values, axis: axis)
    self.columns = Double(columns - (scale.start > 0 ? 1 : 0))
    leftColumns = Int((scale.start * self.columns).rounded(.up))
  }

  /// Eighths of a cell to the right (U+2588…U+258F); whole and half cells to the left, where Unicode has no more.
  func blocks(_ value: Double) -> (left: String, right: String) {
    let length = scale.length(value) * columns
    if length < 0 {
      let halves = Int((-length * 2).rounded())
      let text = (halves % 2 == 1 ? "▐" : "") + String(repeating: "█", count: halves / 2)
      return (text.aligned(.trailing, toWidth: leftColumns), "")
    }
    let eighths = Int((length * 8).rounded())
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return (blanks(leftColumns), String(repeating: "█", count: eighths / 8) + rest)
  }

  func hashes(_ value: Double) -> (left: String, right: String) {
    let length = Int((scale.length(value) * columns).rounded())
    let bar = String(repeating: "#", count: abs(length))
    return length < 0 ? (bar.aligned(.trailing, toWidth: leftColumns), "") : (blanks(leftColumns), bar)
  }
}
