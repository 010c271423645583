/// Named points of one kind: a curve or a cloud.
public struct Series: Codable, Equatable, Sendable, PlotElement {
  /// How the points are drawn.
  public enum Style: String, Codable, Sendable {
    /// Joined in the order given; a point that cannot be drawn leaves a gap.
    case line
    /// Each on its own.
    case dots
  }

  /// How the uncertainty of the points is drawn.
  public enum Interval: String, Codable, Sendable {
    /// A shaded band around the curve.
    case band
    /// An upright stroke through each point.
    case errorBars
  }

  /// One point, and where its uncertainty ends.
  public struct Point: Codable, Equatable, Sendable {
    /// Its place on the horizontal axis.
    public var x: Double
    /// Its place on the vertical axis.
    public var y: Double
    /// The lower end of its interval, if it has one.
    public var low: Double?
    /// The upper end of its interval, if it has one.
    public var high: Double?
  }

  /// What the legend calls it.
  public let name: String
  /// The points, in drawing order.
  public private(set) var points: [Point]
  /// Lines or dots; `nil` leaves it to the plot.
  public internal(set) var style: Style?
  /// How `low` and `high` are drawn.
  public private(set) var interval: Interval

  /// A series of `(x, y)` pairs.
  public init<X: Plottable, Y: Plottable>(_ name: String, _ points: [(X, Y)]) {
    self.name = name
    self.points = points.map { Point(x: $0.0.plotValue, y: $0.1.plotValue) }
    self.interval = .band
  }

  /// A series from a column of x and a column of y; the longer column is cut to the shorter.
  public init<X: Plottable, Y: Plottable>(_ name: String, x: [X], y: [Y]) {
    self.init(name, Array(zip(x, y)))
  }

  /// A series of values at x = 0, 1, 2, …, such as a loss per step.
  public init<Y: Plottable>(_ name: String, _ values: [Y]) {
    self.init(name, Array(values.enumerated().map { ($0.offset, $0.element) }))
  }

  /// The series with a shaded band from `low` to `high`, one pair a point.
  public func band<Y: Plottable>(low: [Y], high: [Y]) -> Series {
    with(low: low, high: high, drawnAs: .band)
  }

  /// The series with an upright stroke from `low` to `high`, one pair a point.
  public func errorBars<Y: Plottable>(low: [Y], high: [Y]) -> Series {
    with(low: low, high: high, drawnAs: .errorBars)
  }

  /// The series as a line, whatever the plot around it does.
  public func joined() -> Series {
    var copy = self
    copy.style = .line
    return copy
  }

  /// The series as dots, whatever the plot around it does.
  public func dotted() -> Series {
    var copy = self
    copy.style = .dots
    return copy
  }

  private func with<Y: Plottable>(low: [Y], high: [Y], drawnAs interval: Interval) -> Series {
    var copy = self
    copy.interval = interval
    for (index, ends) in zip(low, high).enumerated() where index < points.count {
      copy.points[index].low = ends.0.plotValue
      copy.points[index].high = ends.1.plotValue
    }
    return copy
  }
}
