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
  /// The code cell that ran last.
  private var lastRun: Int?
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
        guard try goOn() else { return }
      case .predict: predict("Your prediction: ")
      case .rerun: try rerun()
      case .back, .unknown: continue  // `ask` has seen to them
      case .quit, nil: return
      }
    }
  }

  /// Starts the lesson's process and goes to its first code cell.
  private func start() throws {
    playback?.stop()
    playback = try LessonPlayback(program, products: products)
    advance(silently: true)
  }

  private var cells: [Cell] { program.lesson.cells }

  /// The number of the cell that is about to run, or the count of cells behind the last one.
  private var position: Int {
    if case .cell(let number) = stop { number } else { cells.count }
  }

  /// Lets the lesson run to its next stop; what goes wrong is printed, and the lesson is then over.
  private func advance(silently: Bool) {
    guard let playback else { return }
    do {
      stop = try playback.advance { if !silently { printer.show($0) } }
    } catch {
      let failure = error as? LessonFailure ?? .hostBroke(reason: "\(error)")
      printer.show(.failed(failure))
      playback.stop()
      self.playback = nil
    }
  }

  /// Runs the waiting cell and shows what comes behind it.
  ///
  /// - Returns: Whether there was anything left to run.
  private func goOn() throws -> Bool {
    guard playback != nil, case .cell(let number) = stop else { return false }
    runCell(number)
    if playback != nil { showSection() }
    return true
  }

  private func runCell(_ number: Int) {
    lastRun = number
    var run = CellRun(cell: cells[number])
    let start = ContinuousClock.now
    advance(silently: false)
    run.seconds = (ContinuousClock.now - start) / .seconds(1)
    if let prediction = predictions[number] {
      printer.print([terminal.paint("You predicted: ", .bold) + prediction])
    }
    printer.show(.finished(run))
  }
}

extension StepSession {
  /// The prose in front of the waiting cell, its questions, and its code.
  private func showSection() {
    for cell in section(endingAt: position) {
      printer.show(.reading(cell))
      if cell.kind == .prediction, predictions[position] == nil { predict("> ") }
    }
    showWaitingCode()
  }

  private func showWaitingCode() {
    if case .cell(let number) = stop { printer.show(.running(cells[number])) }
  }

  /// The cells of prose directly in front of a cell.
  private func section(endingAt end: Int) -> [Cell] {
    Array(cells[..<end].reversed().prefix { $0.kind != .code }.reversed())
  }

  /// Asks until the reader wants more than to look back, which changes nothing.
  private func ask() -> StepKey? {
    var view = position
    var isLookingBack = false
    while true {
      let key = askOnce()
      guard key == .back || key == .unknown else { return key }
      guard key == .back else { continue }
      // The first look is at the prose of the waiting cell, or the nearest before it; the next ones go further.
      if isLookingBack { view = codeCell(before: view) ?? view }
      while section(endingAt: view).isEmpty, let earlier = codeCell(before: view) { view = earlier }
      isLookingBack = true
      for cell in section(endingAt: view) { printer.show(.reading(cell)) }
      if view < cells.count, cells[view].kind == .code { printer.show(.running(cells[view])) }
    }
  }

  private func codeCell(before number: Int) -> Int? {
    cells[..<number].lastIndex { $0.kind == .code }
  }

  private func askOnce() -> StepKey? {
    guard terminal.isInteractive else { return input.key() }
    let isWaiting = playback != nil && stop != .end
    let first = isWaiting ? "Enter run · p predict · " : "Enter done · "
    let menu = first + "b back · r rerun after an edit · q quit"
    write(terminal.paint(terminal.spelled(menu).truncated(toWidth: terminal.width - 1), .dim))
    defer { write("\r\u{1B}[K") }
    return input.key()
  }

  /// Reads what the reader expects of the waiting cell.
  private func predict(_ prompt: String) {
    guard playback != nil, case .cell(let number) = stop else { return }
    if terminal.isInteractive { write(terminal.paint(prompt, .bold)) }
    guard let line = input.line()?.trimmingCharacters(in: .whitespaces), !line.isEmpty else { return }
    predictions[number] = line
    if terminal.isInteractive { write("\n") }
  }

  /// Compiles the lesson again, replays it silently and runs the last cell anew.
  private func rerun() throws {
    if let editable = try makeEditable(), editable.script != source.script {
      source = editable
      printer.print(
        wrap(
          "Your copy of the lesson: \(editable.shownAs). Change a cell there, save it, and press r again.",
          toWidth: terminal.width))
      return
    }
    let target = lastRun.map { RerunTarget($0, in: program.lesson) }
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
    while playback != nil, case .cell(let waiting) = stop, waiting < number { advance(silently: true) }
    guard playback != nil, case .cell(let waiting) = stop else { return }
    printer.show(.running(cells[waiting]))
    runCell(waiting)
    if playback != nil { showSection() }
  }
}

/// The cell to run again, found by its id or else by its place among the code cells.
private struct RerunTarget {
  private let id: String?
  private let ordinal: Int

  init(_ number: Int, in lesson: Lesson) {
    id = lesson.cells[number].id
    ordinal = lesson.cells[..<number].count { $0.kind == .code }
  }

  func number(in lesson: Lesson) -> Int {
    if let id, let cell = lesson.cells.first(where: { $0.id == id }) { return cell.number }
    let code = lesson.cells.filter { $0.kind == .code }
    return code.isEmpty ? 0 : code[min(ordinal, code.count - 1)].number
  }
}
