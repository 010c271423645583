import LabNotebook

/// Prints a lesson in a terminal while it runs.
public struct LessonPrinter {
  private let terminal: TerminalTraits
  private let showsNotes: Bool
  private let write: (String) -> Void
  private var isAtLineStart = true
  private var showsProgress = false
  private var hasOutput = false

  /// A printer for `terminal`.
  ///
  /// - Parameters:
  ///   - showsNotes: whether speaker notes are printed too.
  ///   - write: takes what is printed, piece by piece.
  public init(for terminal: TerminalTraits, showsNotes: Bool = false, write: @escaping (String) -> Void) {
    self.terminal = terminal
    self.showsNotes = showsNotes
    self.write = write
  }

  /// Prints what happens.
  public mutating func show(_ moment: LessonMoment) {
    endProgress()
    switch moment {
    case .reading(let cell): showProse(cell)
    case .running(let cell): showCode(cell)
    case .output(let output): show(output)
    case .progress(let label, let fraction): showProgress(label, fraction)
    case .finished(let run): showEnd(run)
    case .failed(let failure): show(failure)
    }
  }

  /// Says what takes a moment while `work` is done; only a terminal shows it, and only for so long.
  public mutating func saying<Value>(_ words: String, while work: () throws -> Value) rethrows -> Value {
    if terminal.isInteractive {
      write(terminal.paint(terminal.spelled(words).truncated(toWidth: terminal.width - 1), .dim))
      showsProgress = true
    }
    defer { endProgress() }
    return try work()
  }

  /// Prints lines, beginning a new one.
  mutating func print(_ lines: [String]) {
    if !isAtLineStart { write("\n") }
    isAtLineStart = true
    for line in lines { write(line + "\n") }
  }

  private mutating func showProse(_ cell: Cell) {
    let prose = MarkdownText(for: terminal)
    switch cell.kind {
    case .code: break
    case .prose: print(prose.lines(Markdown(cell.text)) + [""])
    case .prediction:
      let question = prose.lines(Markdown("**Predict:** \(cell.title)"))
      print(question + prose.lines(Markdown(cell.text)) + [""])
    case .notes where showsNotes:
      let notes = Markdown(
        "> **Notes** \(cell.title)\n>\n" + cell.text.split(separator: "\n").map { "> \($0)\n" }.joined())
      print(prose.lines(notes) + [""])
    case .notes: break
    }
  }

  private mutating func showCode(_ cell: Cell) {
    hasOutput = false
    print(titleLine(cell) + CodeText(terminal: terminal).lines(cell.text) + [""])
  }

  /// `── Rules have boundaries ──────────`, across the terminal.
  private func titleLine(_ cell: Cell) -> [String] {
    guard !cell.title.isEmpty else { return [] }
    let sign = terminal.unicode ? "─" : "-"
    let columns = min(terminal.width, 80)
    let words = terminal.spelled(cell.title.truncated(toWidth: columns - 12))
    let rest = String(repeating: sign, count: max(2, columns - words.displayWidth - 4))
    return [
      terminal.paint("\(sign)\(sign) ", .dim) + terminal.paint(words, .bold)
        + terminal.paint(" \(rest)", .dim)
    ]
  }

  private mutating func show(_ output: CellOutput) {
    defer { hasOutput = true }
    switch output {
    case .text(let text), .errorText(let text):
      // Not `spelled`: a cell may colour what it prints.
      write(terminal.unicode ? text : text.asciiSpelling)
      isAtLineStart = text.hasSuffix("\n")
    case .display(let display):
      // A picture needs air above it.
      if hasOutput { print([""]) }
      print(
        display.text(for: terminal).split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
  }

  private mutating func showProgress(_ label: String, _ fraction: Double) {
    guard terminal.isInteractive, !label.isEmpty else { return }
    if !isAtLineStart { write("\n") }
    isAtLineStart = true
    write("\r" + progressLine(label, fraction: fraction, for: terminal))
    showsProgress = true
  }

  private mutating func endProgress() {
    guard showsProgress else { return }
    write("\r\u{1B}[K")
    showsProgress = false
  }

  /// How long a slow cell took, and what was too much to keep.
  private mutating func showEnd(_ run: CellRun) {
    var remarks: [String] = []
    if run.droppedBytes > 0 { remarks.append("\(run.droppedBytes) more bytes of output, not shown") }
    if run.seconds >= 1 { remarks.append("\(fixedDecimal(run.seconds)) s") }
    let lines = remarks.isEmpty ? [] : [terminal.paint("(\(remarks.joined(separator: "; ")))", .dim)]
    print(lines + (hasOutput || !lines.isEmpty ? [""] : []))
  }

  private mutating func show(_ failure: LessonFailure) {
    print(
      wrap(terminal.spelled(failure.description), toWidth: terminal.width).map { terminal.paint($0, .bad) })
  }
}

/// One decimal: `2.3`.
private func fixedDecimal(_ seconds: Double) -> String {
  let tenths = Int((seconds * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}
