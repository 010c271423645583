import Foundation
import LabContracts
import LabEngine
import LabTesting

extension Misconceptions {
  /// 02.8
  static let specials: [Misconception] = [
    tokenize(
      "user-text-parsed", alsoFails: ["02.12"],
      "You turn names of special tokens into special tokens whatever the policy says. A customer who writes "
        + "`<|endoftext|>` then ends the document: text is text unless the caller allows more."
    ) { text, tokenizer, _ in try found(text, tokenizer) },
    tokenize(
      "special-tokens-never-seen", alsoFails: ["02.12"],
      "You encode names of special tokens as letters, also where they are allowed. Then no document "
        + "ever ends."
    ) { text, tokenizer, policy in
      if policy == .refused { try refuse(text, tokenizer) }
      return try plain(text, tokenizer)
    },
    tokenize(
      "cut-before-looking", alsoFails: ["02.12"],
      "You cut the text first and look for special tokens in the pieces. By then `<|end|>` is `<|`, "
        + "`end`, `|>`: look first, cut what is left."
    ) { text, tokenizer, _ in
      try Expected.pieces(text).flatMap { piece in
        try tokenizer.specials.first { $0.name == piece }.map { [$0.id] } ?? plain(piece, tokenizer)
      }
    },
    tokenize(
      "refused-passes-as-text", "You pass over a refused name as text. `.refused` asks for an error."
    ) { text, tokenizer, policy in
      policy == .allowed ? try found(text, tokenizer) : try plain(text, tokenizer)
    },
    tokenize(
      "refused-passes-as-special", "You let a refused special token in. `.refused` asks for an error."
    ) { text, tokenizer, policy in
      policy == .asText ? try plain(text, tokenizer) : try found(text, tokenizer)
    },
    tokenize(
      "refused-cut-out",
      "You cut a refused name out of the text and say nothing. `.refused` asks for an error."
    ) { text, tokenizer, policy in
      guard policy == .refused else { return try right(text, tokenizer, policy) }
      return try found(text, tokenizer) { _ in [] }
    },
    tokenize(
      "refused-without-cause",
      "You refuse every text as soon as the tokenizer has special tokens. Only a name that stands in "
        + "the text is refused."
    ) { text, tokenizer, policy in
      if policy == .refused, !tokenizer.specials.isEmpty { throw BPE.TokenError.specialTokenRefused }
      return try right(text, tokenizer, policy)
    },
    tokenize(
      "refused-only-when-alone",
      "You refuse a text that is a name, and let in one that holds a name somewhere."
    ) { text, tokenizer, policy in
      if policy == .refused, !tokenizer.specials.contains(where: { $0.name == text }) {
        return try plain(text, tokenizer)
      }
      return try right(text, tokenizer, policy)
    },
    finding(
      "first-listed-name-wins",
      "Where several names begin, you take the one that is listed first. The longest counts, whatever "
        + "the order."
    ) { $0 },
    finding(
      "shortest-name-wins",
      "Where several names begin, you take the shortest, and the rest of a long name is left as text. "
        + "The longest counts."
    ) { $0.sorted { $0.name.utf8.count < $1.name.utf8.count } },
    finding(
      "greatest-number-wins",
      "Where several names begin, you take the one with the greatest number. The longest counts, whatever its number."
    ) { $0.sorted { $0.id > $1.id } },
    finding(
      "length-in-characters",
      "You compare names by their number of Characters, and `<e` has as many as `<e` with an accent behind it. "
        + "Count scalars or bytes."
    ) { $0.sorted { $0.name.count > $1.name.count } },
    tokenize(
      "longest-name-anywhere-first",
      "You look for the longest name in the whole text, then for the next. Go from left to right: a "
        + "name that begins earlier comes first, however short it is."
    ) { text, tokenizer, policy in
      guard policy == .allowed else { return try right(text, tokenizer, policy) }
      return try nameByName(text, longestFirst(tokenizer.specials)[...], tokenizer)
    },
    tokenize(
      "first-special-token-only", "You find one special token and take all behind it for text."
    ) { text, tokenizer, policy in
      guard policy == .allowed else { return try right(text, tokenizer, policy) }
      var isFirst = true
      return try found(text, tokenizer) { special in
        defer { isFirst = false }
        return isFirst ? [special.id] : try plain(special.name, tokenizer)
      }
    },
    tokenize(
      "text-behind-the-last-lost", alsoFails: ["02.12"],
      "What stands behind the last special token is missing. Encode the rest when the search has ended."
    ) { text, tokenizer, policy in
      guard policy == .allowed else { return try right(text, tokenizer, policy) }
      let parts = parts(text, longestFirst(tokenizer.specials))
      let end = parts.lastIndex { $0.special != nil } ?? -1
      return try encode(end < 0 ? parts : Array(parts[...end]), tokenizer)
    },
    tokenize(
      "text-not-cut",
      "You encode each stretch as one piece, and tokens grow over the ends of words. Cut it by 02.7 first."
    ) { text, tokenizer, policy in
      let specials = policy == .asText ? [] : longestFirst(tokenizer.specials)
      let parts = parts(text, specials)
      if policy == .refused, parts.contains(where: { $0.special != nil }) {
        throw BPE.TokenError.specialTokenRefused
      }
      return try parts.flatMap { try $0.special.map { [$0.id] } ?? Expected.ids($0.text, tokenizer.merges) }
    },
    tokenize(
      "stretches-cut-together",
      "You cut the text as if the special token were a sign in it, so that the spaces before it part. "
        + "Each stretch is cut by itself, as if the text ended there."
    ) { text, tokenizer, policy in
      guard policy == .allowed else { return try right(text, tokenizer, policy) }
      let parts = parts(text, longestFirst(tokenizer.specials))
      return try parts.indices.flatMap { index -> [Int] in
        if let special = parts[index].special { return [special.id] }
        let pieces = Expected.pieces(parts[index].text + (index + 1 < parts.count ? "\u{E000}" : ""))
        return try pieces.flatMap { piece in
          try Expected.ids(piece.filter { $0 != "\u{E000}" }, tokenizer.merges)
        }
      }
    },
    tokenize(
      "stretches-trimmed", alsoFails: ["02.12"],
      "You trim white space beside special tokens. Every byte of the text must come back."
    ) { text, tokenizer, policy in
      guard policy == .allowed else { return try right(text, tokenizer, policy) }
      return try parts(text, longestFirst(tokenizer.specials)).flatMap { part in
        try part.special.map { [$0.id] }
          ?? plain(part.text.trimmingCharacters(in: .whitespacesAndNewlines), tokenizer)
      }
    },
    tokenize(
      "capitals-ignored", "`<|END|>` is text: names of special tokens are compared exactly."
    ) { text, tokenizer, policy in
      let lowered =
        tokenizer.specials.contains { text.contains($0.name.uppercased()) } ? text.lowercased() : text
      return try right(lowered, tokenizer, policy)
    },
    tokenize(
      "names-compared-as-characters",
      "You compare Characters. To Swift é and e with an accent are equal, and an accent behind `>` "
        + "hides the name's end; compare scalars or bytes."
    ) { text, tokenizer, policy in
      let specials = policy == .asText ? [] : longestFirst(tokenizer.specials)
      var (ids, rest, stretch): ([Int], Substring, String) = ([], text[...], "")
      while let character = rest.first {
        if let special = specials.first(where: { rest.starts(with: $0.name) }) {
          if policy == .refused { throw BPE.TokenError.specialTokenRefused }
          ids += try plain(stretch, tokenizer) + [special.id]
          (rest, stretch) = (rest.dropFirst(special.name.count), "")
        } else {
          stretch.append(character)
          rest.removeFirst()
        }
      }
      return ids + (try plain(stretch, tokenizer))
    },
    tokenize(
      "refused-by-characters",
      "You look for refused names with `contains`, which compares Characters: to Swift é and e with an accent are "
        + "equal. Compare scalars or bytes, as where names are allowed."
    ) { text, tokenizer, policy in
      guard policy == .refused else { return try right(text, tokenizer, policy) }
      if tokenizer.specials.contains(where: { text.contains($0.name) }) {
        throw BPE.TokenError.specialTokenRefused
      }
      return try plain(text, tokenizer)
    },
    tokenize(
      "line-break-behind-dropped",
      "You drop the line break behind a special token, as some templates do. Every byte of the text must come back."
    ) { text, tokenizer, policy in
      guard policy == .allowed else { return try right(text, tokenizer, policy) }
      let parts = parts(text, longestFirst(tokenizer.specials))
      return try parts.indices.flatMap { index -> [Int] in
        if let special = parts[index].special { return [special.id] }
        let isBehind = index > 0 && parts[index].text.hasPrefix("\n")
        return try plain(String(parts[index].text.dropFirst(isBehind ? 1 : 0)), tokenizer)
      }
    },
    tokenize(
      "special-ids-counted",
      "You number special tokens yourself, behind the merges. Their ids are given: use them."
    ) { text, tokenizer, policy in
      guard policy == .allowed else { return try right(text, tokenizer, policy) }
      return try found(text, tokenizer) { special in
        [256 + tokenizer.merges.count + (tokenizer.specials.firstIndex(of: special) ?? 0)]
      }
    },
  ]

