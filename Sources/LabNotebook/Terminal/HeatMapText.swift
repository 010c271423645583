/// A heat map in a terminal: coloured grounds where there are 256 colours, shade characters elsewhere.
struct HeatMapText {
  let terminal: TerminalTraits

  func lines(_ map: HeatMap) -> [String] {
    let rows = map.rows.map(terminal.spelled)
    let columns = map.columns.map(terminal.spelled)
    guard !rows.isEmpty, !columns.isEmpty else { return terminal.titleLines(map.title) }
    let labelWidth = min(rows.map(\.displayWidth).max() ?? 0, max(4, terminal.width / 4))
    let layout = layout(map, columns: columns, room: terminal.width - labelWidth - 1)
    let ellipsis = terminal.unicode ? "…" : "~"
    let shown = Array(map.columns.indices.prefix(layout.shown))
    let heads = layout.names.map { names in
      blanks(labelWidth + 1) + shown.map { head(names[$0], width: layout.width) }.joined()
    }
    let body = rows.indices.map { row in
      rows[row].truncated(toWidth: labelWidth, ellipsis: ellipsis).aligned(.trailing, toWidth: labelWidth)
        + " "
        + shown.map { cell(map.values[row][$0], in: map, layout: layout) }.joined()
    }
    return terminal.titleLines(map.title) + axes(map) + heads.map { [$0] }.joined() + body
      + notes(map, columns, layout)
  }

  private struct Layout {
    /// Columns a cell, its gap included.
    let width: Int
    /// How many columns of the map fit.
    let shown: Int
    let showsValues: Bool
    /// The heads, where they fit; otherwise the columns are numbered.
    let names: [[String]]
    let isNumbered: Bool
  }

  /// Wide cells with whole names if they fit, then narrow ones with numbered heads, then cells of two columns.
  private func layout(_ map: HeatMap, columns: [String], room: Int) -> Layout {
    let numbers = map.showsValues ? map.values.joined().map { number($0).displayWidth }.max() ?? 0 : 0
    let names = columns.map(\.displayWidth).max() ?? 0
    let wide = max(numbers + 2, names, 2) + 1
    if wide * columns.count <= room {
      return Layout(
        width: wide, shown: columns.count, showsValues: map.showsValues, names: [columns], isNumbered: false)
    }
    let digits = String(columns.count).count
    let isShort = names <= 2
    let narrowNames = isShort ? columns : columns.indices.map { String($0 + 1) }
    let narrow = max(numbers + 2, isShort ? names : digits) + 1
    if map.showsValues, narrow * columns.count <= room {
      return Layout(
        width: narrow, shown: columns.count, showsValues: true, names: [narrowNames], isNumbered: !isShort)
    }
    let width = max(2, isShort ? 2 : digits + (digits > 1 ? 1 : 0))
    return Layout(
      width: width, shown: min(columns.count, max(1, room / width)), showsValues: false, names: [narrowNames],
      isNumbered: !isShort)
  }

  private func head(_ name: String, width: Int) -> String {
    let text = name.truncated(toWidth: max(1, width - 1), ellipsis: terminal.unicode ? "…" : "~")
    let left = max(0, width - 1 - text.displayWidth) / 2
    return terminal.paint((blanks(left) + text).aligned(toWidth: width), .dim)
  }

  private func cell(_ value: Double, in map: HeatMap, layout: Layout) -> String {
    guard let shade = map.shade(value) else { return blanks(layout.width) }
    let number = layout.showsValues ? number(value) : ""
    guard terminal.color < .full else {
      let text = blanks((layout.width - number.displayWidth) / 2) + number
      return terminal.paint(text.aligned(toWidth: layout.width), .ground(ground(shade)))
    }
    let sign = String(shadeSign(shade.strength))
    guard layout.showsValues else {
      return String(repeating: sign, count: max(1, layout.width - 1)).aligned(toWidth: layout.width)
    }
    return number.aligned(.trailing, toWidth: layout.width - 3) + " " + sign + " "
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
    let text = parts.filter { !$0.isEmpty }.joined(separator: "   ")
    return text.isEmpty
      ? [] : wrap(terminal.spelled(text), toWidth: terminal.width).map { terminal.paint($0, .dim) }
  }

  /// The names behind the numbers, and what did not fit.
  private func notes(_ map: HeatMap, _ columns: [String], _ layout: Layout) -> [String] {
    var notes: [String] = []
    if layout.isNumbered {
      notes.append(
        columns.prefix(layout.shown).enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", "))
    }
    if layout.shown < columns.count {
      notes.append("\(columns.count - layout.shown) more columns do not fit here")
    }
    return notes.flatMap { wrap($0, toWidth: terminal.width).map { terminal.paint($0, .dim) } }
  }
}
