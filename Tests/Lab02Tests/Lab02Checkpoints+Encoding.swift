import LabContracts
import LabEngine
import LabTesting

extension Lab02Checkpoints {
  // MARK: 02.5

  func test05_theLowestRankIsMergedFirst() throws {
    try check(BPE.encode, "ab", [BPE.Pair(97, 98)], returns: [256])
    try check(BPE.encode, "ab", [], returns: [97, 98])
    try check(BPE.encode, "", [BPE.Pair(97, 98)], returns: [])
    try check(BPE.encode, "cabc", [BPE.Pair(97, 98)], returns: [99, 256, 99])
    // Bytes, not characters.
    try check(BPE.encode, "é", [], returns: [195, 169])
    try check(BPE.encode, "\r\n€", [BPE.Pair(13, 10), BPE.Pair(130, 172)], returns: [256, 226, 257])
    // A piece is taken as it is, with its space, its capitals, its accents and its zero bytes.
    try check(BPE.encode, " Ab", [BPE.Pair(65, 98)], returns: [32, 256])
    try check(BPE.encode, "e\u{301}", [], returns: [101, 204, 129])
    try check(BPE.encode, "\0a\0", [BPE.Pair(97, 0)], returns: [0, 256])

    // Merges of merges, over and over; the whole piece may become one token.
    let doublings = [BPE.Pair(97, 97), BPE.Pair(256, 256), BPE.Pair(257, 257)]
    try check(BPE.encode, "aaa", doublings, returns: [256, 97])
    try check(BPE.encode, "aaaaa", doublings, returns: [257, 97])
    try check(BPE.encode, "aaaaaaaa", doublings, returns: [258])
    try check(
      BPE.encode, "aaabdaaabac", [BPE.Pair(97, 97), BPE.Pair(97, 98), BPE.Pair(256, 257)],
      returns: [258, 100, 258, 97, 99])

    // bc ranks before ab, although ab stands further left.
    try check(BPE.encode, "abc", [BPE.Pair(98, 99), BPE.Pair(97, 98)], returns: [97, 256])
    // … and although ab stands there more often.
    try check(BPE.encode, "abcabab", [BPE.Pair(98, 99), BPE.Pair(97, 98)], returns: [97, 256, 257, 257])
    // ab ranks before bc, although bc stands further right.
    try check(BPE.encode, "abc", [BPE.Pair(97, 98), BPE.Pair(98, 99)], returns: [256, 99])
    // abc is a token, 258, but bc comes first, and from a and bc no merge makes it.
    try check(
      BPE.encode, "abc", [BPE.Pair(98, 99), BPE.Pair(97, 98), BPE.Pair(257, 99)], returns: [97, 256])

    var random = RandomStream(seed: seed, stream: 5)
    for _ in 0..<30 {
      let merges = Samples.merges(8, &random)
      let piece = Samples.string(of: ["a", "b", "c"], 14, &random)
      try check(BPE.encode, piece, merges, returns: Expected.ids(piece, merges))
    }
    let pieces = Samples.commonWords(100, &random)
    guard case .success(let merges) = Expected.training(pieces, 256 + 40) else { return }
    for piece in pieces.prefix(10) + Samples.pieces(5, &random) {
      try check(BPE.encode, piece, merges, returns: Expected.ids(piece, merges))
    }
  }

  // MARK: 02.6

