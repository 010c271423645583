/// What an axis is called, how it is divided, and how its numbers are written.
///
/// A string literal is a linear axis that fits its data: `x: "labels"`. The others are made by name:
/// `x: .log("labels")`, `y: .percent("accuracy", 0...1)`.
public struct Axis: Codable, Equatable, Sendable {
  /// How values are laid along the axis.
  public enum Scale: String, Codable, Sendable {
    /// Equal steps are equal differences.
    case linear
    /// Equal steps are equal ratios; values at or below zero cannot be shown and are left out.
    case log
  }

  /// How the numbers are written.
  public enum Format: String, Codable, Sendable {
    /// As they are: `0.25`.
    case number
    /// As they are, and never divided finer than by one: `7`.
    case count
    /// As hundredths: `25 %`.
    case percent
  }

  /// The name of the quantity, with its unit.
  public var label: String
  /// Linear or logarithmic.
  public var scale: Scale
  /// Numbers, counts or percentages.
  public var format: Format
  /// The first and the last value shown; fitted to the data where it is `nil`.
  public var range: ClosedRange<Double>?

  /// An axis in full; the shorthands `linear`, `log`, `counts` and `percent` read better in a lesson.
  public init(
    _ label: String, scale: Scale = .linear, format: Format = .number, range: ClosedRange<Double>? = nil
  ) {
    self.label = label
    self.scale = scale
    self.format = format
    self.range = range
  }

  /// A linear axis, over `range` where one is given.
  public static func linear(_ label: String, _ range: ClosedRange<Double>? = nil) -> Axis {
    Axis(label, range: range)
  }

  /// A logarithmic axis, over `range` where one is given.
  public static func log(_ label: String, _ range: ClosedRange<Double>? = nil) -> Axis {
    Axis(label, scale: .log, range: range)
  }

  /// A linear axis of whole things that are counted.
  public static func counts(_ label: String) -> Axis {
    Axis(label, format: .count)
  }

  /// A linear axis of fractions written as percentages, over `range` (of fractions) where one is given.
  public static func percent(_ label: String, _ range: ClosedRange<Double>? = nil) -> Axis {
    Axis(label, format: .percent, range: range)
  }
}

extension Axis: ExpressibleByStringInterpolation {
  /// A linear axis that fits its data.
  public init(stringLiteral label: String) {
    self.init(label)
  }
}

/// A number that can be drawn: `Double`, `Float` and the integers.
public protocol Plottable {
  /// The number as a `Double`, rounded where it has more digits than one holds.
  var plotValue: Double { get }
}

extension Plottable where Self: BinaryInteger {
  /// The integer as a `Double`.
  public var plotValue: Double { Double(self) }
}

extension Plottable where Self: BinaryFloatingPoint {
  /// The number as a `Double`.
  public var plotValue: Double { Double(self) }
}

extension Double: Plottable {}
extension Float: Plottable {}
extension Int: Plottable {}
extension Int32: Plottable {}
extension Int64: Plottable {}
extension UInt8: Plottable {}
extension UInt32: Plottable {}
extension UInt64: Plottable {}
