import LabKernels

extension BytePairTokenizer {
  /// Learns as many merges as a text has, up to a vocabulary: for texts whose size nobody knows beforehand.
  ///
  /// ``BytePairTrainer`` throws instead when it cannot give all the tokens asked for. Here an empty text or a
  /// vocabulary under 256 gives the bytes alone, and training ends when no pair occurs twice.
  public static func trained(
    on bytes: [UInt8], vocabulary: Int, preTokenization: PreTokenization = .words,
    ties: BytePairTrainer.TieRule = .smallestPair
  ) -> BytePairTokenizer {
    let trainer = BytePairTrainer(
      vocabulary: min(max(256, vocabulary), TokenVocabulary.largestCount), preTokenization: preTokenization,
      ties: ties)
    var counter = PieceCounter()
    counter.add(bytes, cutBy: preTokenization.rule)
    do {
      return try trainer.tokenizer(merges: trainer.merges(of: counter))
    } catch {
      fatalError("training gives merges of tokens that are there: \(error)")
    }
  }
}
