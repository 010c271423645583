import LabContracts
import LabTesting

extension Misconceptions {
  private static let hidden = -Double.infinity

  /// 03.3
  static let causalMask: [Misconception] = [
    causal("own-key-hidden", "A query sees its own key as well: hide only the keys behind it.") {
      $1 < $0 ? 0 : hidden
    },
    causal(
      "next-key-seen",
      "Your mask is shifted by one: each query sees the token after it, which is what it should predict."
    ) { $1 <= $0 + 1 ? 0 : hidden },
    causal(
      "past-hidden", "You hide the past and show the future; it is the keys after the query that are hidden."
    ) {
      $1 >= $0 ? 0 : hidden
    },
    Misconception(
      "queries-counted-from-zero", lives: "03.3",
      sentence:
        "You compare the key with the query's row. The queries are the last tokens: with a cache, row 0 stands at "
        + "keys − queries."
    ) {
      $0.causalMask { queries, keys in Grid([queries, keys]) { $0[1] <= $0[0] ? 0 : hidden } }
    },
    Misconception(
      "queries-never-before-the-first-key", lives: "03.3",
      sentence:
        "With more queries than keys the first ones stand before position 0 and see nothing; keys − queries may be "
        + "negative."
    ) {
      $0.causalMask { queries, keys in
        let first = max(0, keys - queries)
        return Grid([queries, keys]) { $0[1] <= first + $0[0] ? 0 : hidden }
      }
    },
    causal("ones-and-zeros", "A mask of 1 and 0 is multiplied; this one is added to scores: 0 and −∞.") {
      $1 <= $0 ? 1 : 0
    },
    causal("zeros-and-ones", "This mask is added to scores: 0 where a key is seen, −∞ where not.") {
      $1 <= $0 ? 0 : 1
    },
    causal(
      "finite-causal-mask",
      "You hide with −10,000. A query whose seen scores are lower would look at the future; only −∞ hides always."
    ) { $1 <= $0 ? 0 : -1e4 },
    causal(
      "large-finite-causal-mask",
      "You hide with −1e9. It works until scores are that low or a row sees nothing at all; only −∞ hides always."
    ) { $1 <= $0 ? 0 : -1e9 },
    causal(
      "lowest-finite-causal-mask",
      "You hide with the lowest Float. A query that sees nothing would look at everything alike; −∞ hides always."
    ) { $1 <= $0 ? 0 : -Double(Float.greatestFiniteMagnitude) },
    causal("hidden-by-plus-infinity", "+∞ gives a key all the weight there is. Hide with −∞: exp(−∞) is 0.") {
      $1 <= $0 ? 0 : .infinity
    },
    causal("seen-keys-hidden", "You put −∞ where a key is seen and 0 where not: the other way round.") {
      $1 <= $0 ? hidden : 0
    },
    Misconception(
      "mask-with-keys-in-rows", lives: "03.3",
      sentence: "Your rows are keys. Each query has a row: `[queries, keys]`."
    ) { $0.causalMask { queries, keys in Oracle.causalMask(queries, keys).transposed } },
    Misconception(
      "mask-is-square", lives: "03.3",
      sentence: "You make a row for every key; there may be fewer queries, the last tokens alone."
    ) { $0.causalMask { _, keys in Oracle.causalMask(keys, keys) } },
    Misconception(
      "negative-counts-accepted", lives: "03.3",
      sentence:
        "A negative number of queries or keys is no mask of nothing but a mistake: throw `invalidSize`."
    ) {
      $0.bind(Attention.causalMask) { queries, keys in Oracle.causalMask(max(0, queries), max(0, keys)).plain
      }
    },
  ]

  private static func causal(
    _ id: String, _ sentence: String, _ entry: @escaping @Sendable (_ position: Int, _ key: Int) -> Double
  ) -> Misconception {
    Misconception(id, lives: "03.3", sentence: sentence) {
      $0.causalMask { queries, keys in Oracle.mask(queries, keys, entry) }
    }
  }

  /// 03.14
  static let slidingWindowMask: [Misconception] = [
    window("window-one-too-wide", "`p − j <= window` shows one key too many: the query's own counts too.") {
      $1 <= $0 && $0 - $1 <= $2
    },
    window("window-one-too-narrow", "Your window is one key short: with a window of 1 a query sees itself.") {
      $1 <= $0 && $0 - $1 < $2 - 1
    },
    window(
      "window-without-the-own-key",
      "You show the `window` keys before the query; the last of them is its own."
    ) { $1 < $0 && $0 - $1 <= $2 },
    window(
      "window-on-both-sides",
      "Your window reaches into the future as well. It ends at the query's own position."
    ) { abs($0 - $1) < $2 },
    window(
      "future-seen", "You cut off the distant past and left the future open: a key after the query is hidden."
    ) {
      $0 - $1 < $2
    },
    window(
      "window-in-blocks",
      "Your windows begin at multiples of `window`, so the first token of each block sees only itself. The window "
        + "moves with every query."
    ) { $1 <= $0 && $1 / $2 == $0 / $2 && $0 >= 0 },
    window("window-ignored", "Every earlier key is seen: keys `window` or more tokens back are hidden.") {
      position, key, _ in
      key <= position
    },
    window("near-keys-hidden", "You hide the window and show what lies before it: the other way round.") {
      $1 <= $0 && $0 - $1 >= $2
    },
    window("window-from-the-start", "You show the first `window` keys; the window is the last ones.") {
      $1 <= $0 && $1 < $2
    },
    Misconception(
      "window-of-rows", lives: "03.14",
      sentence:
        "You measure from the query's row. The queries are the last tokens: row i stands at keys − queries + i."
    ) {
      $0.slidingWindowMask { queries, keys, window in
        Grid([queries, keys]) { $0[1] <= $0[0] && $0[0] - $0[1] < window ? 0 : hidden }
      }
    },
    Misconception(
      "finite-window-mask", lives: "03.14",
      sentence: "You hide with −10,000. Scores can be lower than that; only −∞ hides always."
    ) {
      $0.slidingWindowMask { queries, keys, window in
        Oracle.slidingWindowMask(queries, keys, window).map { max($0, -1e4) }
      }
    },
    Misconception(
      "window-ones-and-zeros", lives: "03.14",
      sentence: "A mask of 1 and 0 is multiplied; this one is added to scores: 0 and −∞."
    ) {
      $0.slidingWindowMask { queries, keys, window in
        Oracle.slidingWindowMask(queries, keys, window).map { $0 == 0 ? 1 : 0 }
      }
    },
    Misconception(
      "empty-window-accepted", lives: "03.14",
      sentence: "A window of 0 would hide every key, the query's own too: throw `invalidSize`."
    ) {
      $0.bind(Attention.slidingWindowMask) { queries, keys, window in
        try refuse(.invalidSize, unless: queries >= 0 && keys >= 0)
        return Oracle.mask(queries, keys) { $1 <= $0 && $0 - $1 < window ? 0 : hidden }.plain
      }
    },
  ]

  private static func window(
    _ id: String, _ sentence: String,
    _ sees: @escaping @Sendable (_ position: Int, _ key: Int, _ window: Int) -> Bool
  ) -> Misconception {
    Misconception(id, lives: "03.14", sentence: sentence) {
      $0.slidingWindowMask { queries, keys, window in
        Oracle.mask(queries, keys) { sees($0, $1, window) ? 0 : hidden }
      }
    }
  }
}
