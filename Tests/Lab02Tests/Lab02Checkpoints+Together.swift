import LabContracts
import LabEngine
import LabTesting

extension Lab02Checkpoints {
  // MARK: 02.11

  func test11_trainingFastGivesTheSameMerges() throws {
    try checkTraining(BPE.trainFast)
    // Runs in which a merged pair is its own neighbour, with the pieces' numbers.
    try checkTraining(BPE.trainFast, ["aaaaaaa", "aaaaaaa", "aaaab", "aab", "baaa"], 260)
    try checkTraining(BPE.trainFast, ["abababab", "ababab", "babab", "abab", "abab"], 260)

    var random = RandomStream(seed: seed, stream: 11)
    for round in 0..<12 {
      try checkTraining(BPE.trainFast, Samples.pieces(8 + 4 * round, &random), 256 + 2 * round)
    }
    try checkTraining(BPE.trainFast, Samples.commonWords(300, &random), 256 + 60)

    try checkSpeed(
      BPE.trainFast, atLeast: 3, timesFasterThan: plainTrainer, otherwise: "everything-counted-anew"
    ) { round in
      var random = RandomStream(seed: self.seed, stream: UInt64(100 + round))
      return (Samples.commonWords(1200, &random), 256 + 50)
    }
    try checkSpeed(
      BPE.trainFast, atLeast: 2, timesFasterThan: plainTrainer,
      otherwise: "every-different-piece-counted-anew"
    ) { round in
      var random = RandomStream(seed: self.seed, stream: UInt64(200 + round))
      return (Samples.words(1200, &random), 256 + 60)
    }
  }

  /// Counts everything anew for each merge, in plain loops.
  private var plainTrainer: PlainImplementation {
    PlainImplementation(folder: "Tests/Lab02Tests/PlainTrainer", binding: labBinding)
  }

  // MARK: 02.4, 02.6, 02.7 and 02.8 together

  func test12_fromTextToTokensAndBack() throws {
    // Fixed, so that a wrong function always shows here or never does.
    let text = CourseCorpus(seed: 12).text(.training, bytes: 2000)
    let pieces = Expected.pieces(text)
    try check(BPE.preTokenize, text, returns: pieces)
    guard case .success(let merges) = Expected.training(pieces, 256 + 40) else { return }
    try check(BPE.train, pieces, 256 + 40, returns: merges)
    let tokenizer = BPE.Tokenizer(merges: merges, specials: [BPE.SpecialToken("<|end|>", id: 256 + 40)])
    let document = "\(text)<|end|>Where’s my parcel?  It isn't here — 3 days late. 📦"
    for policy in [SpecialTokenPolicy.asText, .allowed] {
      let ids = try Expected.ids(document, tokenizer, policy)
      try check(BPE.tokenize, document, tokenizer, policy == .allowed ? .allowed : .asText, returns: ids)
      try check(BPE.decode, ids, tokenizer, returns: document)
    }
  }
}
