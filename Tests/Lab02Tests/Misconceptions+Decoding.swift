import Foundation
import LabContracts
import LabTesting

extension Misconceptions {
  /// 02.6
  static let decoding: [Misconception] = [
    Misconception(
      "each-token-decoded-alone", lives: "02.6", alsoFails: ["02.12"],
      sentence:
        "You make text of each token and join the texts. A token may be a third of a character: join "
        + "the bytes, and make text once."
    ) {
      $0.bind(BPE.decode) { ids, tokenizer in
        try ids.map { text(try bytes([$0], tokenizer)) }.joined()
      }
    },
    decode(
      "nothing-where-bytes-are-no-text",
      "Where bytes are not UTF-8 you answer with nothing at all. One bad byte must not cost the rest: "
        + "put U+FFFD and go on."
    ) { String(validating: $0, as: UTF8.self) ?? "" },
    decode(
      "bad-bytes-dropped",
      "Bytes that are no text disappear without a trace. U+FFFD shows that something was there."
    ) { text($0).unicodeScalars.filter { $0 != "\u{FFFD}" }.map { String($0) }.joined() },
    decode(
      "one-sign-for-each-byte",
      "You put U+FFFD for every bad byte. The beginning of one character, cut off, is one sign, however "
        + "many bytes it has: that is Unicode's rule of the maximal subpart."
    ) { bytes in replacing(bytes) { String(repeating: "\u{FFFD}", count: $0) } },
    decode(
      "one-sign-for-each-run",
      "You put one U+FFFD for a whole run of bad bytes. A byte that begins no character has a sign of "
        + "its own."
    ) { bytes in replacing(bytes) { _ in "\u{FFFD}" } },
    decode(
      "a-character-for-each-byte", alsoFails: ["02.12"],
      "You turn every byte into a character of its own, so that é becomes Ã©. Several bytes are one "
        + "character in UTF-8."
    ) { bytes in String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })) },
    decode(
      "text-ends-at-zero",
      "You end the text at the first byte 0, as in C. It is a character like any other here."
    ) { bytes in text(Array(bytes.prefix { $0 != 0 })) },
    decode(
      "accents-composed",
      "You compose accents: e and the accent behind it come back as é. Text must come back scalar by scalar."
    ) { text($0).precomposedStringWithCanonicalMapping },
    decode(
      "white-space-trimmed",
      "You trim white space at the ends. A model's answer may begin with a space that matters."
    ) { text($0).trimmingCharacters(in: .whitespacesAndNewlines) },
    decode(
      "line-ends-unified",
      "You turn a carriage return and a line feed into a line feed. Decoding changes nothing."
    ) { bytes in
      let text = text(bytes).unicodeScalars.filter { $0 != "\r" }
      return String(String.UnicodeScalarView(text))
    },
    decode(
      "byte-order-mark-dropped",
      "You drop U+FEFF at the start. It is three bytes of the text like any others."
    ) { bytes in text(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes) },
    expand(
      "special-tokens-dropped", alsoFails: ["02.12"],
      "You leave out special tokens. Their names are part of the text that is asked for."
    ) { id, tokenizer in
      tokenizer.specials.contains { $0.id == id } ? [] : try bytes([id], tokenizer)
    },
    expand(
      "special-tokens-unknown", alsoFails: ["02.12"],
      "You refuse special tokens as unknown. Look for them by id in `specials`."
    ) { id, tokenizer in try bytes([id], BPE.Tokenizer(merges: tokenizer.merges)) },
    expand(
      "unknown-tokens-skipped",
      "You skip numbers that are no token. Somebody mixed up two vocabularies: say so, throw."
    ) { id, tokenizer in (try? bytes([id], tokenizer)) ?? [] },
    expand(
      "unknown-tokens-replaced",
      "You put U+FFFD for a number that is no token. That sign stands for bytes that are no text; a "
        + "wrong number is an error: throw."
    ) { id, tokenizer in (try? bytes([id], tokenizer)) ?? Array("\u{FFFD}".utf8) },
    expand(
      "special-ids-count-on",
      "You take special tokens for those right behind the merges. Their ids are their own; look them up."
    ) { id, tokenizer in
      let index = id - 256 - tokenizer.merges.count
      return tokenizer.specials.indices.contains(index)
        ? Array(tokenizer.specials[index].name.utf8)
        : try bytes([id], BPE.Tokenizer(merges: tokenizer.merges))
    },
    expand(
      "one-special-token-known",
      "You look at the first special token of the list alone. There may be several: look for the id among all."
    ) { id, tokenizer in
      try bytes([id], BPE.Tokenizer(merges: tokenizer.merges, specials: Array(tokenizer.specials.prefix(1))))
    },
    expand(
      "special-ids-in-a-row",
      "You count on from the number of the first special token. Each has its own, and they stand in any order."
    ) { id, tokenizer in
      let first = tokenizer.specials.first?.id ?? 0
      let row = tokenizer.specials.enumerated().map { BPE.SpecialToken($1.name, id: first + $0) }
      return try bytes([id], BPE.Tokenizer(merges: tokenizer.merges, specials: row))
    },
    Misconception(
      "table-of-the-first-call", lives: "02.6",
      sentence:
        "Your table of bytes was made for another tokenizer: it lives in a variable outside the function. Make it "
        + "from the merges that you are given."
    ) {
      let kept = Memory<[BPE.Pair]?>(nil)
      $0.bind(BPE.decode) { ids, tokenizer in
        let merges = kept.use { kept in
          kept = kept ?? tokenizer.merges
          return kept ?? []
        }
        return text(try bytes(ids, BPE.Tokenizer(merges: merges, specials: tokenizer.specials)))
      }
    },
    expand(
      "halves-swapped", alsoFails: ["02.12"],
      "The bytes of a merged token stand the wrong way round: the left token's come first."
    ) { id, tokenizer in
      let mirrored = tokenizer.merges.map { BPE.Pair($0.right, $0.left) }
      return try bytes([id], BPE.Tokenizer(merges: mirrored, specials: tokenizer.specials))
    },
    expand(
      "merges-from-257", alsoFails: ["02.12"],
      "You look for merge 0 under 257. The first number behind the bytes is 256."
    ) { id, tokenizer in
      let isShifted = id > 256 && id <= 256 + tokenizer.merges.count
      return try bytes([isShifted ? id - 1 : id == 256 ? -1 : id], tokenizer)
    },
    expand(
      "merges-not-expanded", alsoFails: ["02.12"],
      "You open a merged token once. Its halves may be merged tokens themselves: open them too, or "
        + "build the table of bytes in the order of the merges."
    ) { id, tokenizer in
      guard id >= 256, id - 256 < tokenizer.merges.count else { return try bytes([id], tokenizer) }
      let pair = tokenizer.merges[id - 256]
      return [UInt8(truncatingIfNeeded: pair.left), UInt8(truncatingIfNeeded: pair.right)]
    },
  ]

  /// Right bytes, and the wrong text of them.
  private static func decode(
    _ id: String, alsoFails: [String] = [], _ sentence: String,
    _ text: @escaping @Sendable ([UInt8]) -> String
  ) -> Misconception {
    Misconception(id, lives: "02.6", alsoFails: alsoFails, sentence: sentence) {
      $0.bind(BPE.decode) { ids, tokenizer in text(try bytes(ids, tokenizer)) }
    }
  }

  /// Wrong bytes for a token.
  private static func expand(
    _ id: String, alsoFails: [String] = [], _ sentence: String,
    _ token: @escaping @Sendable (Int, BPE.Tokenizer) throws -> [UInt8]
  ) -> Misconception {
    Misconception(id, lives: "02.6", alsoFails: alsoFails, sentence: sentence) {
      $0.bind(BPE.decode) { ids, tokenizer in text(try ids.flatMap { try token($0, tokenizer) }) }
    }
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func bytes(_ ids: [Int], _ tokenizer: BPE.Tokenizer) throws -> [UInt8] {
    let tokens = Plain.tokens(tokenizer.merges)
    return try ids.flatMap { id in
      if tokens.indices.contains(id) { return tokens[id] }
      guard let special = tokenizer.specials.first(where: { $0.id == id }) else {
        throw BPE.TokenError.unknownToken
      }
      return Array(special.name.utf8)
    }
  }

  /// The text with each run of bytes that are none replaced by what `signs` makes of its length.
  private static func replacing(_ bytes: [UInt8], _ signs: (Int) -> String) -> String {
    var (result, bad): (String.UnicodeScalarView, Int) = (String.UnicodeScalarView(), 0)
    var rest = bytes[...]
    while !rest.isEmpty {
      let length = (1...min(4, rest.count)).first {
        String(validating: rest.prefix($0), as: UTF8.self) != nil
      }
      if length == nil { bad += 1 }
      if bad > 0, length != nil || rest.count == 1 {
        result.append(contentsOf: signs(bad).unicodeScalars)
        bad = 0
      }
      if let length { result.append(contentsOf: text(Array(rest.prefix(length))).unicodeScalars) }
      rest = rest.dropFirst(length ?? 1)
    }
    return String(result)
  }
}
