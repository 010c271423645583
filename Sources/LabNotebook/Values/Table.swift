/// Rows and columns of text, with an optional title.
///
/// ```swift
/// display(Table(["labels", "accuracy"], [[10, 0.61], [100, 0.83]]))
/// display(Table(of: tickets) {
///   Column("ticket") { $0.text }
///   Column("routed") { rules.route($0.text) }
///   Column("") { rules.route($0.text) == $0.label }        // true is ✓, false is ✗
/// })
/// ```
public struct Table: Codable, Equatable, Sendable, Displayable {
  /// Where the text of a column stands.
  public enum Alignment: String, Codable, Sendable {
    /// Flush left: words.
    case leading
    /// Flush right: numbers.
    case trailing
  }

  /// What stands above the table, if anything.
  public var title: String?
  /// The heading of each column.
  public let headings: [String]
  /// The cells, row by row; every row has as many as there are headings.
  public let rows: [[String]]
  /// One alignment a column: trailing where every filled cell is a number.
  public let alignments: [Alignment]

  /// A table of words and numbers; `Double`s are shown with four significant digits and as many decimals as the
  /// others of their column, `Bool`s as ✓ and ✗.
  ///
  /// A short row is filled with empty cells, and headings grow empty to the longest row.
  public init(_ headings: [String], _ rows: [[any CustomStringConvertible]], title: String? = nil) {
    let count = max(headings.count, rows.map(\.count).max() ?? 0)
    self.title = title
    self.headings = headings.padded(to: count)
    let decimals = (0..<count).map { column in sharedDecimals(rows.compactMap { $0.element(column) }) }
    self.rows = rows.map { row in
      zip(row, decimals).map(cellText).padded(to: count)
    }
    self.alignments = (0..<count).map { column in
      let filled = rows.compactMap { $0.element(column) }
      return !filled.isEmpty && filled.allSatisfy(isNumeric) ? .trailing : .leading
    }
  }

  /// One row for each element, one column for each `Column`.
  public init<Elements: Collection>(
    of elements: Elements, title: String? = nil,
    @TableBuilder<Elements.Element> columns: () -> [Column<Elements.Element>]
  ) {
    let columns = columns()
    self.init(
      columns.map(\.heading), elements.map { element in columns.map { $0.value(element) } }, title: title)
  }

  /// The table as a display.
  public var display: Display { .table(self) }
}

/// One column of a table over a collection: its heading, and what it shows of each element.
public struct Column<Element> {
  let heading: String
  let value: (Element) -> any CustomStringConvertible

  /// A column that shows `value` of each element under `heading`.
  public init(_ heading: String, _ value: @escaping (Element) -> any CustomStringConvertible) {
    self.heading = heading
    self.value = value
  }
}

/// Collects the columns of `Table(of:)`.
@resultBuilder
public enum TableBuilder<Element> {
  /// One column.
  public static func buildExpression(_ column: Column<Element>) -> [Column<Element>] { [column] }
  /// The columns one after the other.
  public static func buildBlock(_ columns: [Column<Element>]...) -> [Column<Element>] {
    columns.flatMap { $0 }
  }
  /// Columns under an `if`.
  public static func buildOptional(_ columns: [Column<Element>]?) -> [Column<Element>] { columns ?? [] }
  /// Columns in the first branch of an `if`.
  public static func buildEither(first columns: [Column<Element>]) -> [Column<Element>] { columns }
  /// Columns in the other branch of an `if`.
  public static func buildEither(second columns: [Column<Element>]) -> [Column<Element>] { columns }
  /// Columns made in a loop.
  public static func buildArray(_ columns: [[Column<Element>]]) -> [Column<Element>] {
    columns.flatMap { $0 }
  }
}

private func cellText(_ value: any CustomStringConvertible, decimals: Int?) -> String {
  if let value = value as? Bool { return value ? "✓" : "✗" }
  guard let number = fraction(value) else { return value.description }
  guard let decimals, number.isFinite else { return formatNumber(number) }
  return fixed(number, decimals: decimals)
}

/// The most decimals any of the fractions in a column needs, so that their points stand below each other; `nil`
/// where one of them is written with an exponent.
private func sharedDecimals(_ column: [any CustomStringConvertible]) -> Int? {
  let texts = column.compactMap(fraction).filter(\.isFinite).map { formatNumber($0) }
  guard !texts.contains(where: { $0.contains("e") }) else { return nil }
  return texts.map { $0.firstIndex(of: ".").map($0.distanceFromEnd) ?? 0 }.max()
}

private func fraction(_ value: any CustomStringConvertible) -> Double? {
  switch value {
  case let value as Double: value
  case let value as Float: Double(value)
  default: nil
  }
}

/// Numbers, and text that reads as one: `0.83`, `12 %`, `–`.
private func isNumeric(_ value: any CustomStringConvertible) -> Bool {
  if value is any Numeric { return true }
  guard let text = value as? String else { return false }
  let digits = text.filter { !"%,+-−×e. \u{2009}".contains($0) }
  return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
}

extension String {
  /// The number of characters behind a point.
  fileprivate func distanceFromEnd(_ point: Index) -> Int { distance(from: point, to: endIndex) - 1 }
}

extension Array {
  fileprivate func element(_ index: Int) -> Element? { index < count ? self[index] : nil }
}

extension Array where Element == String {
  func padded(to count: Int) -> [String] {
    self + Array(repeating: "", count: Swift.max(0, count - self.count))
  }
}
