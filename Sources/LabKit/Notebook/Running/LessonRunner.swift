import LabNotebook

/// Runs a lesson from its first cell to its last, tells what happens, and keeps a record.
public struct LessonRunner {
  private let products: BuildProducts

  /// A runner that uses the `lesson-host` of `products`.
  public init(products: BuildProducts = .current()) {
    self.products = products
  }

  /// Runs `program`.
  ///
  /// - Parameters:
  ///   - only: the one cell to show; the code before it runs silently, and nothing behind it runs.
  ///   - observe: is told everything as it happens.
  /// - Returns: The record; a lesson that ended early has a `failure`.
  /// - Throws: What stands in the way of starting: no host, no memory.
  public func run(
    _ program: CompiledLesson, only: Cell? = nil, observe: (LessonMoment) -> Void = { _ in }
  ) throws -> LessonRun {
    var recorder = LessonRecorder(lesson: program.lesson, only: only)
    if let only, only.kind != .code {
      recorder.read(through: only.number + 1, observe)
      return recorder.finish()
    }
    let playback = try LessonPlayback(program, products: products)
    defer { playback.stop() }
    do {
      while case .cell(let number) = try playback.advance({ recorder.take($0, observe) }) {
        recorder.endCell(observe)
        if let only, number > only.number { return recorder.finish() }
        recorder.read(through: number, observe)
        recorder.beginCell(number, observe)
      }
      recorder.endCell(observe)
      recorder.read(through: program.lesson.cells.count, observe)
    } catch let failure as LessonFailure {
      recorder.endCell(observe)
      recorder.fail(failure, observe)
    }
    return recorder.finish()
  }
}

/// Builds the record of a run, and passes on what the reader asked to see.
private struct LessonRecorder {
  private let lesson: Lesson
  private let only: Cell?
  private var run: LessonRun
  private var current: CellRecord?
  private var next = 0
  private let start = ContinuousClock.now

  init(lesson: Lesson, only: Cell?) {
    self.lesson = lesson
    self.only = only
    run = LessonRun(title: lesson.title, path: lesson.path)
  }

  /// The cells of prose in front of `number`.
  mutating func read(through number: Int, _ observe: (LessonMoment) -> Void) {
    while next < number {
      let cell = lesson.cells[next]
      next += 1
      guard cell.kind != .code, isWanted(cell) else { continue }
      run.cells.append(CellRun(cell: cell))
      observe(.reading(cell))
    }
  }

  mutating func beginCell(_ number: Int, _ observe: (LessonMoment) -> Void) {
    let cell = lesson.cells[number]
    next = number + 1
    current = CellRecord(of: cell)
    if isWanted(cell) { observe(.running(cell)) }
  }

  mutating func take(_ moment: LessonMoment, _ observe: (LessonMoment) -> Void) {
    guard let cell = current?.cell, isWanted(cell), let kept = current?.keep(moment) else { return }
    observe(kept)
  }

  mutating func endCell(_ observe: (LessonMoment) -> Void) {
    guard let ended = current?.finished() else { return }
    current = nil
    guard isWanted(ended.cell) else { return }
    run.cells.append(ended)
    observe(.finished(ended))
  }

  mutating func fail(_ failure: LessonFailure, _ observe: (LessonMoment) -> Void) {
    run.failure = failure
    observe(.failed(failure))
  }

  mutating func finish() -> LessonRun {
    run.seconds = (ContinuousClock.now - start) / .seconds(1)
    return run
  }

  private func isWanted(_ cell: Cell) -> Bool {
    only.map { $0.number == cell.number } ?? true
  }
}
