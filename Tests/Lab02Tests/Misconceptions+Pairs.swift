import LabContracts
import LabTesting

extension Misconceptions {
  /// 02.1
  static let counting: [Misconception] = [
    count(
      "overlaps-not-counted",
      "In 1 1 1 you count (1, 1) once. Counting looks at every neighbour, overlapping or not: twice. "
        + "Only replacing must not overlap."
    ) { ids in
      var pairs: [BPE.Pair] = []
      var last = -2
      for place in ids.indices.dropLast() {
        let pair = BPE.Pair(ids[place], ids[place + 1])
        let overlaps = pair.left == pair.right && last == place - 1 && pairs.last == pair
        if !overlaps {
          pairs.append(pair)
          last = place
        }
      }
      return pairs
    },
    count(
      "tokens-taken-two-by-two",
      "You step two tokens at a time, so that each token is in one pair only. Step by one: every token "
        + "but the last begins a pair."
    ) { ids in stride(from: 0, to: ids.count - 1, by: 2).map { BPE.Pair(ids[$0], ids[$0 + 1]) } },
    count(
      "last-pair-missed",
      "Your loop ends one pair early: n tokens hold n − 1 pairs, and the last begins at n − 2."
    ) { neighbours($0).dropLast() },
    count(
      "first-pair-missed", "Your loop begins at the second pair: an array's first index is 0."
    ) { Array(neighbours($0).dropFirst()) },
    count(
      "pairs-without-order",
      "You put both tokens of a pair in order, so that (1, 2) and (2, 1) count together. They are two "
        + "pairs: `no` is not `on`."
    ) { neighbours($0).map { BPE.Pair(min($0.left, $0.right), max($0.left, $0.right)) } },
    count(
      "left-and-right-swapped",
      "Left and right are the wrong way round: the token that stands first is the left one."
    ) { neighbours($0).map { BPE.Pair($0.right, $0.left) } },
    count(
      "end-joined-to-the-start", "You pair the last token with the first. A text is a line, not a ring."
    ) { ids in neighbours(ids) + (ids.count > 1 ? [BPE.Pair(ids[ids.count - 1], ids[0])] : []) },
    count(
      "twins-left-out", "You leave out pairs of two equal tokens; `ll` and `oo` are pairs like any other."
    ) { neighbours($0).filter { $0.left != $0.right } },
    count(
      "pairs-packed-into-bytes",
      "You pack a pair into left × 256 + right. Tokens beyond 255 do not fit: (0, 256) becomes (1, 0)."
    ) { neighbours($0).map { BPE.Pair($0.left + $0.right / 256, $0.right % 256) } },
    count(
      "pairs-packed-into-sixteen-bits",
      "You pack a pair into left × 65,536 + right. Vocabularies of 100,000 tokens are common: (2, 100257) becomes "
        + "(3, 34721)."
    ) { neighbours($0).map { BPE.Pair($0.left + $0.right >> 16, $0.right & 0xFFFF) } },
    Misconception(
      "every-count-one", lives: "02.1",
      sentence: "You note that a pair is there, not how often. Add 1 to its count each time you meet it."
    ) {
      $0.bind(BPE.countPairs) { ids in
        Dictionary(neighbours(ids).map { ($0, 1) }, uniquingKeysWith: { first, _ in first })
      }
    },
    Misconception(
      "counts-begin-at-zero", lives: "02.1",
      sentence: "The first time you meet a pair you set its count to 0; it has been there once by then."
    ) { $0.bind(BPE.countPairs) { ids in Plain.counts(neighbours(ids)).mapValues { $0 - 1 } } },
  ]

  private static func count(
    _ id: String, _ sentence: String, _ pairs: @escaping @Sendable ([Int]) -> [BPE.Pair]
  ) -> Misconception {
    Misconception(id, lives: "02.1", sentence: sentence) {
      $0.bind(BPE.countPairs) { ids in Plain.counts(pairs(ids)) }
    }
  }

  private static func neighbours(_ ids: [Int]) -> [BPE.Pair] { Plain.neighbours(ids) }
}
