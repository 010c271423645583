extension Display {
  /// What the display shows, in words, for those who cannot see it.
  public var summary: String {
    switch self {
    case .table(let table):
      "Table of \(count(table.rows.count, "row")): \(table.headings.filter { !$0.isEmpty }.joined(separator: ", "))."
    case .plot(let plot): summary(of: plot)
    case .bars(let plot): summary(of: plot)
    case .histogram(let histogram): summary(of: histogram)
    case .heatMap(let map): summary(of: map)
    case .tokens(let strip):
      "\(count(strip.tokens.count, "token")): \(strip.tokens.map(\.debugDescription).joined(separator: " "))"
    }
  }

  private func summary(of plot: Plot) -> String {
    let kind = plot.series.contains { $0.style == .line } ? "Line plot" : "Scatter plot"
    let curves = plot.series.map { series in
      let name = series.name.isEmpty ? "Series" : series.name
      let points = series.points.filter { $0.x.isFinite && $0.y.isFinite }
      guard let first = points.first, let last = points.last else { return "\(name): no points." }
      func words(_ point: Series.Point) -> String {
        "\(format(point.y, on: plot.y)) at \(format(point.x, on: plot.x))"
      }
      let ends = points.count == 1 ? words(first) : "from \(words(first)) to \(words(last))"
      return "\(name): \(count(points.count, "point")), \(ends)."
    }
    let lines = plot.references.filter { !$0.label.isEmpty }.map { line in
      "\(line.label): \(format(line.value, on: line.orientation == .horizontal ? plot.y : plot.x))."
    }
    let marks = plot.markers.map {
      "\($0.label): \(format($0.y, on: plot.y)) at \(format($0.x, on: plot.x))."
    }
    let head = "\(kind) of \(plot.y.label) against \(plot.x.label)."
    return ([head] + curves + lines + marks).joined(separator: " ")
  }

  private func summary(of plot: BarPlot) -> String {
    let groups = plot.categories.enumerated().map { row, category in
      let values = plot.series.compactMap { bars in
        bars.value(row).map { (bars.name.isEmpty ? "" : bars.name + " ") + format($0, on: plot.value) }
      }
      return "\(category): \(values.joined(separator: ", "))."
    }
    return (["Bars of \(plot.value.label)."] + groups).joined(separator: " ")
  }

  private func summary(of histogram: Histogram) -> String {
    let total = histogram.counts.reduce(0, +)
    let edges = tickLabels(histogram.allEdges, on: histogram.x)
    let head = "Histogram of \(count(total, "value")) of \(histogram.x.label)."
    guard let most = histogram.counts.indices.max(by: { histogram.counts[$0] < histogram.counts[$1] }) else {
      return head
    }
    return head + " Most, \(histogram.counts[most]), lie from \(edges[most]) to \(edges[most + 1])."
  }

  private func summary(of map: HeatMap) -> String {
    let size = "\(count(map.rows.count, "row")) by \(count(map.columns.count, "column"))"
    let places = map.values.indices.flatMap { row in map.values[row].indices.map { (row, $0) } }
      .filter { map.values[$0.0][$0.1].isFinite }
    guard let most = places.max(by: { map.values[$0.0][$0.1] < map.values[$1.0][$1.1] }) else {
      return "Heat map of \(size)."
    }
    let value = formatNumber(map.values[most.0][most.1])
    return
      "Heat map of \(size). The largest value, \(value), is at \(map.rows[most.0]), \(map.columns[most.1])."
  }

  private func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }
}
