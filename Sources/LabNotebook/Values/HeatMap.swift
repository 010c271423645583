/// A grid of shaded values with named rows and columns: a confusion matrix, an attention map.
///
/// ```swift
/// display(HeatMap("Where tickets go", rows: labels, columns: labels, counts, rowTitle: "expected", columnTitle: "routed"))
/// ```
public struct HeatMap: Codable, Equatable, Sendable, Displayable {
  /// What the map shows, in a few words.
  public var title: String
  /// The names of the rows, from top to bottom.
  public let rows: [String]
  /// The names of the columns, from left to right.
  public let columns: [String]
  /// What the rows are.
  public var rowTitle: String
  /// What the columns are.
  public var columnTitle: String
  /// The values, row by row; a missing one is `nan`, which is drawn as an empty cell.
  public let values: [[Double]]
  /// Whether the number stands in each cell (where there is room for it).
  public var showsValues: Bool

  /// A map of `values`; names that are missing are counted from 0.
  public init<Value: Plottable>(
    _ title: String, rows: [String] = [], columns: [String] = [], _ values: [[Value]],
    rowTitle: String = "", columnTitle: String = "", showsValues: Bool = true
  ) {
    let rowCount = max(rows.count, values.count)
    let columnCount = max(columns.count, values.map(\.count).max() ?? 0)
    self.title = title
    self.rows = (0..<rowCount).map { $0 < rows.count ? rows[$0] : String($0) }
    self.columns = (0..<columnCount).map { $0 < columns.count ? columns[$0] : String($0) }
    self.values = (0..<rowCount).map { row in
      (0..<columnCount).map { column in
        row < values.count && column < values[row].count ? values[row][column].plotValue : .nan
      }
    }
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.showsValues = showsValues
  }

  /// The map as a display.
  public var display: Display { .heatMap(self) }

  /// Where a value lies between pale and dark, 0…1, and on which side of zero; `nil` for what is not a number.
  ///
  /// Values of one sign are shaded from zero to the largest; values of both signs from zero both ways.
  func shade(_ value: Double) -> (strength: Double, isNegative: Bool)? {
    guard !value.isNaN else { return nil }
    let largest = values.joined().filter(\.isFinite).map(\.magnitude).max() ?? 0
    guard value.isFinite, largest > 0 else { return (value.isFinite ? 0 : 1, value < 0) }
    return (value.magnitude / largest, value < 0)
  }
}
