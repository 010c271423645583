/// Preferences as they stand in a file.
extension Preferences {
  /// One preference: two answers to a prompt, and why one of them is better.
  public struct Row: WireRecord, Hashable, CustomDebugStringConvertible {
    /// What was asked.
    public var prompt: String
    /// The better answer.
    public var chosen: String
    /// The worse one.
    public var rejected: String
    /// Why.
    public var reason: String

    /// A preference.
    public init(prompt: String, chosen: String, rejected: String, reason: String) {
      (self.prompt, self.chosen) = (prompt, chosen)
      (self.rejected, self.reason) = (rejected, reason)
    }

    /// Prompt, chosen, rejected, reason.
    public static var fields: some WireFields<Row> {
      Fields(
        Row.init(prompt:chosen:rejected:reason:), \.prompt, \.chosen, \.rejected, \.reason)
    }

    /// As it is written in code.
    public var debugDescription: String {
      "Row(prompt: \(prompt.debugDescription), chosen: \(chosen.debugDescription), "
        + "rejected: \(rejected.debugDescription), reason: \(reason.debugDescription))"
    }
  }

  /// Where a file of preferences is wrong.
  ///
  /// ```swift
  /// throw Preferences.RowError(line: 3, field: "chosen")
  /// ```
  public struct RowError: ContractError, Hashable {
    /// The line's number; the first is 1.
    public let line: Int
    /// The field that is wrong, or `nil` where the line is no JSON object.
    public let field: String?

    /// A line, and the field in it.
    public init(line: Int, field: String? = nil) {
      (self.line, self.field) = (line, field)
    }

    /// `line 3, field chosen`, or `line 3`.
    public var rawValue: String { "line \(line)" + (field.map { ", field \($0)" } ?? "") }

    /// Reads what `rawValue` spells.
    public init?(rawValue: String) {
      guard let match = rawValue.wholeMatch(of: /line (-?[0-9]+)(?:, field (.*))?/), let line = Int(match.1)
      else { return nil }
      self.init(line: line, field: match.2.map(String.init))
    }
  }
}
