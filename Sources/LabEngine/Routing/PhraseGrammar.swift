/// Writes sentences from lists of phrases: `{name}` in a phrase stands for any phrase listed as `name`.
///
/// Phrase number i (from 0) of a list is drawn with weight 1/(i + 1). Words of real text are distributed
/// about so (Zipf, "Human Behavior and the Principle of Least Effort", 1949): a few wordings are common and
/// many are rare. Real text has no end of rare ones; a grammar has, so learning from it levels off.
struct PhraseGrammar: Sendable {
  private enum Piece {
    case text(String)
    case list(String)
  }

  private struct Phrases {
    let phrases: [[Piece]]
    let weights: [Double]
  }

  private let lists: [String: Phrases]

  init(_ lists: [String: [String]]) {
    self.lists = lists.mapValues { phrases in
      Phrases(
        phrases: phrases.map(Self.pieces), weights: phrases.indices.map { 1 / Double($0 + 1) })
    }
  }

  /// A sentence for `name`; empty for a list that does not exist. Lists must not refer to themselves.
  ///
  /// - Parameter values: what stands for some names in place of a phrase drawn for them.
  func sentence(
    _ name: String, values: [String: String] = [:], using random: inout RandomStream
  ) -> String {
    if let value = values[name] { return value }
    guard let list = lists[name], let choice = random.index(weightedBy: list.weights) else { return "" }
    return list.phrases[choice].reduce(into: "") { sentence, piece in
      switch piece {
      case .text(let text): sentence += text
      case .list(let name): sentence += self.sentence(name, values: values, using: &random)
      }
    }
  }

  /// Names that a phrase refers to and no list defines, in alphabetical order.
  var undefinedNames: [String] {
    let used = lists.values.flatMap(\.phrases).joined().compactMap { piece in
      if case .list(let name) = piece { name } else { nil }
    }
    return Set(used).subtracting(lists.keys).sorted()
  }

  /// `"my {item} is late"` as text, list, text.
  private static func pieces(_ phrase: String) -> [Piece] {
    phrase.split(separator: "{", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
      guard index > 0, let end = part.firstIndex(of: "}") else { return [Piece.text(String(part))] }
      return [.list(String(part[..<end])), .text(String(part[part.index(after: end)...]))]
    }
  }
}
