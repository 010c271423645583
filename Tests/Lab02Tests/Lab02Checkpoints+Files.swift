import LabContracts
import LabEngine
import LabTesting

extension Lab02Checkpoints {
  // MARK: 02.9

  func test09_theEngineReadsWhatIsSaved() throws {
    try check(BPE.save, BPE.Tokenizer(merges: [BPE.Pair(97, 97)]), returns: "bpe 2 gpt2 1 own\n97 97\n")
    try check(BPE.save, BPE.Tokenizer(merges: []), returns: "bpe 2 gpt2 0 own\n")
    // In the order of ranks, whatever the numbers.
    try check(
      BPE.save,
      BPE.Tokenizer(merges: [BPE.Pair(99, 97), BPE.Pair(97, 98), BPE.Pair(257, 256), BPE.Pair(10, 32)]),
      returns: "bpe 2 gpt2 4 own\n99 97\n97 98\n257 256\n10 32\n")

    let end = BPE.SpecialToken("<|end|>", id: 258)
    try checkSaving(BPE.Tokenizer(merges: [BPE.Pair(97, 97), BPE.Pair(256, 98)], specials: [end]))
    try checkSaving(
      BPE.Tokenizer(merges: [], specials: [BPE.SpecialToken("z", id: 400), BPE.SpecialToken("a", id: 300)]))
    // Whatever a name holds, it takes one line, and the reader gets it back.
    for name in Self.names {
      try checkSaving(BPE.Tokenizer(merges: [], specials: [BPE.SpecialToken(name, id: 300)]))
    }

    var random = RandomStream(seed: seed, stream: 9)
    for _ in 0..<10 { try checkSaving(Samples.tokenizer(&random)) }
  }

  // MARK: 02.10

