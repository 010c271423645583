import LabNotebook

/// Sets Swift code in a terminal, beside a line that tells it from output.
struct CodeText {
  let terminal: TerminalTraits

  /// The code as lines; what is wider than the terminal goes on in the next line, further in.
  func lines(_ code: String) -> [String] {
    let gutter = terminal.paint(terminal.unicode ? "│ " : "| ", .dim)
    let goesOn = terminal.paint(terminal.unicode ? "┊   " : ":   ", .dim)
    return SwiftCode(code.replacing("\t", with: "  ")).lines.flatMap { runs in
      folded(runs, width: terminal.width - 4).enumerated().map { index, runs in
        (index == 0 ? gutter : goesOn)
          + runs.map { terminal.paint(terminal.spelled($0.text), inks($0.kind)) }.joined()
      }
    }
  }

  /// A line's runs in pieces of at most `width` columns, cut behind a blank if one is near.
  private func folded(_ runs: [SwiftCode.Run], width: Int) -> [[SwiftCode.Run]] {
    var rest = runs.flatMap { run in run.text.map { (character: $0, kind: run.kind) } }[...]
    var lines: [[SwiftCode.Run]] = []
    repeat {
      let end = cut(rest.map(\.character), width: width)
      lines.append(joined(rest.prefix(end)))
      rest = rest.dropFirst(end)
    } while !rest.isEmpty
    return lines
  }

  /// How many of the characters stand in the first line.
  private func cut(_ characters: [Character], width: Int) -> Int {
    var used = 0
    var end = 0
    while end < characters.count, end == 0 || used + characters[end].displayWidth <= width {
      used += characters[end].displayWidth
      end += 1
    }
    guard end < characters.count else { return end }
    let blank = characters[..<end].lastIndex(of: " ").map { $0 + 1 } ?? 0
    return end - blank < width / 3 ? blank : end
  }

  private func joined(_ letters: ArraySlice<(character: Character, kind: SwiftCode.Kind)>) -> [SwiftCode.Run]
  {
    letters.reduce(into: []) { runs, letter in
      if runs.last?.kind == letter.kind {
        runs[runs.count - 1].text.append(letter.character)
      } else {
        runs.append(SwiftCode.Run(text: String(letter.character), kind: letter.kind))
      }
    }
  }

  private func inks(_ kind: SwiftCode.Kind) -> [Ink] {
    switch kind {
    case .plain: []
    case .keyword: [.series(3)]
    case .type: [.series(4)]
    case .string: [.series(2)]
    case .number: [.series(1)]
    case .comment: [.dim]
    }
  }
}
