import Foundation

extension PreferenceRow {
  /// Reads rows from a JSON Lines text: one object a line, blank lines between them allowed, further fields ignored.
  ///
  /// Throws `PreferenceError.badRow`, which names the line, counted from 1, and the field, or `.noPairs`.
  public static func rows(jsonLines text: String) throws(PreferenceError) -> [PreferenceRow] {
    var rows: [PreferenceRow] = []
    let lines = Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated()
    where !line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\t") }
    ) {
      rows.append(try PreferenceRow(json: Array(line), line: index + 1))
    }
    guard !rows.isEmpty else { throw .noPairs }
    return rows
  }

  /// Reads a JSON Lines file. Throws as `rows(jsonLines:)` does, and `FormatError` for a file that cannot be read.
  public static func rows(contentsOf url: URL) throws -> [PreferenceRow] {
    guard let text = String(validating: try FileBytes.read(url), as: UTF8.self) else {
      throw FormatError.invalid(field: url.path, reason: "it is not UTF-8")
    }
    return try rows(jsonLines: text)
  }

  /// The rows as JSON Lines, each line ended.
  public static func jsonLines(_ rows: [PreferenceRow]) -> String {
    rows.map { $0.json + "\n" }.joined()
  }

  /// Writes a JSON Lines file. Throws `FormatError`.
  public static func write(_ rows: [PreferenceRow], to url: URL) throws(FormatError) {
    try FileBytes.write(Array(jsonLines(rows).utf8), to: url)
  }

  private var json: String {
    let fields = [("prompt", prompt), ("chosen", chosen), ("rejected", rejected), ("reason", reason)]
    return JSONValue.object(fields.map { JSONValue.Member(key: $0, value: .string($1)) }).text
  }

  private init(json: [UInt8], line: Int) throws(PreferenceError) {
    let members: [JSONValue.Member]
    do {
      guard let object = try JSONValue(parsing: json).members else {
        throw PreferenceError.badRow(line: line, field: "row", reason: "it is not a JSON object")
      }
      members = object
    } catch let error as PreferenceError {
      throw error
    } catch {
      throw .badRow(line: line, field: "row", reason: "it is not JSON (\(error))")
    }
    func text(_ field: String) throws(PreferenceError) -> String {
      let found = members.filter { $0.key == field }
      guard let member = found.first else {
        throw .badRow(line: line, field: field, reason: "it is missing")
      }
      guard found.count == 1 else {
        throw .badRow(line: line, field: field, reason: "it is there \(found.count) times")
      }
      guard let text = member.value.string else {
        throw .badRow(line: line, field: field, reason: "it is not a string")
      }
      return text
    }
    try self.init(
      line: line, prompt: try text("prompt"), chosen: try text("chosen"), rejected: try text("rejected"),
      reason: try text("reason"))
  }
}
