extension Display {
  /// The display as lines of text for a terminal, without a line break at the end.
  ///
  /// No line is wider than `terminal.width` except where a single character is.
  public func text(for terminal: TerminalTraits = TerminalTraits()) -> String {
    let lines =
      switch self {
      case .table(let table): TableText(terminal: terminal).lines(table)
      case .plot(let plot): PlotText(terminal: terminal).lines(plot)
      case .bars(let bars): BarText(terminal: terminal).lines(bars)
      case .histogram(let histogram): BarText(terminal: terminal).lines(histogram)
      case .heatMap(let map): HeatMapText(terminal: terminal).lines(map)
      case .tokens(let strip): TokenText(terminal: terminal).lines(strip)
      }
    return lines.map(droppingTrailingSpaces).joined(separator: "\n")
  }
}

extension TerminalTraits {
  /// `text` in letters this terminal has, without control characters that would move the cursor.
  public func spelled(_ text: String) -> String {
    var text = text
    if text.contains(where: \.isControl) {
      text = text.reduce(into: "") { $0 += $1.isNewline ? "\n" : $1.isControl ? " " : String($1) }
    }
    return unicode ? text : text.asciiSpelling
  }

  /// The lines of a title, none where it is empty.
  func titleLines(_ title: String) -> [String] {
    title.isEmpty ? [] : wrap(spelled(title), toWidth: width).map { paint($0, .bold) }
  }

  /// The lines of something said in passing, none where it is empty.
  func quietLines(_ text: String) -> [String] {
    text.isEmpty ? [] : wrap(spelled(text), toWidth: width).map { paint($0, .dim) }
  }

  /// What stands for the part of a text that was cut off.
  var ellipsis: String { unicode ? "…" : "~" }

  /// The sign of the n-th series, told apart by shape so that colour is never needed.
  func sign(_ series: Int) -> Character {
    let signs: [Character] =
      unicode ? ["●", "▲", "■", "◆", "○", "△", "□", "◇"] : ["o", "+", "x", "*", "@", "%", "&", "="]
    return cycled(signs, series)
  }

  /// The names of the series behind their signs, in as many lines as they need; none for unnamed series.
  func legend(_ names: [String]) -> [String] {
    var lines: [String] = []
    var used = 0
    for (index, name) in names.enumerated() where !name.isEmpty {
      let text = spelled(name).truncated(toWidth: width - 4, ellipsis: ellipsis)
      let entry = paint(String(sign(index)), .series(index)) + " " + text
      let columns = text.displayWidth + 2
      if lines.isEmpty || used + 3 + columns > width {
        lines.append(entry)
        used = columns
      } else {
        lines[lines.count - 1] += "   " + entry
        used += 3 + columns
      }
    }
    return lines
  }
}

extension Character {
  /// Whether it is a control character of one scalar or, like a CR LF, of several.
  var isControl: Bool { unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } }
}

private func droppingTrailingSpaces(_ line: String) -> String {
  var line = line[...]
  while line.hasSuffix(" ") { line.removeLast() }
  return String(line)
}
