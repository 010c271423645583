import LabNotebook

/// A step as the lines of a screen, of which a window of the screen's height is shown.
struct DemoScreen {
  /// How many columns and rows there are.
  struct Size: Equatable {
    var columns: Int
    var rows: Int
  }

  let terminal: TerminalTraits
  private(set) var lines: [String]
  /// Where the output begins.
  private(set) var outputStart: Int

  /// Sets a step in lines.
  ///
  /// - Parameters:
  ///   - run: what the live cell showed, once it is to be seen.
  ///   - failure: why the lesson cannot go on.
  init(_ step: DemoStep, run: CellRun?, failure: LessonFailure?, showsNotes: Bool, terminal: TerminalTraits) {
    self.terminal = terminal
    var text = ""
    // A sheet of its own, on which nothing is drawn over.
    var sheet = terminal
    sheet.isInteractive = false
    var printer = LessonPrinter(for: sheet, showsNotes: showsNotes) { text += $0 }
    for cell in step.lead {
      if cell.kind == .code {
        printer.print([terminal.paint(terminal.spelled("▸ \(cell.name)"), .dim), ""])
      } else {
        printer.show(.reading(cell))
      }
    }
    if let live = step.live { printer.show(.running(live)) }
    outputStart = text.lineCount
    if let run {
      for output in run.outputs { printer.show(.output(output)) }
      printer.show(.finished(run))
    }
    if let failure { printer.show(.failed(failure)) }
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last == "" { lines.removeLast() }
  }

  /// The part of the lines that stands on a screen of `rows` rows, from line `first`.
  func window(from first: Int, rows: Int) -> [String] {
    Array(lines[min(first, lines.count)...].prefix(rows))
  }
}

extension String {
  /// How many lines have ended.
  fileprivate var lineCount: Int { utf8.count { $0 == UInt8(ascii: "\n") } }
}