  func test10_filesAreReadAndBrokenOnesRefused() throws {
    try check(BPE.load, "bpe 2 gpt2 1 own\n97 97\n", returns: BPE.Tokenizer(merges: [BPE.Pair(97, 97)]))
    try check(BPE.load, "bpe 2 gpt2 0 own\n", returns: BPE.Tokenizer(merges: []))
    try check(
      BPE.load, "bpe 2 gpt2 2 own\n97 97\n256 98\nspecial 258 \"<|end|>\"\n",
      returns: BPE.Tokenizer(
        merges: [BPE.Pair(97, 97), BPE.Pair(256, 98)], specials: [BPE.SpecialToken("<|end|>", id: 258)]))
    // The last line feed may be missing.
    try check(BPE.load, "bpe 2 gpt2 0 own", returns: BPE.Tokenizer(merges: []))
    try check(BPE.load, "bpe 2 gpt2 1 own\n98 10", returns: BPE.Tokenizer(merges: [BPE.Pair(98, 10)]))
    // Names as JSON spells them, and with what only looks like the end of a line or of the string.
    try checkLoading(name: "<|end|>", spelled: #""<|\u0065nd\u007c>""#)
    try checkLoading(name: "a \"b\"\n\\c/", spelled: #""a \"b\"\n\\c\/""#)
    try checkLoading(name: "📦", spelled: #""\ud83d\udce6""#)
    try checkLoading(name: "two  spaces ", spelled: "\"two  spaces \"")
    try checkLoading(name: "a\u{2028}b\u{85}c", spelled: "\"a\u{2028}b\u{85}c\"")
    try checkLoading(name: "\u{301}e\u{301}é", spelled: "\"\u{301}e\u{301}é\"")

    for file in [
      "", "\n", "hello\n", "bpe 2 gpt2 0\n", "bpe 9 gpt2 0 own\n", "bpe 2 gpt2 none own\n",
      "bpe 2 gpt2 -1 own\n",
      "bpe 2 gpt2 0 own too\n", "97 97\n", "bpe 2  gpt2 0 own\n", "bpe 2 gpt2 0 own \n",
      "bpe 2 gpt2 0 own\r\n",
    ] { try check(BPE.load, file, throws: BPE.FileError.invalidHeader) }
    for file in ["bpe 2 gpt2 2 own\n97 97\n", "bpe 2 gpt2 1 own", "bpe 2 gpt2 \(Int.max) own\n97 97\n"] {
      try check(BPE.load, file, throws: BPE.FileError.truncated)
    }
    for line in [
      "97", "97 98 99", "a b", "97,98", "97 b", "", "97 1.5", "97  98", " 97 98", "97 98 ", "97 98\r",
    ] {
      try check(BPE.load, "bpe 2 gpt2 1 own\n\(line)\n", throws: BPE.FileError.invalidLine)
    }
    try check(BPE.load, "bpe 2 gpt2 2 own\n97 98\n97 98\n", throws: BPE.FileError.invalidLine)
    for line in [
      "97 98", "special", "special 300", "special 300 end", "special 300 \"end", "special x \"end\"",
      "Special 300 \"e\"",
      "special 300 \"a\"b\"", "special 300 7", "", "special  300 \"a\"",
    ] { try check(BPE.load, "bpe 2 gpt2 0 own\n\(line)\n", throws: BPE.FileError.invalidLine) }

    // The next N lines are merges, whatever stands behind them; and the first line at fault says why.
    for lines in ["special 300 \"a\"", "special 300 \"a\"\n97 98"] {
      try check(BPE.load, "bpe 2 gpt2 1 own\n\(lines)\n", throws: BPE.FileError.invalidLine)
    }
    try check(BPE.load, "bpe 2 gpt2 3 own\n97 98\nbroken\n", throws: BPE.FileError.invalidLine)

    // Merge i may use the tokens 0 to 255 + i.
    for merges in ["256 97", "97 256", "-1 97", "97 300", "97 98\n257 97", "97 98\n97 257"] {
      let count = merges.split(separator: "\n").count
      try check(BPE.load, "bpe 2 gpt2 \(count) own\n\(merges)\n", throws: BPE.FileError.missingToken)
    }
    try check(BPE.load, "bpe 2 gpt2 2 own\n300 97\nbroken\n", throws: BPE.FileError.missingToken)
    try check(BPE.load, "bpe 2 gpt2 1 own\n97 97\nspecial 256 \"a\"\n", throws: BPE.FileError.tokenTaken)
    try check(BPE.load, "bpe 2 gpt2 0 own\nspecial 97 \"a\"\n", throws: BPE.FileError.tokenTaken)
    try check(
      BPE.load, "bpe 2 gpt2 0 own\nspecial 300 \"a\"\nspecial 300 \"b\"\n", throws: BPE.FileError.tokenTaken)
    try check(
      BPE.load, "bpe 2 gpt2 0 own\nspecial 300 \"a\"\nspecial 301 \"a\"\n", throws: BPE.FileError.tokenTaken)
    // Two names that look alike and are spelled with other scalars are two names.
    try check(
      BPE.load, "bpe 2 gpt2 0 own\nspecial 300 \"é\"\nspecial 301 \"e\u{301}\"\n",
      returns: BPE.Tokenizer(
        merges: [], specials: [BPE.SpecialToken("é", id: 300), BPE.SpecialToken("e\u{301}", id: 301)]))

    var random = RandomStream(seed: seed, stream: 10)
    for _ in 0..<10 {
      let tokenizer = Samples.tokenizer(&random)
      try check(BPE.load, Expected.file(of: tokenizer), returns: tokenizer)
    }
  }

  /// Names that need care in a file.
  private static let names = [
    "two words", "\"quoted\"", "back\\slash", "line\nbreak", "tab\tstop", "\r\n", "\u{0}", "\u{1F}",
    "\u{1B}[0m", "\\n",
    "é📦",
    "e\u{301}", "a\u{2028}b", "</s>", "\\\"",
  ]
}
