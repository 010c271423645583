extension Invocation {
  /// The whole number given for an option, or `nil`. Throws `UsageError` for anything else.
  func number(_ option: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = value(of: option) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      let limit = range.upperBound == .max ? "" : " to \(range.upperBound)"
      throw UsageError(
        "`--\(option) \(text)`: a whole number from \(range.lowerBound)\(limit) is expected.",
        command: command.name)
    }
    return number
  }

  /// The number given for an option, or `nil`. Throws `UsageError` for anything else.
  func decimal(_ option: String, in range: ClosedRange<Double>) throws -> Double? {
    guard let text = value(of: option) else { return nil }
    guard let number = Double(text), range.contains(number) else {
      throw UsageError(
        "`--\(option) \(text)`: a number from \(range.lowerBound) to \(range.upperBound) is expected.",
        command: command.name)
    }
    return number
  }
}
