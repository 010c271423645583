import LabContracts

extension Approximable where Self: WireRecord {
  /// Compares every stored property under its own name, in the order of their declaration.
  ///
  /// A record whose parts explain each other in another order writes this itself.
  public func compare(with expected: Self, at path: [Int], in comparison: inout Comparison) {
    let place = path.isEmpty ? "" : path.map { "[\($0)]" }.joined() + "."
    for (own, other) in zip(Mirror(reflecting: self).children, Mirror(reflecting: expected).children) {
      guard let label = own.label, let part = own.value as? any Approximable else {
        preconditionFailure("\(Self.self) has a part that cannot be compared by numbers: \(own.value)")
      }
      comparison.compare(place + label, part, withAny: other.value)
    }
  }
}

extension Comparison {
  fileprivate mutating func compare<Part: Approximable>(
    _ name: String, _ returned: Part, withAny expected: Any
  ) {
    guard let expected = expected as? Part else {
      preconditionFailure("two values of one type have different parts: \(returned), \(expected)")
    }
    compare(name, returned, with: expected)
  }
}
