/// Why attention could not be computed.
public enum AttentionError: Error, Equatable, CustomStringConvertible {
  /// An operand has another shape than the one needed.
  case shape(_ operand: String, expected: String, actual: [Int])
  /// A width does not divide into heads, or query heads do not divide among key heads.
  case heads(String)
  /// A position that does not exist.
  case position(Int, positions: Int)
  /// A window that shows nothing.
  case window(Int)
  /// A score is +∞ or not a number; −∞ is allowed and means "do not look".
  case notFinite(Float, index: Int)

  /// A sentence that names the values.
  public var description: String {
    switch self {
    case .shape(let operand, let expected, let actual):
      "\(operand) must have the shape \(expected), not \(actual)"
    case .heads(let reason):
      reason
    case .position(let position, let positions):
      "there is no position \(position); positions run from 0 to \(positions - 1)"
    case .window(let window):
      "a window of \(window) positions shows nothing"
    case .notFinite(let score, let index):
      "score number \(index) is \(score); a score is a finite number, or −∞ where a query must not look"
    }
  }
}
