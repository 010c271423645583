/// Keeps what a cell shows while it runs.
struct CellRecord {
  private var run: CellRun
  private var textBytes = 0
  private let start = ContinuousClock.now

  /// Text beyond this is counted and dropped: a cell that prints without end must not fill the memory.
  private static let textLimit = 4 << 20

  /// Begins with a cell that is about to run.
  init(of cell: Cell) { run = CellRun(cell: cell) }

  var cell: Cell { run.cell }

  /// The record of a cell that has ended now.
  func finished() -> CellRun {
    var run = run
    run.seconds = (ContinuousClock.now - start) / .seconds(1)
    return run
  }

  /// Adds an output to the record as far as there is room for it.
  ///
  /// - Returns: What is to be shown of the moment.
  mutating func keep(_ moment: LessonMoment) -> LessonMoment? {
    guard case .output(let output) = moment else { return moment }
    return keep(output).map { .output($0) }
  }

  /// Neighbouring texts become one.
  private mutating func keep(_ output: CellOutput) -> CellOutput? {
    switch output {
    case .display:
      run.outputs.append(output)
      return output
    case .text(let text):
      guard let room = takeRoom(for: text) else { return nil }
      if case .text(let before)? = run.outputs.last {
        run.outputs.removeLast()
        run.outputs.append(.text(before + room))
      } else {
        run.outputs.append(.text(room))
      }
      return .text(room)
    case .errorText(let text):
      guard let room = takeRoom(for: text) else { return nil }
      run.outputs.append(.errorText(room))
      return .errorText(room)
    }
  }

  private mutating func takeRoom(for text: String) -> String? {
    let count = text.utf8.count
    let room = max(0, Self.textLimit - textBytes)
    textBytes += count
    guard count > room else { return text }
    let kept = String(decoding: text.utf8.prefix(room), as: UTF8.self)
    run.droppedBytes += count - room
    return room == 0 ? nil : kept
  }
}
