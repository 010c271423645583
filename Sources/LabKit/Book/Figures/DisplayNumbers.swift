import LabNotebook

extension Display {
  /// The numbers behind a picture, for those who would rather read them; tables and tokens can be read already.
  var numbers: Table? {
    switch self {
    case .table, .tokens: nil
    case .plot(let plot): plot.numbers
    case .bars(let plot): plot.numbers
    case .histogram(let histogram): histogram.numbers
    case .heatMap(let map): map.numbers
    }
  }
}

extension Plot {
  fileprivate var numbers: Table { sideBySide ?? oneBelowTheOther }

  /// A column for each of several series, where no interval and no second point at one x stands in the way.
  private var sideBySide: Table? {
    let points = series.map { Dictionary($0.points.map { ($0.x, $0) }) { first, _ in first } }
    let isSimple = zip(series, points).allSatisfy { series, points in
      points.count == series.points.count && series.points.allSatisfy { $0.low == nil && $0.high == nil }
    }
    guard isSimple, series.count > 1, markers.isEmpty, references.isEmpty else { return nil }
    let places = Set(points.flatMap(\.keys)).sorted()
    let rows = places.map { x in
      [formatNumber(x)] + points.map { $0[x].map { formatNumber($0.y) } ?? "" }
    }
    return Table([x.label] + series.map { $0.name.isEmpty ? y.label : $0.name }, rows)
  }

  private var oneBelowTheOther: Table {
    let hasInterval = series.contains { $0.points.contains { $0.low != nil || $0.high != nil } }
    var rows: [[String]] = series.flatMap { series in
      series.points.map { point in
        let interval = hasInterval ? [point.low, point.high].map { $0.map { formatNumber($0) } ?? "" } : []
        return [series.name, formatNumber(point.x), formatNumber(point.y)] + interval
      }
    }
    rows += markers.map { [$0.label, formatNumber($0.x), formatNumber($0.y)] }
    rows += references.map { line in
      let value = formatNumber(line.value)
      return line.orientation == .horizontal ? [line.label, "", value] : [line.label, value, ""]
    }
    return Table(["", x.label, y.label] + (hasInterval ? ["from", "to"] : []), rows)
  }
}

extension BarPlot {
  fileprivate var numbers: Table {
    let headings = series.map { $0.name.isEmpty ? value.label : $0.name }
    let rows = categories.enumerated().map { row, category in
      [category]
        + series.map { bars in
          guard row < bars.values.count else { return "" }
          let number = formatNumber(bars.values[row])
          guard row < bars.low.count, row < bars.high.count else { return number }
          return "\(number) [\(formatNumber(bars.low[row])), \(formatNumber(bars.high[row]))]"
        }
    }
    return Table([""] + headings, rows)
  }
}

extension Histogram {
  fileprivate var numbers: Table {
    let rows = counts.enumerated().map { bin, count in
      let from = start + Double(bin) * width
      return [formatNumber(from), formatNumber(from + width), "\(count)"]
    }
    return Table(["\(x.label) from", "to", "count"], rows)
  }
}

extension HeatMap {
  fileprivate var numbers: Table {
    let corner = [rowTitle, columnTitle].filter { !$0.isEmpty }.joined(separator: " / ")
    let rows = zip(self.rows, values).map { name, values in
      [name] + values.map { $0.isNaN ? "" : formatNumber($0, significant: 3) }
    }
    return Table([corner] + columns, rows)
  }
}
