import LabContracts

/// Trains as the definition says, with plain loops: count every pair of every piece, merge the best, start
/// over.
///
/// This file is compiled twice: into the test bundle, and alone, as a learner's file is. Errors are left
/// out, for it is only asked what has an answer.
func trainPlainly(_ pieces: [String], _ vocabularySize: Int) -> [BPE.Pair] {
  var words = pieces.map { $0.utf8.map(Int.init) }
  var merges: [BPE.Pair] = []
  while 256 + merges.count < vocabularySize, let pair = mostFrequentPair(of: words) {
    for index in words.indices { replace(pair, by: 256 + merges.count, in: &words[index]) }
    merges.append(pair)
  }
  return merges
}

private func mostFrequentPair(of words: [[Int]]) -> BPE.Pair? {
  var counts: [BPE.Pair: Int] = [:]
  for word in words {
    for index in word.indices.dropFirst() { counts[BPE.Pair(word[index - 1], word[index]), default: 0] += 1 }
  }
  var best: (pair: BPE.Pair, count: Int)?
  for (pair, count) in counts {
    guard let leader = best else {
      best = (pair, count)
      continue
    }
    let isBetter =
      count != leader.count
      ? count > leader.count : (pair.left, pair.right) < (leader.pair.left, leader.pair.right)
    if isBetter { best = (pair, count) }
  }
  return best?.pair
}

private func replace(_ pair: BPE.Pair, by id: Int, in word: inout [Int]) {
  var (read, written) = (0, 0)
  while read < word.count {
    let isPair = read + 1 < word.count && word[read] == pair.left && word[read + 1] == pair.right
    word[written] = isPair ? id : word[read]
    read += isPair ? 2 : 1
    written += 1
  }
  word.removeLast(read > written ? word.count - written : 0)
}