  func test06_bytesAreJoinedBeforeTheyBecomeText() throws {
    let bytesOnly = BPE.Tokenizer(merges: [])
    try check(BPE.decode, [104, 105], bytesOnly, returns: "hi")
    try check(BPE.decode, [], bytesOnly, returns: "")
    try check(
      BPE.decode, [104, 257, 256], BPE.Tokenizer(merges: [BPE.Pair(97, 98), BPE.Pair(256, 99)]),
      returns: "habcab")
    let special = BPE.Tokenizer(merges: [BPE.Pair(97, 97)], specials: [BPE.SpecialToken("<|end|>", id: 500)])
    try check(BPE.decode, [256, 500, 97], special, returns: "aa<|end|>a")

    // Several special tokens, listed in any order.
    let several = BPE.Tokenizer(
      merges: [],
      specials: [
        BPE.SpecialToken("<b>", id: 502), BPE.SpecialToken("<a>", id: 300), BPE.SpecialToken("<c>", id: 400),
      ])
    try check(BPE.decode, [502], several, returns: "<b>")
    try check(BPE.decode, [300, 502, 400], several, returns: "<a><b><c>")
    try check(BPE.decode, [502, 503], several, throws: BPE.TokenError.unknownToken)
    let french = BPE.Tokenizer(merges: [], specials: [BPE.SpecialToken("«fin»", id: 256)])
    try check(BPE.decode, [33, 256, 33], french, returns: "!«fin»!")

    // The euro sign is three bytes: one token each, or one and two.
    try check(BPE.decode, [0xE2, 0x82, 0xAC], bytesOnly, returns: "€")
    try check(BPE.decode, [0xE2, 256], BPE.Tokenizer(merges: [BPE.Pair(0x82, 0xAC)]), returns: "€")
    try check(BPE.decode, [256, 0xAC, 33], BPE.Tokenizer(merges: [BPE.Pair(0xE2, 0x82)]), returns: "€!")
    try check(BPE.decode, [65, 0xF0, 0x9F, 0x93, 0xA6, 66], bytesOnly, returns: "A📦B")

    // What is cut off or wrong is replaced, and the rest is kept: one sign for the beginning of a character, one for
    // each byte that begins none.
    try check(BPE.decode, [104, 0xE2, 0x82], bytesOnly, returns: "h\u{FFFD}")
    try check(BPE.decode, [0xE2, 40, 0xA1], bytesOnly, returns: "\u{FFFD}(\u{FFFD}")
    try check(BPE.decode, [0xF0, 0x9F, 0x93, 104], bytesOnly, returns: "\u{FFFD}h")
    try check(BPE.decode, [0xC0, 0x80, 0xFF], bytesOnly, returns: "\u{FFFD}\u{FFFD}\u{FFFD}")
    try check(BPE.decode, [0xE0, 0x80, 0xAF], bytesOnly, returns: "\u{FFFD}\u{FFFD}\u{FFFD}")
    try check(BPE.decode, [0xED, 0xA0, 0x80], bytesOnly, returns: "\u{FFFD}\u{FFFD}\u{FFFD}")
    try check(BPE.decode, [0xF4, 0x90, 0x80], bytesOnly, returns: "\u{FFFD}\u{FFFD}\u{FFFD}")
    // A special token's name in the middle of a character parts it.
    try check(BPE.decode, [0xE2, 500, 0x82, 0xAC], special, returns: "\u{FFFD}<|end|>\u{FFFD}\u{FFFD}")

    // No character is dropped, trimmed or composed.
    try check(BPE.decode, [32, 10, 0, 13, 10, 32], bytesOnly, returns: " \n\u{0}\r\n ")
    try check(BPE.decode, [0x65, 0xCC, 0x81], bytesOnly, returns: "e\u{301}")
    try check(BPE.decode, [0xEF, 0xBB, 0xBF, 104], bytesOnly, returns: "\u{FEFF}h")

    for id in [-1, 257, 499, 501] {
      try check(BPE.decode, [97, id], special, throws: BPE.TokenError.unknownToken)
    }
    try check(BPE.decode, [256], bytesOnly, throws: BPE.TokenError.unknownToken)

    var random = RandomStream(seed: seed, stream: 6)
    for _ in 0..<20 {
      let bytes = (0..<8).map { _ in
        [0x61, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x93, 0xA6].randomElement(using: &random) ?? 0
      }
      try check(BPE.decode, bytes, bytesOnly, returns: String(decoding: bytes.map(UInt8.init), as: UTF8.self))
    }
    for _ in 0..<10 {
      let merges = Samples.merges(6, &random)
      let text = Samples.string(of: ["a", "b", "c"], 12, &random)
      try check(BPE.decode, Expected.ids(text, merges), BPE.Tokenizer(merges: merges), returns: text)
    }
  }
}
