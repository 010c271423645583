import Foundation
import LabContracts

/// Reads preferences as 05.11 asks, with each rule in a place of its own, so that one of them can be another.
struct RowReader: Sendable {
  /// Cuts a text into lines.
  var lines: @Sendable (String) -> [String] = {
    $0.utf8.split(separator: 10, omittingEmptySubsequences: false).map { String(Substring($0)) }
  }
  /// The number of a line at an index, when so many empty ones stand before it.
  var number: @Sendable (_ index: Int, _ emptyBefore: Int) -> Int = { index, _ in index + 1 }
  /// Whether a line is skipped.
  var isSkipped: @Sendable (String) -> Bool = { $0.allSatisfy(\.isWhitespace) }
  /// The object in a line.
  var object: @Sendable (String) -> [String: Any]? = { line in
    (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
  }
  /// The four fields in the order in which they are looked at.
  var order = ["prompt", "chosen", "rejected", "reason"]
  /// The text of a field, or `nil` to refuse it.
  var text: @Sendable (_ value: Any?, _ field: String) -> String? = { value, _ in
    (value as? String).flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
  }
  /// Whether two answers are the same.
  var areSame: @Sendable (String, String) -> Bool = { $0 == $1 }
  /// The row that the texts make.
  var row: @Sendable ([String: String]) -> Row = {
    Row(
      prompt: $0["prompt"] ?? "", chosen: $0["chosen"] ?? "", rejected: $0["rejected"] ?? "",
      reason: $0["reason"] ?? "")
  }
  /// What is thrown where something is wrong; nothing, to go on with the next line.
  var error: @Sendable (RowError) -> (any Error)? = { $0 }

  func read(_ text: String) throws -> [Row] {
    var (rows, empty) = ([Row](), 0)
    for (index, line) in lines(text).enumerated() {
      if isSkipped(line) {
        empty += 1
        continue
      }
      do {
        rows.append(try read(line, number: number(index, empty)))
      } catch let refused as RowError {
        if let error = error(refused) { throw error }
      }
    }
    return rows
  }

  private func read(_ line: String, number: Int) throws -> Row {
    guard let object = object(line) else { throw RowError(line: number) }
    var texts: [String: String] = [:]
    for field in order {
      guard let text = text(object[field], field) else { throw RowError(line: number, field: field) }
      texts[field] = text
      if field == "rejected", let chosen = texts["chosen"], areSame(chosen, text) {
        throw RowError(line: number, field: field)
      }
    }
    return row(texts)
  }
}
