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
  private var current: CellRun?
  private var next = 0
  private let start = ContinuousClock.now
  private var cellStart = ContinuousClock.now

  /// Text beyond this is counted and dropped: a cell that prints without end must not fill the memory.
  private static let textLimit = 4 << 20
  private var textBytes = 0

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
    current = CellRun(cell: cell)
    textBytes = 0
    cellStart = .now
    if isWanted(cell) { observe(.running(cell)) }
  }

  mutating func take(_ moment: LessonMoment, _ observe: (LessonMoment) -> Void) {
    guard let cell = current?.cell, isWanted(cell) else { return }
    if case .output(let output) = moment {
      guard let kept = record(output) else { return }
      observe(.output(kept))
    } else {
      observe(moment)
    }
  }

  mutating func endCell(_ observe: (LessonMoment) -> Void) {
    guard var ended = current else { return }
    current = nil
    guard isWanted(ended.cell) else { return }
    ended.seconds = (ContinuousClock.now - cellStart) / .seconds(1)
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

  /// Adds to the record what still has room, and returns that part. Neighbouring texts become one.
  private mutating func record(_ output: CellOutput) -> CellOutput? {
    switch output {
    case .display:
      current?.outputs.append(output)
      return output
    case .text(let text):
      guard let room = takeRoom(for: text) else { return nil }
      if case .text(let before)? = current?.outputs.last {
        current?.outputs.removeLast()
        current?.outputs.append(.text(before + room))
      } else {
        current?.outputs.append(.text(room))
      }
      return .text(room)
    case .errorText(let text):
      guard let room = takeRoom(for: text) else { return nil }
      current?.outputs.append(.errorText(room))
      return .errorText(room)
    }
  }

  private mutating func takeRoom(for text: String) -> String? {
    let count = text.utf8.count
    let room = max(0, Self.textLimit - textBytes)
    textBytes += count
    guard count > room else { return text }
    let kept = String(decoding: text.utf8.prefix(room), as: UTF8.self)
    current?.droppedBytes += count - room
    return room == 0 ? nil : kept
  }
}
