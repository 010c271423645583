/// A heat map as a picture.
struct HeatMapSVG {
  func svg(_ map: HeatMap) -> String {
    var figure = Figure(title: map.title, description: Display.heatMap(map).summary)
    let names = map.columns.map(textWidth).max() ?? 0
    let rowNames = min(200, map.rows.map(textWidth).max() ?? 0)
    let left = 24 + rowNames
    let count = Double(max(1, map.columns.count))
    let cell = min(max(96, names + 12), (Figure.width - left - 12) / count)
    let isSlanted = names > cell - 6
    let head = isSlanted ? min(120, names * 0.72) + 14 : 22
    let top = figure.top + (map.columnTitle.isEmpty && map.rowTitle.isEmpty ? 0 : 22)
    let rowHeight = min(cell, 34)
    let frame = Frame(
      left: left, top: top + head, width: cell * count, height: rowHeight * Double(map.rows.count))
    drawAxes(map, y: figure.top + 12, on: &figure.canvas)
    drawNames(map, frame, cell: cell, rowHeight: rowHeight, isSlanted: isSlanted, on: &figure.canvas)
    let widest = map.values.joined().filter { !$0.isNaN }.map { textWidth(number($0)) }.max() ?? 0
    for (row, values) in map.values.enumerated() {
      for (column, value) in values.enumerated() {
        let corner = (x: frame.left + Double(column) * cell, y: frame.top + Double(row) * rowHeight)
        let place = Frame(left: corner.x, top: corner.y, width: cell - 1.5, height: rowHeight - 1.5)
        let words = "\(map.rows[row]), \(map.columns[column]): \(number(value))"
        draw(
          value, words, in: place, map, showsNumber: map.showsValues && widest < cell - 4, on: &figure.canvas)
      }
    }
    return figure.svg(height: frame.bottom + 14)
  }

  private func draw(
    _ value: Double, _ words: String, in place: Frame, _ map: HeatMap, showsNumber: Bool,
    on canvas: inout SVGCanvas
  ) {
    guard let shade = map.shade(value) else { return }
    canvas.group(seriesAttributes(shade.isNegative ? 1 : 0)) { canvas in
      canvas.add(
        "rect",
        [
          "x": place.left, "y": place.top, "width": place.width, "height": place.height, "rx": 2,
          "style": "stroke:none",
          "stroke": "none", "fill-opacity": 0.05 + 0.95 * shade.strength,
        ], hover: words)
    }
    guard showsNumber else { return }
    let letters = letters(on: shade)
    canvas.text(
      number(value), x: place.left + place.width / 2, y: place.top + place.height / 2 + 4.5,
      [
        "text-anchor": "middle", "pointer-events": "none", "class": letters.name, "fill": letters.fill,
        "font-size": 12,
      ])
  }

  /// Black or white, whichever stands out more (at least 4.5 to 1) from a cell on a light and on a dark page.
  private func letters(on shade: (strength: Double, isNegative: Bool)) -> (name: String, fill: String) {
    if !shade.isNegative, shade.strength >= 0.86 { return ("lab-on-deep", "#fff") }
    return (shade.strength >= (shade.isNegative ? 0.59 : 0.66) ? "lab-on-mid" : "lab-on-pale", "#000")
  }

  private func drawNames(
    _ map: HeatMap, _ frame: Frame, cell: Double, rowHeight: Double, isSlanted: Bool,
    on canvas: inout SVGCanvas
  ) {
    for (row, name) in map.rows.enumerated() {
      let y = frame.top + Double(row) * rowHeight + rowHeight / 2 + 4
      canvas.text(name.truncated(toWidth: 28), x: frame.left - 8, y: y, ["text-anchor": "end"])
    }
    for (column, name) in map.columns.enumerated() {
      let x = frame.left + (Double(column) + 0.5) * cell
      if isSlanted {
        let turn = "rotate(-45 \(coordinate(x)) \(coordinate(frame.top - 8)))"
        canvas.text(name.truncated(toWidth: 24), x: x, y: frame.top - 8, ["transform": turn])
      } else {
        canvas.text(name, x: x, y: frame.top - 8, ["text-anchor": "middle"])
      }
    }
  }

  private func drawAxes(_ map: HeatMap, y: Double, on canvas: inout SVGCanvas) {
    let parts = [
      map.rowTitle.isEmpty ? "" : "↓ \(map.rowTitle)", map.columnTitle.isEmpty ? "" : "→ \(map.columnTitle)",
    ]
    let words = parts.filter { !$0.isEmpty }.joined(separator: "   ")
    guard !words.isEmpty else { return }
    canvas.text(words, x: 8, y: y, ["class": "lab-quiet", "fill": Palette.light.quiet])
  }

  private func number(_ value: Double) -> String {
    value.isNaN ? "nothing" : formatNumber(value, significant: 3)
  }
}
