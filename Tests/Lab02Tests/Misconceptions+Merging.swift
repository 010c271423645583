import LabContracts
import LabTesting

extension Misconceptions {
  /// 02.2
  static let merging: [Misconception] = [
    merge(
      "replacements-overlap",
      "In 1 1 1 you replace both pairs (1, 1), although they share a token. What was replaced is used "
        + "up: go on behind it."
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
      "You put the new token in place of the left one and keep the right one. The new token stands for "
        + "both: move on by two."
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
      "You search until the pair is nowhere left. One pass is asked for: what comes out of it is not "
        + "searched again, also if the new token's number makes the pair anew."
    ) { ids, pair, id in
      var (ids, merged) = (ids, Expected.merged(ids, pair, id))
      while merged.count < ids.count { (ids, merged) = (merged, Expected.merged(merged, pair, id)) }
      return merged
    },
    merge(
      "place-after-a-false-start-skipped",
      "After a left token that is not followed by the right one you skip ahead by two, and so miss a "
        + "pair that begins at the next token."
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
      "replaced-as-text",
      "You write the tokens as text and replace `1,2` in it, which also stands in `11,2`. Compare numbers."
    ) { ids, pair, id in
      let text = ids.map(String.init).joined(separator: ",")
      let merged = text.replacing("\(pair.left),\(pair.right)", with: "\(id)")
      return merged.split(separator: ",").compactMap { Int($0) }
    },
    merge(
      "zeros-dropped",
      "You mark what is used up by 0 and drop every 0 at the end. 0 is a token too, the byte 0: mark with a number "
        + "that no token has, or build a new list."
    ) { ids, pair, id in Expected.merged(ids, pair, id).filter { $0 != 0 } },
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
      "Of equal counts you take the greatest pair. Another course's rule, and another table of merges: "
        + "here the smallest wins."
    ) { [$0.value, $0.key.left, $0.key.right] },
    choose(
      "right-token-before-left",
      "Of equal counts you compare the right tokens first. The left token decides, and the right one "
        + "only where the left ones are equal."
    ) { [$0.value, -$0.key.right, -$0.key.left] },
    choose(
      "smallest-sum-of-equals",
      "Of equal counts you take the smallest sum of both tokens. Compare the left tokens, then the "
        + "right ones."
    ) { [$0.value, -($0.key.left + $0.key.right), -$0.key.left] },
    choose(
      "greatest-right-of-equals",
      "The left token decides rightly; among pairs with the same left token you take the greatest right "
        + "one, not the smallest."
    ) { [$0.value, -$0.key.left, $0.key.right] },
    choose(
      "pair-packed-into-bytes",
      "You compare left × 256 + right, in which 1 300 comes behind 2 10. Tokens go beyond 255: compare "
        + "left, then right."
    ) { [$0.value, -($0.key.left * 256 + $0.key.right), -$0.key.left] },
    choose(
      "pair-packed-into-sixteen-bits",
      "You make one number of a pair, such as left × 65,536 + right. Vocabularies of 100,000 tokens are common, and "
        + "then (2, 100257) comes behind (3, 0): compare left, then right."
    ) { [$0.value, -($0.key.left << 16 + $0.key.right), -$0.key.left] },
    choose(
      "rarest-pair", "You take the lowest count. What stands there most often saves most tokens."
    ) { [-$0.value, -$0.key.left, -$0.key.right] },
    choose(
      "smallest-pair-whatever-its-count",
      "You take the smallest pair of those that come twice. The count decides first; the order of pairs "
        + "only breaks ties."
    ) { [-$0.key.left, -$0.key.right] },
    choose(
      "once-is-enough", least: 1,
      "You merge a pair that stands there once: a token in the vocabulary for one place in the text. "
        + "Ask for two."
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
