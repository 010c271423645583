/// Why runs cannot be read, fitted or planned with.
public enum ScalingError: Error, Equatable, CustomStringConvertible {
  /// A fit needs more points than it has numbers to find.
  case tooFewPoints(found: Int, needed: Int, purpose: String)
  /// A number that must be positive and finite is not.
  case notPositive(name: String, value: Double)
  /// The same, in a list.
  case notPositiveAt(name: String, value: Double, index: Int)
  /// Two lists that belong together differ in length.
  case unequalLengths(String, Int, String, Int)
  /// What should vary does not, so nothing can be learned from it.
  case constant(name: String, value: Double)
  /// No model, however large, reaches this loss.
  case unreachableLoss(loss: Double, floor: Double)
  /// A valley has no lowest point inside.
  case noValley(reason: String)
  /// A setting makes no sense.
  case invalidSetting(String)
  /// The search for the best parameters could not begin.
  case search(OptimizationError)

  /// A sentence that names the values.
  public var description: String {
    switch self {
    case .tooFewPoints(let found, let needed, let purpose):
      "\(purpose) needs at least \(needed) points, and there are \(found)"
    case .notPositive(let name, let value):
      "\(name) must be a positive finite number, not \(value)"
    case .notPositiveAt(let name, let value, let index):
      "\(name) number \(index + 1) must be a positive finite number, not \(value)"
    case .unequalLengths(let first, let firstCount, let second, let secondCount):
      "there are \(firstCount) \(first) for \(secondCount) \(second)"
    case .constant(let name, let value):
      "all \(name) equal \(value): nothing can be learned from what does not vary"
    case .unreachableLoss(let loss, let floor):
      "a loss of \(loss) is out of reach: this law never falls to \(floor)"
    case .noValley(let reason), .invalidSetting(let reason):
      reason
    case .search(let error):
      error.description
    }
  }
}

/// Throws `ScalingError.notPositive` unless `value` is positive and finite.
func requirePositive(_ value: Double, _ name: String) throws(ScalingError) {
  guard value > 0, value.isFinite else { throw .notPositive(name: name, value: value) }
}

/// Throws `ScalingError.notPositiveAt` for the first number that is not positive and finite.
func requirePositive(_ values: [Double], _ name: String) throws(ScalingError) {
  if let index = values.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
    throw .notPositiveAt(name: name, value: values[index], index: index)
  }
}

/// Throws `ScalingError.constant` when there are not two different numbers.
func requireVarying(_ values: [Double], _ name: String) throws(ScalingError) {
  if let first = values.first, values.allSatisfy({ $0 == first }) {
    throw .constant(name: name, value: first)
  }
}
