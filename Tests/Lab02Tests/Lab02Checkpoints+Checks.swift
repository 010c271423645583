import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What several checkpoints ask, and what a right answer looks like where there is more than one.
extension Lab02Checkpoints {
  /// The small examples that both trainers are asked.
  func checkTraining(_ train: Endpoint<[String], Int, [BPE.Pair]>) throws {
    try check(train, ["ab", "ab"], 257, returns: [BPE.Pair(97, 98)])
    // aa first; then ab, as the smallest of those that stand twice, and so aaab becomes aa·ab.
    try check(train, ["aaabdaaabac"], 259, returns: [BPE.Pair(97, 97), BPE.Pair(97, 98), BPE.Pair(256, 257)])
    // The 256 bytes count.
    try check(train, ["abab", "ab"], 256, returns: [])
    try check(train, ["a"], 256, returns: [])
    // Equal pieces count each time, and so does every place in a piece.
    try check(train, ["ab", "ab", "cd", "cd", "cd"], 257, returns: [BPE.Pair(99, 100)])
    try check(train, ["ab", "ab", "cdcdcd"], 257, returns: [BPE.Pair(99, 100)])
    // New tokens are merged like any other.
    try check(
      train, ["abcd", "abcd"], 259, returns: [BPE.Pair(97, 98), BPE.Pair(99, 100), BPE.Pair(256, 257)])
    try check(train, ["aaaaaaaa"], 258, returns: [BPE.Pair(97, 97), BPE.Pair(256, 256)])
    // Bytes, not characters: é is two of them, and so is a line end of two characters.
    try check(train, ["é", "é"], 257, returns: [BPE.Pair(195, 169)])
    try check(train, ["\r\n", "\r\n"], 257, returns: [BPE.Pair(13, 10)])
    // Swift takes é and e with an accent behind it for equal; their bytes differ.
    try checkTraining(train, ["é", "é", "e\u{301}", "e\u{301}", "e\u{301}"], 258)
    try checkTraining(train, ["e\u{301}", "é", "e\u{301}", "é", "é"], 258)
    // Pieces are taken as they are, with their spaces, capitals and zero bytes.
    try check(train, [" Ab", " Ab"], 257, returns: [BPE.Pair(32, 65)])
    try check(train, ["\0a", "\0a"], 257, returns: [BPE.Pair(0, 97)])
    // No pair reaches from one piece into the next.
    try check(train, ["ca", "b", "ca", "b", "a", "b"], 257, returns: [BPE.Pair(99, 97)])
    // Of equal counts the smallest pair: not the first seen, not the one of the greatest bytes.
    try check(train, ["cd", "cd", "ab", "ab", "ef", "ef"], 257, returns: [BPE.Pair(97, 98)])
    // aaa holds aa twice, so that aa stands here four times, and zy three times.
    try check(train, ["aaa", "aaa", "zy", "zy", "zy"], 257, returns: [BPE.Pair(97, 97)])

    for size in [255, 0, -1] {
      try check(train, ["abab"], size, throws: BPE.TrainingError.vocabularyTooSmall)
    }
    try check(train, [], 255, throws: BPE.TrainingError.vocabularyTooSmall)
    try check(train, [], 256, throws: BPE.TrainingError.emptyText)
    try check(train, ["", ""], 300, throws: BPE.TrainingError.emptyText)
    try check(train, ["ab"], 257, throws: BPE.TrainingError.noPairLeft)
    try check(train, ["abab"], 258, throws: BPE.TrainingError.noPairLeft)
    try check(train, ["a", "b", "a", "b"], 257, throws: BPE.TrainingError.noPairLeft)
    try check(train, ["", "ab", "", "ab"], 257, returns: [BPE.Pair(97, 98)])
  }

  /// The merges that the engine learns, or the error that it ends in.
  func checkTraining(
    _ train: Endpoint<[String], Int, [BPE.Pair]>, _ pieces: [String], _ vocabularySize: Int
  ) throws {
    switch Expected.training(pieces, vocabularySize) {
    case .success(let merges): try check(train, pieces, vocabularySize, returns: merges)
    case .failure(let error): try check(train, pieces, vocabularySize, throws: error)
    }
  }

  /// The lines are as the format says, and the engine reads the tokenizer in them.
  func checkSaving(_ tokenizer: BPE.Tokenizer) throws {
    let file = try ask(BPE.save, tokenizer)
    let lines = file.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      Substring($0)
    }
    let merges = tokenizer.merges.map { "\($0.left) \($0.right)" }
    let specials = tokenizer.specials.map { "special \($0.id) \"" }
    let starts = ["bpe 2 gpt2 \(merges.count) own"] + merges + specials
    require(
      lines.last == "" && lines.count == starts.count + 1, "\(starts.count) lines, each ended by a line feed")
    require(
      zip(lines, starts).allSatisfy { $0 == $1 || ($1.hasPrefix("special") && $0.hasPrefix($1)) },
      "lines that begin " + starts.map { "`\($0)`" }.joined(separator: ", "))
    let read = try? Expected.tokenizer(in: file)
    require(
      read?.isAlike(tokenizer) == true,
      "a file in which the engine reads \(tokenizer)" + (read.map { "; it reads \($0)" } ?? "; it refuses it")
    )
  }

  /// A special token's name is what `spelled` means in JSON.
  func checkLoading(name: String, spelled: String) throws {
    try check(
      BPE.load, "bpe 2 gpt2 0 own\nspecial 300 \(spelled)\n",
      returns: BPE.Tokenizer(merges: [], specials: [BPE.SpecialToken(name, id: 300)]))
  }
}
