import Foundation

/// Something a cell can show: one value, drawn as text in a terminal and as SVG on a page.
///
/// A display holds data, never a drawing, so that it can cross a process boundary as JSON and be
/// drawn again at another width or in another colour scheme.
public enum Display: Codable, Equatable, Sendable {
  /// Rows and columns of text.
  case table(Table)
  /// Lines and dots over two numeric axes.
  case plot(Plot)
  /// Horizontal bars, one group a category.
  case bars(BarPlot)
  /// Counts over equal intervals.
  case histogram(Histogram)
  /// A grid of shaded values.
  case heatMap(HeatMap)
  /// Text cut into coloured tokens.
  case tokens(TokenStrip)
}

/// A value that knows how it wants to be shown.
///
/// Give a type of your own a `display` and `display(value)` accepts it.
public protocol Displayable {
  /// The value as a table, a plot, a heat map or a token strip.
  var display: Display { get }
}

extension Display: Displayable {
  /// The display itself.
  public var display: Display { self }
}

extension Display {
  /// The display as JSON; numbers that JSON lacks are written as `"nan"`, `"inf"` and `"-inf"`.
  public func json() throws -> Data {
    try NotebookJSON.encoder().encode(self)
  }

  /// Reads what `json()` wrote.
  ///
  /// - Throws: `DecodingError` where the bytes are not a display.
  public init(json: Data) throws {
    self = try NotebookJSON.decoder().decode(Display.self, from: json)
  }
}
