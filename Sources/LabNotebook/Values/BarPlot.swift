/// Horizontal bars, one group a category, growing left of zero where a value is negative.
///
/// ```swift
/// display(BarPlot("Evidence for refund", value: "log odds", [("money", 1.9), ("parcel", -1.2)]))
/// display(BarPlot("Accuracy", value: .percent("accuracy", 0...1), categories: ["old", "new"]) {
///   Bars("rules", [1.0, 0.0])
///   Bars("naive Bayes", [1.0, 0.83], low: [0.9, 0.8], high: [1.0, 0.86])
/// })
/// ```
public struct BarPlot: Codable, Equatable, Sendable, Displayable {
  /// What the plot shows, in a few words.
  public var title: String
  /// What the length of a bar means.
  public var value: Axis
  /// The names of the groups, from top to bottom.
  public let categories: [String]
  /// One set of bars a series, each with one value a category.
  public let series: [Bars]

  /// One bar a category.
  public init<Value: Plottable>(_ title: String, value: Axis, _ bars: [(String, Value)]) {
    self.init(title, value: value, categories: bars.map(\.0)) { Bars("", bars.map(\.1)) }
  }

  /// Several bars a category, one a series.
  public init(_ title: String, value: Axis, categories: [String], @BarBuilder _ series: () -> [Bars]) {
    self.title = title
    self.value = value
    self.categories = categories
    self.series = series()
  }

  /// The plot as a display.
  public var display: Display { .bars(self) }
}

/// One series of a bar plot: a value a category, and where its uncertainty ends.
public struct Bars: Codable, Equatable, Sendable {
  /// What the legend calls it.
  public let name: String
  /// One value a category; a missing one is drawn as nothing.
  public let values: [Double]
  /// The lower ends of the intervals, empty without any.
  public let low: [Double]
  /// The upper ends of the intervals, empty without any.
  public let high: [Double]

  /// Bars without intervals.
  public init<Value: Plottable>(_ name: String, _ values: [Value]) {
    self.init(name, values, low: [], high: [])
  }

  /// Bars with an interval each.
  public init<Value: Plottable>(_ name: String, _ values: [Value], low: [Value], high: [Value]) {
    self.name = name
    self.values = values.map(\.plotValue)
    self.low = low.map(\.plotValue)
    self.high = high.map(\.plotValue)
  }

  /// The interval of one bar, if it has one.
  func interval(_ index: Int) -> (low: Double, high: Double)? {
    guard index < low.count, index < high.count else { return nil }
    return (low[index], high[index])
  }

  /// The value of one bar, if it has one.
  func value(_ index: Int) -> Double? {
    index < values.count ? values[index] : nil
  }
}

/// Collects the series of a bar plot.
@resultBuilder
public enum BarBuilder {
  /// One series.
  public static func buildExpression(_ bars: Bars) -> [Bars] { [bars] }
  /// The series one after the other.
  public static func buildBlock(_ parts: [Bars]...) -> [Bars] { parts.flatMap { $0 } }
  /// Series under an `if`.
  public static func buildOptional(_ part: [Bars]?) -> [Bars] { part ?? [] }
  /// Series made in a loop.
  public static func buildArray(_ parts: [[Bars]]) -> [Bars] { parts.flatMap { $0 } }
}
