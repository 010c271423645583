import LabContracts
import LabEngine
import LabTesting

extension Lab02Checkpoints {
  // MARK: 02.7

  func test07_textIsCutAsGPT2DoesIt() throws {
    try check(BPE.preTokenize, "hello world", returns: ["hello", " world"])
    try check(BPE.preTokenize, "", returns: [])
    try check(BPE.preTokenize, "Order 66, please!", returns: ["Order", " 66", ",", " please", "!"])

    // Letters, numbers and the rest part from each other; of each, as much as there is.
    try check(BPE.preTokenize, "abc123def", returns: ["abc", "123", "def"])
    try check(BPE.preTokenize, "1,000.50", returns: ["1", ",", "000", ".", "50"])
    try check(BPE.preTokenize, "wait... (what?!)", returns: ["wait", "...", " (", "what", "?!)"])
    try check(BPE.preTokenize, "snake_case", returns: ["snake", "_", "case"])

    // The last of several spaces belongs to the word behind them, and at the end there is none.
    try check(BPE.preTokenize, "a   b", returns: ["a", "  ", " b"])
    try check(BPE.preTokenize, "  a", returns: [" ", " a"])
    try check(BPE.preTokenize, "a   ", returns: ["a", "   "])
    try check(BPE.preTokenize, "   ", returns: ["   "])
    try check(BPE.preTokenize, "a  !", returns: ["a", " ", " !"])
    // A line break or a tab does not: the last of the white space stands alone.
    try check(BPE.preTokenize, "a\n\nb", returns: ["a", "\n", "\n", "b"])
    try check(BPE.preTokenize, "a \n b", returns: ["a", " \n", " b"])
    try check(BPE.preTokenize, "a\tb", returns: ["a", "\t", "b"])
    try check(BPE.preTokenize, "a\r\nb\r\n", returns: ["a", "\r", "\n", "b", "\r\n"])
    try check(BPE.preTokenize, " \u{85}0", returns: [" ", "\u{85}", "0"])
    try check(BPE.preTokenize, "a\u{A0}b \u{3000}c", returns: ["a", "\u{A0}", "b", " ", "\u{3000}", "c"])
    // Some white space is rare, and some signs only look like it.
    try check(
      BPE.preTokenize, "\u{2003}!\u{C}!\u{2028}!", returns: ["\u{2003}", "!", "\u{C}", "!", "\u{2028}", "!"])
    try check(BPE.preTokenize, "a\u{1C}!", returns: ["a", "\u{1C}!"])
    try check(BPE.preTokenize, "a\u{200B}!", returns: ["a", "\u{200B}!"])

    // Contractions are lowercase, begin with ' and come before everything else.
    try check(
      BPE.preTokenize, "I'm sure you'll say it's 'fine'",
      returns: ["I", "'m", " sure", " you", "'ll", " say", " it", "'s", " '", "fine", "'"])
    try check(
      BPE.preTokenize, "we'd've don't they're", returns: ["we", "'d", "'ve", " don", "'t", " they", "'re"])
    try check(BPE.preTokenize, "'rer", returns: ["'re", "r"])
    try check(BPE.preTokenize, "v'la", returns: ["v", "'", "la"])
    try check(BPE.preTokenize, "IT'S", returns: ["IT", "'", "S"])
    try check(BPE.preTokenize, "it’s", returns: ["it", "’", "s"])
    try check(BPE.preTokenize, "!'s 's", returns: ["!'", "s", " '", "s"])

    // Unicode decides what is a letter, a number and white space; an accent by itself is none of them.
    try check(BPE.preTokenize, "Größe 你好 жук", returns: ["Größe", " 你好", " жук"])
    try check(BPE.preTokenize, "ªǅ ½Ⅷ٣", returns: ["ªǅ", " ½Ⅷ٣"])
    try check(BPE.preTokenize, "第一 3", returns: ["第一", " 3"])
    try check(BPE.preTokenize, "コーヒー 𠮷野家", returns: ["コーヒー", " 𠮷野家"])
    try check(BPE.preTokenize, "e\u{301}t", returns: ["e", "\u{301}", "t"])
    try check(BPE.preTokenize, "हिन्दी", returns: ["ह", "ि", "न", "्", "द", "ी"])
    try check(BPE.preTokenize, "ok 👍🏽!", returns: ["ok", " 👍🏽!"])

    var random = RandomStream(seed: seed, stream: 7)
    for _ in 0..<60 {
      let text = Samples.string(of: Samples.characters, 12, &random)
      try check(BPE.preTokenize, text, returns: Expected.pieces(text))
    }
  }

  // MARK: 02.8

