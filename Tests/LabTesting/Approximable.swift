/// A value made of numbers that can be compared entry by entry within a tolerance.
public protocol Approximable {
  /// Reports to `comparison` every number of the value beside its counterpart.
  func compare(with expected: Self, at path: [Int], in comparison: inout Comparison)
}

/// Collects the entries in which two values differ.
public struct Comparison {
  /// An entry outside the tolerance.
  struct Difference {
    let place: String
    let returned: Double
    let expected: Double
  }

  private let tolerance: Double
  private(set) var differences: [Difference] = []
  private(set) var differing = 0
  private(set) var largestError = 0.0
  private(set) var shapeProblem: String?
  /// The names of the properties that are being compared, outermost first.
  private var properties: [String] = []

  init(tolerance: Double) {
    self.tolerance = tolerance
  }

  var isClose: Bool { differing == 0 && shapeProblem == nil }

  /// Two numbers are close when they differ by at most the tolerance, relative to the expected one where that is large.
  public mutating func note(_ returned: Double, _ expected: Double, at path: [Int]) {
    if returned == expected || (returned.isNaN && expected.isNaN) { return }
    let error = abs(returned - expected) / max(1, abs(expected))
    // Not finite against finite is as far off as can be.
    largestError = max(largestError, error.isFinite ? error : .infinity)
    guard !(error <= tolerance) else { return }
    differing += 1
    if differences.count < 6 {
      differences.append(Difference(place: place(path), returned: returned, expected: expected))
    }
  }

  /// Compares a part of a record; what differs there is reported under the part's name.
  public mutating func compare<Part: Approximable>(_ name: String, _ returned: Part, with expected: Part) {
    properties.append(name)
    returned.compare(with: expected, at: [], in: &self)
    properties.removeLast()
  }

  /// Two lists have different lengths.
  public mutating func note(count: Int, expected: Int, at path: [Int]) {
    guard shapeProblem == nil else { return }
    let whose = path.isEmpty && properties.isEmpty ? "the list" : "entry \(place(path))"
    shapeProblem = "\(whose) has \(count) elements, expected \(expected)"
  }

  /// Two tensors have different shapes.
  public mutating func note(shape: [Int], expected: [Int]) {
    guard shapeProblem == nil else { return }
    let whose = properties.isEmpty ? "the shape" : "the shape of `\(place([]))`"
    shapeProblem = "\(whose) is \(shape), expected \(expected)"
  }

  /// A small grid: where, what came back, what was expected.
  var table: String {
    if let shapeProblem { return shapeProblem }
    let rows = differences.map {
      // What was expected is told as 0 where the tolerance cannot tell it from 0.
      ($0.place, Self.number($0.returned), Self.number(abs($0.expected) <= tolerance ? 0 : $0.expected))
    }
    let columns = [("at", "returned", "expected")] + rows
    let widths = (
      columns.map(\.0.count).max() ?? 0, columns.map(\.1.count).max() ?? 0, columns.map(\.2.count).max() ?? 0
    )
    let lines = columns.map {
      "\(Self.padded($0.0, widths.0))  \(Self.padded($0.1, widths.1))  \(Self.padded($0.2, widths.2))"
    }
    let rest = differing > differences.count ? ["… \(differing) entries differ"] : []
    return
      (lines + rest + ["largest error \(Self.number(largestError)), tolerance \(Self.number(tolerance))"])
      .joined(separator: "\n")
  }

  /// `cache.keys[0][1]`; `value` where there is nothing to tell apart.
  private func place(_ path: [Int]) -> String {
    let place = properties.joined(separator: ".") + path.map { "[\($0)]" }.joined()
    return place.isEmpty ? "value" : place
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: width - text.count) + text
  }

  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : "\(value)" }
    return value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(Float(value))"
  }
}

extension Float: Approximable {
  /// Notes this number.
  public func compare(with expected: Float, at path: [Int], in comparison: inout Comparison) {
    comparison.note(Double(self), Double(expected), at: path)
  }
}

extension Double: Approximable {
  /// Notes this number.
  public func compare(with expected: Double, at path: [Int], in comparison: inout Comparison) {
    comparison.note(self, expected, at: path)
  }
}

extension Int: Approximable {
  /// Notes this number.
  public func compare(with expected: Int, at path: [Int], in comparison: inout Comparison) {
    comparison.note(Double(self), Double(expected), at: path)
  }
}

extension Array: Approximable where Element: Approximable {
  /// Notes every element, or that the counts differ.
  public func compare(with expected: [Element], at path: [Int], in comparison: inout Comparison) {
    guard count == expected.count else {
      return comparison.note(count: count, expected: expected.count, at: path)
    }
    for (index, (own, other)) in zip(self, expected).enumerated() {
      own.compare(with: other, at: path + [index], in: &comparison)
    }
  }
}
