import Foundation

/// What the reader wants next.
public enum StepKey: Equatable, Sendable {
  /// Run the cell, go on.
  case next
  /// Go to the cell before, without running anything.
  case back
  /// Type a prediction.
  case predict
  /// Compile the edited lesson and run the last cell again.
  case rerun
  /// Leave.
  case quit
  /// Anything else.
  case unknown

  /// The meaning of a press.
  init(_ press: KeyPress) {
    switch press {
    case .letter(let letter): self.init(letter)
    case .forward: self = .next
    case .backward: self = .back
    case .leave: self = .quit
    case .unknown: self = .unknown
    }
  }

  /// The key for a letter.
  init(_ letter: Character?) {
    switch letter {
    case nil, " ", "n", "\n", "\r": self = .next
    case "b": self = .back
    case "p": self = .predict
    case "r": self = .rerun
    case "q": self = .quit
    default: self = .unknown
    }
  }
}

/// Where keys and typed lines come from.
public protocol StepInput {
  /// The next key; `nil` at the end of the input.
  func key() -> StepKey?
  /// A typed line; `nil` at the end of the input.
  func line() -> String?
}

/// Lines from standard input, the first letter of each being the key: for pipes and for terminals that cannot do
/// without Enter.
public struct LineInput: StepInput {
  /// Input from standard input.
  public init() {}

  /// The first letter of the next line.
  public func key() -> StepKey? {
    readLine().map { StepKey($0.first) }
  }

  /// The next line.
  public func line() -> String? {
    readLine()
  }
}
