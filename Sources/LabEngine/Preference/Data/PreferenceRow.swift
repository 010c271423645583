/// A prompt with two answers, of which one was preferred, and why.
///
/// One row is one line of a JSON Lines file:
///
///     {"prompt":"Order …","chosen":" Damage is …","rejected":" I have …","reason":"claims a label"}
public struct PreferenceRow: Hashable, Sendable {
  /// What both answers follow.
  public let prompt: String
  /// The better answer.
  public let chosen: String
  /// The worse one.
  public let rejected: String
  /// Why, for people who read the data; nothing learns from it.
  public let reason: String

  /// A row.
  ///
  /// Throws `PreferenceError.badRow` with line 0 for an empty field or two equal answers.
  public init(prompt: String, chosen: String, rejected: String, reason: String) throws(PreferenceError) {
    try self.init(line: 0, prompt: prompt, chosen: chosen, rejected: rejected, reason: reason)
  }

  init(
    line: Int, prompt: String, chosen: String, rejected: String, reason: String
  ) throws(PreferenceError) {
    let fields = [("prompt", prompt), ("chosen", chosen), ("rejected", rejected), ("reason", reason)]
    for (name, text) in fields where text.allSatisfy(\.isWhitespace) {
      throw .badRow(line: line, field: name, reason: "there is no text in it")
    }
    // By bytes: strings that only look equal are different tokens.
    guard !chosen.utf8.elementsEqual(rejected.utf8) else {
      throw .badRow(
        line: line, field: "rejected", reason: "it is the chosen answer again, so nothing is preferred")
    }
    (self.prompt, self.chosen, self.rejected, self.reason) = (prompt, chosen, rejected, reason)
  }
}
