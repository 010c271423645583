/// Text broken into lines of at most `width` columns, at spaces where there are any and inside a word where it
/// is longer than a line. Line breaks in the text are kept.
public func wrap(_ text: String, toWidth width: Int) -> [String] {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  return lines.flatMap { wrapLine($0, toWidth: max(1, width)) }
}

private func wrapLine(_ line: Substring, toWidth width: Int) -> [String] {
  guard line.displayWidth > width else { return [String(line)] }
  var lines: [String] = []
  var current = ""
  for word in line.split(separator: " ", omittingEmptySubsequences: false) {
    if !lines.isEmpty || !current.isEmpty {
      if current.displayWidth + 1 + word.displayWidth <= width {
        current += " " + word
        continue
      }
      if !current.isEmpty { lines.append(current) }
    }
    var pieces = chop(word, toWidth: width)
    current = pieces.popLast() ?? ""
    lines += pieces
  }
  return lines + [current]
}

/// A word in pieces of at most `width` columns; a character wider than that stays whole.
private func chop(_ word: Substring, toWidth width: Int) -> [String] {
  var pieces: [String] = []
  var piece = ""
  var used = 0
  for character in word {
    let columns = character.displayWidth
    if used + columns > width, !piece.isEmpty {
      pieces.append(piece)
      (piece, used) = ("", 0)
    }
    piece.append(character)
    used += columns
  }
  return pieces + [piece]
}