  /// A stretch of text, or a special token.
  private struct Part {
    var text = ""
    var special: BPE.SpecialToken?
  }

  private static func tokenize(
    _ id: String, alsoFails: [String] = [], _ sentence: String,
    _ body: @escaping @Sendable (String, BPE.Tokenizer, BPE.SpecialPolicy) throws -> [Int]
  ) -> Misconception {
    Misconception(id, lives: "02.8", alsoFails: alsoFails, sentence: sentence) {
      $0.bind(BPE.tokenize, to: body)
    }
  }

  /// Of several names that begin at a place, the first in the order that `sorted` gives.
  private static func finding(
    _ id: String, _ sentence: String, _ sorted: @escaping @Sendable ([BPE.SpecialToken]) -> [BPE.SpecialToken]
  ) -> Misconception {
    tokenize(id, sentence) { text, tokenizer, policy in
      guard policy == .allowed else { return try right(text, tokenizer, policy) }
      return try encode(parts(text, sorted(tokenizer.specials)), tokenizer)
    }
  }

  private static func right(
    _ text: String, _ tokenizer: BPE.Tokenizer, _ policy: BPE.SpecialPolicy
  ) throws -> [Int] {
    if policy == .refused { try refuse(text, tokenizer) }
    return policy == .allowed ? try found(text, tokenizer) : try plain(text, tokenizer)
  }

