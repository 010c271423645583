extension PairLogProbabilities {
  /// Pairs from four lists of log-probabilities, entry by entry.
  ///
  /// Throws `PreferenceError.noPairs` or `.unequalLengths`, and as the initialiser does.
  public static func pairs(
    policyChosen: [Double], policyRejected: [Double], referenceChosen: [Double], referenceRejected: [Double]
  ) throws(PreferenceError) -> [PairLogProbabilities] {
    guard !policyChosen.isEmpty else { throw .noPairs }
    let others = [
      ("policyRejected", policyRejected), ("referenceChosen", referenceChosen),
      ("referenceRejected", referenceRejected),
    ]
    for (name, list) in others where list.count != policyChosen.count {
      throw .unequalLengths(name: name, count: list.count, expected: policyChosen.count)
    }
    var pairs: [PairLogProbabilities] = []
    for i in policyChosen.indices {
      pairs.append(
        try PairLogProbabilities(
          policyChosen: policyChosen[i], policyRejected: policyRejected[i],
          referenceChosen: referenceChosen[i], referenceRejected: referenceRejected[i]))
    }
    return pairs
  }
}
