/// Tokens in a terminal: on coloured grounds where there are 256 colours, between bars elsewhere.
struct TokenText {
  let terminal: TerminalTraits

  func lines(_ strip: TokenStrip) -> [String] {
    let pieces = strip.tokens.enumerated().map { index, token in
      Piece(
        text: visible(token), number: strip.ids.isEmpty ? "" : String(strip.ids[index]), index: index,
        breaksLine: token.hasSuffix("\n"))
    }
    return terminal.titleLines(strip.title) + rows(pieces).flatMap(draw)
  }

  private struct Piece {
    var text: String
    var number: String
    let index: Int
    let breaksLine: Bool

    var width: Int { max(text.displayWidth, number.displayWidth) }
  }

  /// Blanks as `·`, line breaks as `⏎`, tabs as `⇥`, and other characters without a shape as their code.
  func visible(_ token: String) -> String {
    let text = token.reduce(into: "") { text, character in
      switch character {
      case " ": text += terminal.unicode ? "·" : "_"
      case "\n", "\r\n": text += terminal.unicode ? "⏎" : "\\n"
      case "\t": text += terminal.unicode ? "⇥" : "\\t"
      default:
        let isShapeless = character.displayWidth == 0
        let codes = character.unicodeScalars.map { "<" + String($0.value, radix: 16, uppercase: true) + ">" }
        text += isShapeless || (!terminal.unicode && !character.isASCII) ? codes.joined() : String(character)
      }
    }
    return text.isEmpty ? (terminal.unicode ? "∅" : "<>") : text
  }

  /// The pieces of each line: as many as fit, and a new line behind a line break.
  private func rows(_ pieces: [Piece]) -> [[Piece]] {
    let separator = terminal.color == .full ? 0 : 1
    var rows: [[Piece]] = []
    var used = 0
    for piece in pieces.flatMap(cut) {
      let width = piece.width + separator + (piece.number.isEmpty ? 0 : 1)
      if let last = rows.last?.last, used + width <= terminal.width - separator, !last.breaksLine {
        rows[rows.count - 1].append(piece)
        used += width
      } else {
        rows.append([piece])
        used = width
      }
    }
    return rows
  }

  /// A piece longer than a line, in parts; the number stays with the first.
  private func cut(_ piece: Piece) -> [Piece] {
    let parts = wrap(piece.text, toWidth: max(4, terminal.width - 4))
    return parts.enumerated().map { part, text in
      Piece(
        text: text, number: part == 0 ? piece.number : "", index: piece.index,
        breaksLine: piece.breaksLine && part == parts.count - 1)
    }
  }

  private func draw(_ row: [Piece]) -> [String] {
    let hasNumbers = row.contains { !$0.number.isEmpty }
    let cells = row.map { piece in
      piece.text.aligned(toWidth: hasNumbers ? piece.width : piece.text.displayWidth)
    }
    let bar = terminal.unicode ? "│" : "|"
    guard terminal.color == .full else {
      let text = bar + cells.joined(separator: bar) + bar
      let numbers = zip(row, cells).map {
        " " + terminal.paint($0.number.aligned(toWidth: $1.displayWidth), .dim)
      }
      return hasNumbers ? [text, numbers.joined()] : [text]
    }
    let gap = hasNumbers ? " " : ""
    let text = zip(row, cells).map { terminal.paint($1, .ground(ground($0.index))) }.joined(separator: gap)
    let numbers = zip(row, cells).map { terminal.paint($0.number.aligned(toWidth: $1.displayWidth), .dim) }
    return hasNumbers ? [text, numbers.joined(separator: gap)] : [text]
  }

  /// Five quiet grounds; neighbours always differ.
  private func ground(_ index: Int) -> Int {
    cycled([153, 223, 157, 225, 229], index)
  }
}