  private static func plain(_ text: String, _ tokenizer: BPE.Tokenizer) throws -> [Int] {
    try Expected.ids(text, tokenizer, .asText)
  }

  private static func refuse(_ text: String, _ tokenizer: BPE.Tokenizer) throws {
    if parts(text, tokenizer.specials).contains(where: { $0.special != nil }) {
      throw BPE.TokenError.specialTokenRefused
    }
  }

  private static func found(
    _ text: String, _ tokenizer: BPE.Tokenizer, _ ids: (BPE.SpecialToken) throws -> [Int] = { [$0.id] }
  ) throws -> [Int] {
    try encode(parts(text, longestFirst(tokenizer.specials)), tokenizer, ids)
  }

  private static func encode(
    _ parts: [Part], _ tokenizer: BPE.Tokenizer, _ ids: (BPE.SpecialToken) throws -> [Int] = { [$0.id] }
  ) throws -> [Int] {
    try parts.flatMap { try $0.special.map(ids) ?? plain($0.text, tokenizer) }
  }

  private static func longestFirst(_ specials: [BPE.SpecialToken]) -> [BPE.SpecialToken] {
    specials.sorted { $0.name.utf8.count > $1.name.utf8.count }
  }

  /// The text parted at names, from left to right; where several begin, at the first of `specials`.
  private static func parts(_ text: String, _ specials: [BPE.SpecialToken]) -> [Part] {
    var (parts, rest): ([Part], Substring.UnicodeScalarView) = ([Part()], text[...].unicodeScalars)
    while let scalar = rest.first {
      if let special = specials.first(where: { rest.starts(with: $0.name.unicodeScalars) }) {
        parts += [Part(special: special), Part()]
        rest = rest.dropFirst(special.name.unicodeScalars.count)
      } else {
        parts[parts.count - 1].text.unicodeScalars.append(scalar)
        rest = rest.dropFirst()
      }
    }
    return parts
  }

  private static func nameByName(
    _ text: String, _ specials: ArraySlice<BPE.SpecialToken>, _ tokenizer: BPE.Tokenizer
  ) throws -> [Int] {
    guard let special = specials.first else { return try plain(text, tokenizer) }
    return try parts(text, [special]).flatMap { part in
      try part.special.map { [$0.id] } ?? nameByName(part.text, specials.dropFirst(), tokenizer)
    }
  }
}
