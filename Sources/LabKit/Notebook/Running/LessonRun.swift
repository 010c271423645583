import LabNotebook

/// What happened when a lesson ran: every cell with its outputs. Pages and exports are made from it.
public struct LessonRun: Codable, Equatable, Sendable {
  /// The lesson's title.
  public let title: String
  /// The script's path, as messages name it.
  public let path: String
  /// The cells that were read or run, in order.
  public internal(set) var cells: [CellRun] = []
  /// How long the whole run took.
  public internal(set) var seconds = 0.0
  /// Why it ended early, if it did.
  public internal(set) var failure: LessonFailure?
}

/// What one cell showed.
public struct CellRun: Codable, Equatable, Sendable {
  /// The cell.
  public let cell: Cell
  /// What it printed and displayed, in order; prose has none.
  public internal(set) var outputs: [CellOutput] = []
  /// How long it ran.
  public internal(set) var seconds = 0.0
  /// How many bytes it printed that are not in `outputs`, because there were too many.
  public internal(set) var droppedBytes = 0
}

/// One piece of a cell's output.
public enum CellOutput: Codable, Equatable, Sendable {
  /// Printed on standard output.
  case text(String)
  /// Printed on standard error.
  case errorText(String)
  /// Shown with `display`.
  case display(Display)
}

/// What is happening in a lesson, told while it happens.
public enum LessonMoment: Sendable {
  /// A cell of prose, notes or a question has come up.
  case reading(Cell)
  /// A code cell begins.
  case running(Cell)
  /// The cell that runs shows something.
  case output(CellOutput)
  /// A long computation has come this far; the label is empty when it has ended.
  case progress(label: String, fraction: Double)
  /// A code cell has ended, and this is all it showed.
  case finished(CellRun)
  /// The lesson ended early.
  case failed(LessonFailure)
}
