import LabContracts
import LabTesting

/// What the eleven exercises of lab 02 must do, smallest examples first.
final class Lab02Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  func test01_everyNeighbourIsAPair() throws {
    try check(BPE.countPairs, [1, 2], returns: [BPE.Pair(1, 2): 1])
  }

  func test02_mergesDoNotOverlap() throws {
    try check(BPE.merge, [1, 1, 1], BPE.Pair(1, 1), 9, returns: [9, 1])
  }

  func test03_theMostFrequentPairAndOfEqualsTheSmallest() throws {
    try check(BPE.nextPair, [BPE.Pair(1, 2): 2, BPE.Pair(2, 3): 3], returns: BPE.Pair(2, 3))
  }

  func test04_trainingRepeatsCountChooseMerge() throws {
    try check(
      BPE.train, ["aaabdaaabac"], 259, returns: [BPE.Pair(97, 97), BPE.Pair(97, 98), BPE.Pair(256, 257)])
  }

  func test05_theLowestRankIsMergedFirst() throws {
    try check(
      BPE.encode, "aaabdaaabac", [BPE.Pair(97, 97), BPE.Pair(97, 98), BPE.Pair(256, 257)],
      returns: [258, 100, 258, 97, 99])
  }

  func test06_bytesAreJoinedBeforeTheyBecomeText() throws {
    try check(BPE.decode, [0xE2, 0x82, 0xAC], BPE.Tokenizer(merges: []), returns: "€")
  }

  func test07_textIsCutAsGPT2DoesIt() throws {
    try check(BPE.preTokenize, "a   b", returns: ["a", "  ", " b"])
  }

  func test08_specialTokensAreAllowedRefusedOrText() throws {
    let tokenizer = BPE.Tokenizer(merges: [], specials: [BPE.SpecialToken("ab", id: 300)])
    try check(BPE.tokenize, "abc", tokenizer, .allowed, returns: [300, 99])
    try check(BPE.tokenize, "abc", tokenizer, .refused, throws: BPE.TokenError.specialTokenRefused)
  }

  func test09_theEngineReadsWhatIsSaved() throws {
    try check(BPE.save, BPE.Tokenizer(merges: [BPE.Pair(97, 97)]), returns: "bpe 2 gpt2 1 own\n97 97\n")
  }

  func test10_filesAreReadAndBrokenOnesRefused() throws {
    try check(BPE.load, "bpe 2 gpt2 1 own\n97 97\n", returns: BPE.Tokenizer(merges: [BPE.Pair(97, 97)]))
  }

  func test11_trainingFastGivesTheSameMerges() throws {
    try check(
      BPE.trainFast, ["aaabdaaabac"], 259, returns: [BPE.Pair(97, 97), BPE.Pair(97, 98), BPE.Pair(256, 257)])
  }

  func test12_fromTextToTokensAndBack() throws {
    try check(BPE.preTokenize, "where is my parcel", returns: ["where", " is", " my", " parcel"])
  }
}
