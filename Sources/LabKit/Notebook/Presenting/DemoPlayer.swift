import LabNotebook

/// A lesson that runs only as far as it is asked to, and keeps what its cells showed.
final class DemoPlayer {
  private(set) var lesson: Lesson
  private(set) var runs: [Int: CellRun] = [:]
  /// Why it cannot go on, if it cannot.
  private(set) var failure: LessonFailure?

  private let compiler: LessonCompiler
  private let products: BuildProducts
  private var playback: LessonPlayback?
  private var stop = LessonPlayback.Stop.end

  init(_ source: LessonSource, compiler: LessonCompiler, products: BuildProducts) throws {
    (self.compiler, self.products) = (compiler, products)
    let program = try compiler.compile(source)
    lesson = program.lesson
    try start(program)
  }

  deinit { playback?.stop() }

  private func start(_ program: CompiledLesson) throws {
    playback?.stop()
    (lesson, runs, failure) = (program.lesson, [:], nil)
    playback = try LessonPlayback(program, products: products)
    advance { _ in }
  }

  /// Runs every waiting cell up to and including `last`; a cell that has run already does not run again.
  func run(through last: Int, observe: (LessonMoment) -> Void = { _ in }) {
    while playback != nil, case .cell(let number) = stop, number <= last {
      observe(.running(lesson.cells[number]))
      var record = CellRecord(of: lesson.cells[number])
      advance { moment in
        if let kept = record.keep(moment) { observe(kept) }
      }
      runs[number] = record.finished()
    }
  }

  /// Compiles the edited script and brings it, unseen, to the first cell that differs.
  ///
  /// - Returns: The number of that cell; `nil` when nothing has changed.
  /// - Throws: `LessonFailure` or `LessonError` for a script that cannot be run; the old one then stays.
  func reload(_ source: LessonSource) throws -> Int? {
    let program = try compiler.compile(source)
    let (old, new) = (lesson.cells, program.lesson.cells)
    let same = zip(old, new).prefix { $0.isLike($1) }.count
    guard same < new.count || old.count != new.count else { return nil }
    try start(program)
    run(through: same - 1)
    return min(same, new.count - 1)
  }

  private func advance(_ observe: (LessonMoment) -> Void) {
    do {
      stop = try playback?.advance(observe) ?? .end
    } catch {
      failure = error as? LessonFailure ?? .hostBroke(reason: "\(error)")
      playback?.stop()
      playback = nil
    }
  }
}

extension Cell {
  /// Whether two cells are the same wherever they stand in the script.
  fileprivate func isLike(_ other: Cell) -> Bool {
    kind == other.kind && title == other.title && text == other.text && tags == other.tags
  }
}