  func test08_specialTokensAreAllowedRefusedOrText() throws {
    let end = BPE.SpecialToken("<|end|>", id: 300)
    let plain = BPE.Tokenizer(
      merges: [BPE.Pair(32, 97), BPE.Pair(97, 32), BPE.Pair(32, 32)], specials: [end])
    // Text is cut before it is encoded: the pair (97, 32) would reach over a cut.
    for policy in BPE.SpecialPolicy.allCases {
      try check(BPE.tokenize, "a a", plain, policy, returns: [97, 256])
      try check(BPE.tokenize, "", plain, policy, returns: [])
    }
    try check(BPE.tokenize, "ab", BPE.Tokenizer(merges: [BPE.Pair(97, 98)]), .allowed, returns: [256])
    try check(BPE.tokenize, "a<|end|> a", plain, .allowed, returns: [97, 300, 256])
    try check(BPE.tokenize, "a<|end|>", plain, .asText, returns: [97, 60, 124, 101, 110, 100, 124, 62])
    try check(BPE.tokenize, "a<|end|> a", plain, .refused, throws: BPE.TokenError.specialTokenRefused)
    try check(BPE.tokenize, "<|end|>", plain, .refused, throws: BPE.TokenError.specialTokenRefused)

    // At the start, at the end, side by side; and every one of them.
    try check(BPE.tokenize, "<|end|>", plain, .allowed, returns: [300])
    try check(BPE.tokenize, "<|end|><|end|>a<|end|>", plain, .allowed, returns: [300, 300, 97, 300])
    try check(BPE.tokenize, "a a a<|end|>", plain, .refused, throws: BPE.TokenError.specialTokenRefused)
    // What only looks like a special token is text.
    for text in ["<|end|", "<|END|>", "<| end|>", "<|énd|>"] {
      let letters = try Expected.ids(text, plain, .asText)
      for policy in BPE.SpecialPolicy.allCases {
        try check(BPE.tokenize, text, plain, policy, returns: letters)
      }
    }
    // Each stretch is cut by itself: the two spaces end there, as at the end of a text. Nothing is trimmed.
    try check(BPE.tokenize, "a  <|end|>", plain, .allowed, returns: [97, 258, 300])
    try check(BPE.tokenize, "a  <|end|>b", plain, .allowed, returns: [97, 258, 300, 98])
    try check(BPE.tokenize, "<|end|>  b", plain, .allowed, returns: [300, 32, 32, 98])
    try check(BPE.tokenize, "<|end|>\nb", plain, .allowed, returns: [300, 10, 98])

    // From left to right; where several begin, the longest, in whatever order they are listed.
    for specials in [Self.nested, Self.nested.reversed()] {
      let tokenizer = BPE.Tokenizer(merges: [], specials: specials)
      try check(BPE.tokenize, "xxx", tokenizer, .allowed, returns: [302])
      try check(BPE.tokenize, "xx", tokenizer, .allowed, returns: [301])
      try check(BPE.tokenize, "xyzzz", tokenizer, .allowed, returns: [300, 303, 122])
      try check(BPE.tokenize, "ayzz", tokenizer, .allowed, returns: [97, 303])
      try check(BPE.tokenize, "xy", tokenizer, .refused, throws: BPE.TokenError.specialTokenRefused)
    }
    // Neither the numbers nor the Characters say which name is longer.
    let countedDown = [BPE.SpecialToken("xx", id: 300), BPE.SpecialToken("x", id: 301)]
    try check(BPE.tokenize, "xx", BPE.Tokenizer(merges: [], specials: countedDown), .allowed, returns: [300])
    let alike = [BPE.SpecialToken("<e", id: 300), BPE.SpecialToken("<e\u{301}", id: 301)]
    for specials in [alike, alike.reversed()] {
      let tokenizer = BPE.Tokenizer(merges: [], specials: specials)
      try check(BPE.tokenize, "<e\u{301}", tokenizer, .allowed, returns: [301])
    }
    // Scalar by scalar: é is not e with an accent behind it, and an accent behind a name does not hide it.
    let accented = BPE.Tokenizer(
      merges: [], specials: [BPE.SpecialToken("<é>", id: 300), BPE.SpecialToken("<e>", id: 301)])
    for policy in [BPE.SpecialPolicy.allowed, .refused] {
      try check(BPE.tokenize, "<e\u{301}>", accented, policy, returns: [60, 101, 204, 129, 62])
    }
    try check(BPE.tokenize, "<é>", accented, .allowed, returns: [300])
    try check(BPE.tokenize, "<e>\u{301}", accented, .allowed, returns: [301, 204, 129])
    try check(BPE.tokenize, "<e>\u{301}", accented, .refused, throws: BPE.TokenError.specialTokenRefused)

    var random = RandomStream(seed: seed, stream: 8)
    let merges = Samples.merges(6, &random)
    for _ in 0..<20 {
      let tokenizer = BPE.Tokenizer(
        merges: merges, specials: Self.nested + [BPE.SpecialToken(end.name, id: 305)])
      let text = Samples.string(
        of: ["a", "b", "c", " ", "  ", "x", "xyz", "z", "<|end|>", "'s", "1"], 10, &random)
      try check(BPE.tokenize, text, tokenizer, .asText, returns: Expected.ids(text, tokenizer, .asText))
      try check(BPE.tokenize, text, tokenizer, .allowed, returns: Expected.ids(text, tokenizer, .allowed))
    }
  }

  private static let nested = [
    BPE.SpecialToken("x", id: 300), BPE.SpecialToken("xx", id: 301), BPE.SpecialToken("xxx", id: 302),
    BPE.SpecialToken("yzz", id: 303), BPE.SpecialToken("zzz", id: 304),
  ]
}
