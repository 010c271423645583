import LabContracts
import LabTesting

extension Misconceptions {
  /// 02.1
  static let counting: [Misconception] = [
    count(
      "overlaps-not-counted",
      "In 1 1 1 you count (1, 1) once. Counting looks at every neighbour, overlapping or not: twice. Only replacing "
        + "must not overlap."
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
      "You step two tokens at a time, so that each token is in one pair only. Step by one: every token but the last "
        + "begins a pair."
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
      "You put both tokens of a pair in order, so that (1, 2) and (2, 1) count together. They are two pairs: `no` is not "
        + "`on`."
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

  /// 02.2
  static let merging: [Misconception] = [
    merge(
      "replacements-overlap",
      "In 1 1 1 you replace both pairs (1, 1), although they share a token. What was replaced is used up: go on behind "
        + "it."
    ) { ids, pair, id in
      let starts = ids.indices.filter { isPair(pair, ids, $0) }
      return ids.indices.compactMap { place in
        starts.contains(place) ? id : starts.contains(place - 1) ? nil : ids[place]
      }
    },
    merge(
      "from-right-to-left",
      "You replace from the right. In 1 1 1 the left pair comes first: 9 1, not 1 9."
    ) { ids, pair, id in
      Expected.merged(ids.reversed(), BPE.Pair(pair.right, pair.left), id).reversed()
    },
    merge(
      "second-token-stays",
      "You put the new token in place of the left one and keep the right one. The new token stands for both: move on by "
        + "two."
    ) { ids, pair, id in ids.indices.map { isPair(pair, ids, $0) ? id : ids[$0] } },
    merge(
      "last-token-lost",
      "Your loop ends before the last token. It cannot begin a pair, but it has to be copied."
    ) { ids, pair, id in
      let merged = Expected.merged(ids, pair, id)
      return ids.last == merged.last ? merged.dropLast() : merged
    },
    merge(
      "last-pair-not-seen", "A pair at the very end stays: compare up to and with the last two tokens."
    ) { ids, pair, id in
      guard let last = ids.last, ids.count > 1 else { return ids }
      return Expected.merged(ids.dropLast(), pair, id) + [last]
    },
    merge(
      "first-place-only", "You stop after the first replacement. The pair is replaced wherever it stands."
    ) { ids, pair, id in
      guard let place = ids.indices.first(where: { isPair(pair, ids, $0) }) else { return ids }
      return ids[..<place] + [id] + ids[(place + 2)...]
    },
    merge(
      "either-order-merged", "You replace 2 1 as well, where 1 2 was asked for. A pair has an order."
    ) { ids, pair, id in
      Expected.merged(Expected.merged(ids, pair, id), BPE.Pair(pair.right, pair.left), id)
    },
    merge(
      "searched-again",
      "You search until the pair is nowhere left. One pass is asked for: what comes out of it is not searched again, "
        + "also if the new token's number makes the pair anew."
    ) { ids, pair, id in
      var (ids, merged) = (ids, Expected.merged(ids, pair, id))
      while merged.count < ids.count { (ids, merged) = (merged, Expected.merged(merged, pair, id)) }
      return merged
    },
    merge(
      "place-after-a-false-start-skipped",
      "After a left token that is not followed by the right one you skip ahead by two, and so miss a pair that begins "
        + "at the next token."
    ) { ids, pair, id in
      var (merged, place): ([Int], Int) = ([], 0)
      while place < ids.count {
        let hit = isPair(pair, ids, place)
        merged.append(hit ? id : ids[place])
        if !hit, ids[place] == pair.left, place + 1 < ids.count { merged.append(ids[place + 1]) }
        place += ids[place] == pair.left ? 2 : 1
      }
      return merged
    },
    merge(
      "left-half-enough", "You replace wherever the left token stands. The right one has to stand behind it."
    ) { ids, pair, id in
      var (merged, place): ([Int], Int) = ([], 0)
      while place < ids.count {
        let hit = ids[place] == pair.left && place + 1 < ids.count
        merged.append(hit ? id : ids[place])
        place += hit ? 2 : 1
      }
      return merged
    },
  ]

  private static func isPair(_ pair: BPE.Pair, _ ids: [Int], _ place: Int) -> Bool {
    place + 1 < ids.count && ids[place] == pair.left && ids[place + 1] == pair.right
  }

  private static func merge(
    _ id: String, _ sentence: String, _ body: @escaping @Sendable ([Int], BPE.Pair, Int) -> [Int]
  ) -> Misconception {
    Misconception(id, lives: "02.2", sentence: sentence) { $0.bind(BPE.merge, to: body) }
  }

  /// 02.3
  static let choosing: [Misconception] = [
    choose(
      "greatest-pair-of-equals",
      "Of equal counts you take the greatest pair. Another course's rule, and another table of merges: here the smallest "
        + "wins."
    ) { [$0.value, $0.key.left, $0.key.right] },
    choose(
      "right-token-before-left",
      "Of equal counts you compare the right tokens first. The left token decides, and the right one only where the "
        + "left ones are equal."
    ) { [$0.value, -$0.key.right, -$0.key.left] },
    choose(
      "smallest-sum-of-equals",
      "Of equal counts you take the smallest sum of both tokens. Compare the left tokens, then the right ones."
    ) { [$0.value, -($0.key.left + $0.key.right), -$0.key.left] },
    choose(
      "greatest-right-of-equals",
      "The left token decides rightly; among pairs with the same left token you take the greatest right one, not the "
        + "smallest."
    ) { [$0.value, -$0.key.left, $0.key.right] },
    choose(
      "rarest-pair", "You take the lowest count. What stands there most often saves most tokens."
    ) { [-$0.value, -$0.key.left, -$0.key.right] },
    choose(
      "smallest-pair-whatever-its-count",
      "You take the smallest pair of those that come twice. The count decides first; the order of pairs only breaks "
        + "ties."
    ) { [-$0.key.left, -$0.key.right] },
    choose(
      "once-is-enough", least: 1,
      "You merge a pair that stands there once: a token in the vocabulary for one place in the text. Ask for two."
    ) { [$0.value, -$0.key.left, -$0.key.right] },
    choose(
      "twice-is-not-enough", least: 3,
      "You ask for more than 2; a pair with a count of exactly 2 may be merged."
    ) { [$0.value, -$0.key.left, -$0.key.right] },
    Misconception(
      "numbers-compared-as-text", lives: "02.3",
      sentence: "You compare tokens as text, in which 100 comes before 20. Compare the numbers."
    ) {
      $0.bind(BPE.nextPair) { counts in
        let most = counts.values.max() ?? 0
        guard most >= 2 else { return nil }
        return counts.filter { $0.value == most }.keys.min { "\($0)" < "\($1)" }
      }
    },
  ]

  /// The entry with the greatest `key`, number by number, among those that count at least `least`.
  private static func choose(
    _ id: String, least: Int = 2, _ sentence: String,
    _ key: @escaping @Sendable ((key: BPE.Pair, value: Int)) -> [Int]
  ) -> Misconception {
    Misconception(id, lives: "02.3", sentence: sentence) {
      $0.bind(BPE.nextPair) { counts in
        counts.filter { $0.value >= least }.max { key($0).lexicographicallyPrecedes(key($1)) }?.key
      }
    }
  }
}
