/// A text cut into tokens, each on a ground of its own, with its white space made visible.
///
/// ```swift
/// display(TokenStrip("GPT-2 splits a number", ["Order", " A", "102", "34"], ids: [18743, 317, 15377, 2682]))
/// ```
public struct TokenStrip: Codable, Equatable, Sendable, Displayable {
  /// What the strip shows, in a few words; may be empty.
  public var title: String
  /// The pieces, in order; together they are the text.
  public let tokens: [String]
  /// The number of each piece in its vocabulary, empty where there is none to show.
  public let ids: [Int]

  /// The pieces of a text and, where they matter, their ids (one a token).
  public init(_ title: String, _ tokens: [String], ids: [Int] = []) {
    self.title = title
    self.tokens = tokens
    self.ids = ids.count == tokens.count ? ids : []
  }

  /// The pieces of a text without a title.
  public init(_ tokens: [String], ids: [Int] = []) {
    self.init("", tokens, ids: ids)
  }

  /// The strip as a display.
  public var display: Display { .tokens(self) }
}
