import Foundation
import LabNotebook

/// A lesson that a reader goes through cell by cell.
///
/// The code of a cell is shown before it runs; the reader may type a prediction, which then stands beside the
/// result. An edited lesson is compiled again and brought silently to where the reader was.
public final class StepSession {
  private let compiler: LessonCompiler
  private let products: BuildProducts
  private let terminal: TerminalTraits
  private let input: any StepInput
  private let write: (String) -> Void
  private let makeEditable: () throws -> LessonSource?
  private var source: LessonSource
  private var printer: LessonPrinter

  private var program: CompiledLesson
  private var playback: LessonPlayback?
  /// Where the lesson waits.
  private var stop = LessonPlayback.Stop.cell(0)
  /// The cell shown to a reader who has gone back, which has run already.
  private var revisited: Int?
  /// The code cell that ran last.
  private var lastRun: Int?
  /// What the cells before the waiting one showed.
  private var runs: [Int: CellRun] = [:]
  private var predictions: [Int: String] = [:]

  /// A session over a lesson.
  ///
  /// - Parameters:
  ///   - makeEditable: makes the learner's own copy of a lesson that must not be changed, and returns it; `nil`
  ///     if the lesson at hand is the learner's already.
  ///   - write: takes what is printed, piece by piece.
  public init(
    _ source: LessonSource, compiler: LessonCompiler, products: BuildProducts = .current(),
    terminal: TerminalTraits, input: any StepInput,
    makeEditable: @escaping () throws -> LessonSource? = { nil },
    write: @escaping (String) -> Void
  ) throws {
    (self.source, self.compiler, self.products) = (source, compiler, products)
    (self.terminal, self.input, self.makeEditable, self.write) = (terminal, input, makeEditable, write)
    printer = LessonPrinter(for: terminal, write: write)
    program = try printer.saying(Self.compiling) { try compiler.compile(source) }
  }

  deinit { playback?.stop() }

  private static let compiling = "Compiling the lesson…"

  /// Goes through the lesson until it is over or the reader leaves.
  public func run() throws {
    try start()
    showSection()
    while true {
      switch ask() {
      case .next:
        guard goOn() else { return }
      case .back: goBack()
      case .predict: predict()
      case .rerun: try rerun()
      case .unknown: continue
      case .quit, nil: return
      }
    }
  }

  /// Starts the lesson's process and goes to its first code cell.
  private func start() throws {
    playback?.stop()
    (revisited, runs) = (nil, [:])
    playback = try LessonPlayback(program, products: products)
    advance { _ in }
  }

  private var cells: [Cell] { program.lesson.cells }

  /// The number of the cell that is about to run, or the count of cells behind the last one.
  private var position: Int {
    if case .cell(let number) = stop { number } else { cells.count }
  }

  /// Lets the lesson run to its next stop; what goes wrong is printed, and the lesson is then over.
  private func advance(_ observe: (LessonMoment) -> Void) {
    guard let playback else { return }
    do {
      stop = try playback.advance(observe)
    } catch {
      let failure = error as? LessonFailure ?? .hostBroke(reason: "\(error)")
      printer.show(.failed(failure))
      playback.stop()
      self.playback = nil
    }
  }

  /// Runs a cell and keeps what it showed.
  private func runCell(_ number: Int, silently: Bool = false) {
    lastRun = number
    var record = CellRecord(of: cells[number])
    advance { moment in
      if let kept = record.keep(moment), !silently { printer.show(kept) }
    }
    let run = record.finished()
    runs[number] = run
    if !silently { showEnd(of: run) }
  }
}

extension StepSession {
  /// Runs the waiting cell, or shows again what the cell printed that the reader went back to; then what comes
  /// behind it.
  ///
  /// - Returns: Whether there was anything left to show.
  private func goOn() -> Bool {
    if let revisited {
      goOn(from: revisited)
      return true
    }
    guard playback != nil, case .cell(let number) = stop else { return false }
    runCell(number)
    if playback != nil { showSection() }
    return true
  }

  private func goOn(from number: Int) {
    if let run = runs[number] {
      for output in run.outputs { printer.show(.output(output)) }
      showEnd(of: run)
    }
    let next = cells[number...].dropFirst().first { $0.kind == .code }?.number ?? position
    revisited = next < position ? next : nil
    showSection()
  }

  /// Shows the cell before the one at hand; before the first there is none, so that one is shown again.
  private func goBack() {
    revisited = codeCell(before: shown) ?? revisited
    showSection()
  }

  private func codeCell(before number: Int) -> Int? {
    cells[..<number].lastIndex { $0.kind == .code }
  }

  /// The number of the cell that the reader has before them.
  private var shown: Int { revisited ?? position }

  /// The prose in front of the cell at hand, its questions, and its code.
  private func showSection() {
    for cell in section(endingAt: shown) {
      printer.show(.reading(cell))
      if cell.kind == .prediction, predictions[shown] == nil { predict() }
    }
    if shown < cells.count { printer.show(.running(cells[shown])) }
  }

  /// The cells of prose directly in front of a cell.
  private func section(endingAt end: Int) -> [Cell] {
    Array(cells[..<end].reversed().prefix { $0.kind != .code }.reversed())
  }

  /// What was expected of a cell stands beside what it showed.
  private func showEnd(of run: CellRun) {
    if let prediction = predictions[run.cell.number] {
      printer.print([terminal.paint("You predicted: ", .bold) + prediction])
    }
    printer.show(.finished(run))
  }

  private func ask() -> StepKey? {
    guard terminal.isInteractive else { return input.key() }
    let menu = keysAtHand + "b back · r rerun after an edit · q quit"
    write(terminal.paint(terminal.spelled(menu).truncated(toWidth: terminal.width - 1), .dim))
    defer { write("\r\u{1B}[K") }
    return input.key()
  }

  private var keysAtHand: String {
    if revisited != nil { return "Enter go on · " }
    return playback != nil && stop != .end ? "Enter run · p predict · " : "Enter done · "
  }

  /// Reads what the reader expects of the waiting cell; what has run cannot be predicted any more.
  private func predict() {
    guard playback != nil, revisited == nil, case .cell(let number) = stop else { return }
    if terminal.isInteractive { write(terminal.paint("your guess, or Enter to skip > ", .bold)) }
    guard let line = input.line()?.trimmingCharacters(in: .whitespaces), !line.isEmpty else { return }
    predictions[number] = line
    if terminal.isInteractive { write("\n") }
  }

  /// Compiles the lesson again, replays it silently and runs the cell anew that the reader went back to, else the
  /// last one.
  private func rerun() throws {
    if let editable = try makeEditable(), editable.script != source.script {
      source = editable
      printer.print(
        wrap(
          "Your copy of the lesson: \(editable.shownAs). Change a cell there, save it, and press r again.",
          toWidth: terminal.width))
      return
    }
    let target = (revisited ?? lastRun).map { RerunTarget($0, in: program.lesson) }
    do {
      program = try printer.saying(Self.compiling) { try compiler.compile(source) }
    } catch let failure as LessonFailure {
      return printer.show(.failed(failure))
    } catch let error as LessonError {
      return printer.print(wrap(error.description, toWidth: terminal.width))
    }
    try start()
    guard let target else { return showSection() }
    let number = target.number(in: program.lesson)
    while playback != nil, case .cell(let waiting) = stop, waiting < number {
      runCell(waiting, silently: true)
    }
    guard playback != nil, case .cell(let waiting) = stop else { return }
    printer.show(.running(cells[waiting]))
    runCell(waiting)
    if playback != nil { showSection() }
  }
}
