/// Tokens that stand for no text, such as `<|endoftext|>`: a model sees them where a document or a turn ends.
public struct SpecialTokens: Hashable, Sendable {
  private var names: [(text: String, id: Int)] = []

  /// None.
  public init() {}

  /// Adds one. Throws `TokenizerError.invalidToken` for an empty name and for a name or id that is taken.
  public mutating func insert(_ text: String, id: Int) throws(TokenizerError) {
    guard !text.isEmpty else { throw .invalidToken(id: id, reason: "a special token needs a name") }
    guard 0..<TokenVocabulary.largestCount ~= id else {
      throw .invalidToken(id: id, reason: "ids go from 0 to \(TokenVocabulary.largestCount - 1)")
    }
    for (other, taken) in names where taken == id || other.utf8.elementsEqual(text.utf8) {
      throw .invalidToken(id: id, reason: "the special token \(text) or its id is given twice")
    }
    names.append((text, id))
  }

  /// All, in the order in which they were added.
  public var all: [(text: String, id: Int)] { names }

  /// The id of a special token.
  public func id(of text: String) -> Int? {
    names.first { $0.text.utf8.elementsEqual(text.utf8) }?.id
  }

  /// The name of a special token.
  public func text(of id: Int) -> String? {
    names.first { $0.id == id }?.text
  }

  /// One more than the largest id; 0 without any.
  var idCount: Int { (names.map(\.id).max() ?? -1) + 1 }

  /// Equal when the same names have the same ids.
  public static func == (a: SpecialTokens, b: SpecialTokens) -> Bool {
    a.names.count == b.names.count && a.names.allSatisfy { b.id(of: $0.text) == $0.id }
  }

  /// Feeds the ids.
  public func hash(into hasher: inout Hasher) { hasher.combine(Set(names.map(\.id))) }
}

/// What a special token's name in a text means.
public enum SpecialTokenPolicy: Hashable, Sendable {
  /// Letters like any other: right for what users write.
  case asText
  /// An error: right where none should be.
  case refused
  /// The special token: right for text that this program put together itself.
  case allowed
  /// The special token for these names, an error for others.
  case only(Set<String>)
}

extension SpecialTokens {
  /// Where special tokens stand in `bytes`: at each place the longest name, from left to right.
  ///
  /// - Complexity: O(bytes · names) at worst; one comparison a byte where no name begins.
  func occurrences(in bytes: [UInt8]) -> [(range: Range<Int>, text: String, id: Int)] {
    let candidates = names.map { (bytes: Array($0.text.utf8), text: $0.text, id: $0.id) }
      .sorted { $0.bytes.count > $1.bytes.count }
    var begins = [Bool](repeating: false, count: 256)
    for candidate in candidates { begins[Int(candidate.bytes[0])] = true }
    var (found, i): ([(range: Range<Int>, text: String, id: Int)], Int) = ([], 0)
    while i < bytes.count {
      if begins[Int(bytes[i])],
        let match = candidates.first(where: { bytes[i...].starts(with: $0.bytes) })
      {
        found.append((i..<i + match.bytes.count, match.text, match.id))
        i += match.bytes.count
      } else {
        i += 1
      }
    }
    return found
  }
}
