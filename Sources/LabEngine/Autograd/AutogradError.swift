/// Why a computation could not be recorded or differentiated.
public enum AutogradError: Error, Equatable, CustomStringConvertible {
  /// Variables of two tapes met in one operation.
  case differentTapes
  /// A variable was used after its tape had been reset.
  case staleVariable
  /// Gradients start from one number, but the variable has another shape.
  case lossIsNotScalar(shape: [Int])
  /// Nothing that the loss depends on asked for a gradient.
  case nothingToDifferentiate
  /// The value or gradient was given back to the tape during `backward(keeping: .leaves)`.
  case released(String)
  /// A list of ids does not have one entry a row.
  case idCount(operation: String, expected: Int, actual: Int)
  /// An id is not a row of the table, or not a column of the scores.
  case idOutOfRange(operation: String, id: Int, count: Int)
  /// Every target of a loss is ignored, so there is nothing to average.
  case everyTargetIgnored
  /// The numbers of heads do not fit each other or the width of the rows.
  case heads(String)

  /// A sentence that says what to change.
  public var description: String {
    switch self {
    case .differentTapes:
      "the variables belong to two tapes; record both on the same one"
    case .staleVariable:
      "the variable belongs to a step that ended when its tape was reset; make it again"
    case .lossIsNotScalar(let shape):
      "gradients start from one number, but the variable has shape \(shape); take its sum or mean first"
    case .nothingToDifferentiate:
      "the loss depends on no variable that asked for a gradient"
    case .released(let what):
      "\(what) was released during backward; keep everything to read it"
    case .idCount(let operation, let expected, let actual):
      "\(operation) needs \(expected) ids, one a row, but got \(actual)"
    case .idOutOfRange(let operation, let id, let count):
      "\(operation): id \(id) is outside 0..<\(count)"
    case .everyTargetIgnored:
      "every target is ignored, so there is no loss to average"
    case .heads(let reason):
      reason
    }
  }
}
