/// What happens while somebody presents.
public enum DemoEvent: Equatable, Sendable {
  /// Go on: down the page, then the output, then the next step.
  case forward
  /// Back to the step before.
  case back
  /// Show or hide the notes.
  case notes
  /// Make a copy of the lesson to edit.
  case edit
  /// The script was saved.
  case saved
  /// Leave.
  case quit
  /// Time has passed, or a key was pressed that means nothing.
  case tick

  /// The meaning of a key.
  public init(_ press: KeyPress) {
    switch press {
    case .forward, .letter(" "), .letter("\n"), .letter("\r"): self = .forward
    case .backward, .letter("b"), .letter("\u{7F}"): self = .back
    case .letter("n"): self = .notes
    case .letter("e"): self = .edit
    case .letter("r"): self = .saved
    case .letter("q"), .leave: self = .quit
    case .letter, .unknown: self = .tick
    }
  }
}

/// Where a presentation's events come from, and the size of its screen at this moment.
public protocol DemoInput: AnyObject {
  /// The next thing that happens; `nil` when nothing more can come.
  func next() -> DemoEvent?
  /// The screen's rows and columns, asked again before each drawing; `nil` for paper, which has no end.
  var size: (columns: Int, rows: Int)? { get }
  /// The script to watch from now on.
  func watch(_ script: LessonSource)
}
