/// A way to set text apart in a terminal.
public enum Ink: Equatable, Sendable {
  /// Heavier.
  case bold
  /// Fainter, for what is not the point.
  case dim
  /// Slanted.
  case italic
  /// Underlined.
  case underline
  /// A heading.
  case heading
  /// Code inside prose.
  case code
  /// Passed, right.
  case good
  /// Failed, wrong.
  case bad
  /// Worth a look.
  case warning
  /// The colour of the n-th series of a plot.
  case series(Int)
  /// A ground of one of the 256 colours of xterm, with letters that can be read on it.
  case ground(Int)
}

extension TerminalTraits {
  /// `text` in the given inks, as far as the terminal has them.
  public func paint(_ text: String, _ inks: Ink...) -> String {
    paint(text, inks)
  }

  /// `text` in the given inks, as far as the terminal has them.
  public func paint(_ text: String, _ inks: [Ink]) -> String {
    guard color > .none, !text.isEmpty else { return text }
    let codes = inks.flatMap(codes)
    return codes.isEmpty ? text : "\u{1B}[\(codes.joined(separator: ";"))m\(text)\u{1B}[0m"
  }

  private func codes(_ ink: Ink) -> [String] {
    switch ink {
    case .bold: ["1"]
    case .dim: ["2"]
    case .italic: ["3"]
    case .underline: ["4"]
    case .heading: ["1", "34"]
    case .code: ["36"]
    case .good: ["32"]
    case .bad: ["31"]
    case .warning: ["33"]
    case .series(let index):
      color == .full ? ["38", "5", String(cycled(seriesColors, index))] : [sixteen(index)]
    case .ground(let index): color == .full ? ["48", "5", String(index), "38", "5", letters(on: index)] : []
    }
  }

  private func sixteen(_ index: Int) -> String {
    cycled(["34", "33", "32", "35", "36", "31"], index)
  }
}

/// Blue, orange, green, magenta, teal, red: middle tones that stand out on black and on white.
private let seriesColors = [32, 172, 71, 169, 37, 167]

/// The element at `index`, starting again behind the last.
func cycled<Element>(_ elements: [Element], _ index: Int) -> Element {
  elements[index % elements.count]
}

/// Black letters on a light ground, white ones on a dark one (xterm's 6×6×6 cube and its greys).
private func letters(on color: Int) -> String {
  let luminance: Double
  switch color {
  case 16..<232:
    let levels = [0.0, 0.37, 0.53, 0.69, 0.84, 1.0]
    let index = color - 16
    luminance = 0.3 * levels[index / 36] + 0.59 * levels[index / 6 % 6] + 0.11 * levels[index % 6]
  case 232...: luminance = Double(color - 232) / 24
  default: luminance = 0
  }
  return luminance > 0.5 ? "16" : "231"
}
