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

  /// A line's runs in pieces of at most `width` columns.
  private func folded(_ runs: [SwiftCode.Run], width: Int) -> [[SwiftCode.Run]] {
    var lines: [[SwiftCode.Run]] = [[]]
    var used = 0
    for run in runs {
      var piece = SwiftCode.Run(text: "", kind: run.kind)
      for character in run.text {
        if used + character.displayWidth > width {
          lines[lines.count - 1].append(piece)
          lines.append([])
          (piece.text, used) = ("", 0)
        }
        piece.text.append(character)
        used += character.displayWidth
      }
      lines[lines.count - 1].append(piece)
    }
    return lines
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
