/// Lines and dots over two numeric axes, with reference lines and markers.
///
/// Lessons make one with `LinePlot` or `ScatterPlot`.
public struct Plot: Codable, Equatable, Sendable, Displayable {
  /// What the plot shows, in a few words.
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// The curves and clouds, drawn in this order.
  public var series: [Series]
  /// Straight lines to compare with.
  public var references: [ReferenceLine]
  /// Single points with a name.
  public var markers: [Marker]

  /// Sorts the elements by kind and gives every series that has no style of its own the plot's.
  init(_ title: String, x: Axis, y: Axis, style: Series.Style, elements: [any PlotElement]) {
    self.title = title
    self.x = x
    self.y = y
    self.series = elements.compactMap { $0 as? Series }.map { series in
      var series = series
      series.style = series.style ?? style
      return series
    }
    self.references = elements.compactMap { $0 as? ReferenceLine }
    self.markers = elements.compactMap { $0 as? Marker }
  }

  /// The plot as a display.
  public var display: Display { .plot(self) }
}

/// Curves over two axes.
///
/// ```swift
/// display(LinePlot("Accuracy against labels", x: .log("labels"), y: .percent("accuracy", 0...1)) {
///   Series("rulebook", rulebook)
///   Series("naive Bayes", bayes).band(low: low, high: high)
///   ReferenceLine(y: majority, "majority")
///   Marker(640, 0.97, "crossing")
/// })
/// ```
public struct LinePlot: Displayable, Sendable {
  /// The finished plot.
  public let plot: Plot

  /// A plot whose series are joined by lines unless they say otherwise.
  public init(_ title: String, x: Axis, y: Axis, @PlotBuilder _ elements: () -> [any PlotElement]) {
    plot = Plot(title, x: x, y: y, style: .line, elements: elements())
  }

  /// The plot as a display.
  public var display: Display { .plot(plot) }
}

/// Dots over two axes; a series drawn as a line through them says `.joined()`.
public struct ScatterPlot: Displayable, Sendable {
  /// The finished plot.
  public let plot: Plot

  /// A plot whose series are dots unless they say otherwise.
  public init(_ title: String, x: Axis, y: Axis, @PlotBuilder _ elements: () -> [any PlotElement]) {
    plot = Plot(title, x: x, y: y, style: .dots, elements: elements())
  }

  /// The plot as a display.
  public var display: Display { .plot(plot) }
}

/// What may stand inside a plot: a `Series`, a `ReferenceLine` or a `Marker`.
public protocol PlotElement {}

/// A straight line across the plot, to compare with.
public struct ReferenceLine: Codable, Equatable, Sendable, PlotElement {
  /// Which axis the value is on.
  public enum Orientation: String, Codable, Sendable {
    /// A line at one y.
    case horizontal
    /// A line at one x.
    case vertical
  }

  /// Across or upright.
  public let orientation: Orientation
  /// The y of a horizontal line, the x of a vertical one.
  public let value: Double
  /// What the line means.
  public let label: String

  /// A horizontal line at `y`.
  public init(y: some Plottable, _ label: String = "") {
    (orientation, value, self.label) = (.horizontal, y.plotValue, label)
  }

  /// A vertical line at `x`.
  public init(x: some Plottable, _ label: String = "") {
    (orientation, value, self.label) = (.vertical, x.plotValue, label)
  }
}

/// A single point with a name, such as an optimum.
public struct Marker: Codable, Equatable, Sendable, PlotElement {
  /// Its place on the horizontal axis.
  public let x: Double
  /// Its place on the vertical axis.
  public let y: Double
  /// What stands beside it.
  public let label: String

  /// A named point at `(x, y)`.
  public init(_ x: some Plottable, _ y: some Plottable, _ label: String) {
    (self.x, self.y, self.label) = (x.plotValue, y.plotValue, label)
  }
}

/// Collects what stands inside a plot.
@resultBuilder
public enum PlotBuilder {
  /// One element.
  public static func buildExpression(_ element: any PlotElement) -> [any PlotElement] { [element] }
  /// Several elements, such as the result of a `map`.
  public static func buildExpression(_ elements: [any PlotElement]) -> [any PlotElement] { elements }
  /// The elements one after the other.
  public static func buildBlock(_ parts: [any PlotElement]...) -> [any PlotElement] { parts.flatMap { $0 } }
  /// Elements under an `if`.
  public static func buildOptional(_ part: [any PlotElement]?) -> [any PlotElement] { part ?? [] }
  /// Elements in the first branch of an `if`.
  public static func buildEither(first part: [any PlotElement]) -> [any PlotElement] { part }
  /// Elements in the other branch of an `if`.
  public static func buildEither(second part: [any PlotElement]) -> [any PlotElement] { part }
  /// Elements made in a loop.
  public static func buildArray(_ parts: [[any PlotElement]]) -> [any PlotElement] { parts.flatMap { $0 } }
}
