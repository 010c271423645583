/// A heat map in a terminal: coloured grounds where there are 256 colours, shade characters elsewhere.
struct HeatMapText {
  let terminal: TerminalTraits

  func lines(_ map: HeatMap) -> [String] {
    guard !map.rows.isEmpty, !map.columns.isEmpty else { return terminal.titleLines(map.title) }
    let names = map.rows.map(terminal.spelled)
    let nameWidth = min(names.map(\.displayWidth).max() ?? 0, max(4, terminal.width / 4))
    let columns = map.columns.map(terminal.spelled)
    let numbers = map.showsValues ? map.values.joined().map { number($0).displayWidth }.max() : nil
    let layout = HeatMapLayout(columns: columns, numbers: numbers, room: terminal.width - nameWidth - 1)
    let heads = layout.heads.map { head($0, width: layout.width) }.joined()
    let body = zip(names, map.values).map { name, values in
      name.truncated(toWidth: nameWidth, ellipsis: terminal.ellipsis).aligned(.trailing, toWidth: nameWidth)
        + " " + values.prefix(layout.heads.count).map { cell($0, in: map, layout) }.joined()
    }
    return terminal.titleLines(map.title) + axes(map) + [blanks(nameWidth + 1) + heads] + body
      + notes(map, columns, layout).flatMap(terminal.quietLines)
  }

  private func head(_ name: String, width: Int) -> String {
    let text = name.truncated(toWidth: max(1, width - 1), ellipsis: terminal.ellipsis)
    let left = max(0, width - 1 - text.displayWidth) / 2
    return terminal.paint((blanks(left) + text).aligned(toWidth: width), .dim)
  }

  private func cell(_ value: Double, in map: HeatMap, _ layout: HeatMapLayout) -> String {
    guard let shade = map.shade(value) else { return blanks(layout.width) }
    let number = layout.showsValues ? number(value) : ""
    if terminal.color == .full {
      let text = blanks((layout.width - number.displayWidth) / 2) + number
      return terminal.paint(text.aligned(toWidth: layout.width), .ground(ground(shade)))
    }
    let sign = shadeSign(shade.strength)
    if layout.showsValues { return number.aligned(.trailing, toWidth: layout.width - 3) + " \(sign) " }
    return String(repeating: sign, count: max(1, layout.width - 1)).aligned(toWidth: layout.width)
  }

  /// Five shades from blank to full.
  private func shadeSign(_ strength: Double) -> Character {
    let signs: [Character] = terminal.unicode ? [" ", "░", "▒", "▓", "█"] : [" ", ".", ":", "+", "#"]
    return signs[Int((strength * 4).rounded())]
  }

  /// From near black to blue for values above zero, to orange for those below.
  private func ground(_ shade: (strength: Double, isNegative: Bool)) -> Int {
    let above = [234, 17, 18, 24, 25, 31, 32, 38, 74, 117]
    let below = [234, 52, 58, 94, 130, 136, 172, 178, 214, 221]
    return (shade.isNegative ? below : above)[Int((shade.strength * 9).rounded())]
  }

  private func number(_ value: Double) -> String {
    value.isNaN ? "" : formatNumber(value, significant: 2)
  }

  /// What the rows and the columns are, in one line above the map.
  private func axes(_ map: HeatMap) -> [String] {
    let down = terminal.unicode ? "↓" : "down:"
    let across = terminal.unicode ? "→" : "across:"
    let parts = [
      map.rowTitle.isEmpty ? "" : "\(down) \(map.rowTitle)",
      map.columnTitle.isEmpty ? "" : "\(across) \(map.columnTitle)",
    ]
    return terminal.quietLines(parts.filter { !$0.isEmpty }.joined(separator: "   "))
  }

  /// The names behind the numbers, and what did not fit.
  private func notes(_ map: HeatMap, _ columns: [String], _ layout: HeatMapLayout) -> [String] {
    let shown = layout.heads.count
    var notes: [String] = []
    if layout.isNumbered {
      notes.append(columns.prefix(shown).enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", "))
    }
    if shown < columns.count { notes.append("\(columns.count - shown) more columns do not fit here") }
    if map.showsValues, !layout.showsValues { notes.append("the numbers do not fit here") }
    return notes
  }
}

/// How the columns of a heat map share the width of a terminal.
private struct HeatMapLayout {
  /// Columns a cell, its gap included.
  let width: Int
  /// What stands above the columns that fit.
  let heads: [String]
  /// Whether the heads are numbers that stand for the names.
  let isNumbered: Bool
  let showsValues: Bool

  /// Wide cells under their names if they fit, then narrower ones under numbers, then cells without values.
  ///
  /// - Parameter numbers: the width of the widest value; `nil` if no values are to be shown.
  init(columns: [String], numbers: Int?, room: Int) {
    let names = columns.map(\.displayWidth).max() ?? 0
    // A blank and the sign of the shade stand behind a value.
    let values = numbers.map { $0 + 2 } ?? 0
    let wide = max(values, names, 2) + 1
    let isNumbered = wide * columns.count > room && names > 2
    let heads = isNumbered ? columns.indices.map { String($0 + 1) } : columns
    let narrowHeads = heads.map(\.displayWidth).max() ?? 0
    let narrow = max(values, narrowHeads) + 1
    self.isNumbered = isNumbered
    if wide * columns.count <= room {
      (width, self.heads, showsValues) = (wide, heads, numbers != nil)
    } else if numbers != nil, narrow * columns.count <= room {
      (width, self.heads, showsValues) = (narrow, heads, true)
    } else {
      width = max(2, narrowHeads + (narrowHeads > 1 ? 1 : 0))
      self.heads = Array(heads.prefix(max(1, room / width)))
      showsValues = false
    }
  }
}
