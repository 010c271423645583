import Foundation
import LabContracts
import LabTesting

extension Misconceptions {
  /// 03.1
  static let scores: [Misconception] = [
    Misconception(
      "not-scaled", lives: "03.1",
      sentence:
        "The dot products are not divided by √dHead. Their variance grows with dHead, and the softmax of large "
        + "scores puts all weight on one key."
    ) { $0.scores { query, key in query * key.transposed } },
    Misconception(
      "scaled-by-d", lives: "03.1",
      sentence:
        "You divide by dHead; it is the standard deviation that grows, by √dHead. Divided by dHead, scores of wide "
        + "heads are nearly all the same."
    ) {
      $0.scores { query, key in (query * key.transposed).map { $0 / Double(query.shape[1]) } }
    },
    Misconception(
      "multiplied-by-the-root", lives: "03.1",
      sentence: "You multiply by √dHead, which makes large scores larger. Divide."
    ) {
      $0.scores { query, key in (query * key.transposed).map { $0 * Double(query.shape[1]).squareRoot() } }
    },
    Misconception(
      "scaled-by-number-of-keys", lives: "03.1",
      sentence:
        "You take the root of the number of keys. A dot product has as many terms as a head has numbers."
    ) {
      $0.scores { query, key in (query * key.transposed).map { $0 / Double(key.shape[0]).squareRoot() } }
    },
    Misconception(
      "scaled-for-heads-of-64", lives: "03.1",
      sentence:
        "You divide by 8, which is √64: right for GPT-2's heads and for no others. Take the width at hand."
    ) { $0.scores { query, key in (query * key.transposed).map { $0 / 8 } } },
    Misconception(
      "keys-in-rows", lives: "03.1",
      sentence: "Your rows are keys and your columns queries. Each query gets a row: `[queries, keys]`."
    ) { $0.scores { query, key in Oracle.scores(key, query) } },
    Misconception(
      "cosine", lives: "03.1",
      sentence:
        "You divide by the vectors' lengths. Attention compares by the dot product: how long a key is counts too."
    ) {
      $0.scores { query, key in
        func length(_ x: Grid, _ row: Int) -> Double {
          (0..<x.shape[1]).reduce(0) { $0 + x[row, $1] * x[row, $1] }.squareRoot()
        }
        let products = query * key.transposed
        return Grid(products.shape) { products[$0[0], $0[1]] / (length(query, $0[0]) * length(key, $0[1])) }
      }
    },
    Misconception(
      "shapes-not-checked", lives: "03.1",
      sentence:
        "`zip` ends with the shorter of the two, so a mismatch goes unnoticed. Compare the shapes first."
    ) {
      $0.bind(Attention.scores) { query, key in
        let products = query.rows.flatMap { q in
          key.rows.map { k in zip(q, k).reduce(Float(0)) { $0 + $1.0 * $1.1 } / Float(q.count).squareRoot() }
        }
        return PlainTensor(products, shape: [query.rows.count, key.rows.count])
      }
    },
    Misconception(
      "scores-of-any-rank", lives: "03.1",
      sentence:
        "You compare the last dimensions only. A vector and a stack have one too: both inputs must be matrices."
    ) {
      $0.bind(Attention.scores) { query, key in
        try refuse(.shapeMismatch, unless: query.rank == key.rank && query.shape.last == key.shape.last)
        let (query, key) = (PlainTensor(rows: query.rows), PlainTensor(rows: key.rows))
        return Oracle.scores(Grid(query), Grid(key)).plain
      }
    },
  ]

  /// 03.2
  static let softmax: [Misconception] = [
    rowByRow(
      "no-maximum-subtracted",
      "exp(1000) is infinite, and ∞ / ∞ is not a number. Subtract the row's largest score first; the weights "
        + "stay the same."
    ) { shifted($0, by: 0) },
    Misconception(
      "maximum-of-all-rows", lives: "03.2",
      sentence:
        "You subtract the largest score of the whole tensor. A row far below it becomes 0 / 0: every row needs its "
        + "own maximum."
    ) {
      $0.softmax { scores in
        let all = (0..<scores.shape[0]).flatMap { scores.row($0) }
        return scores.mapRows { shifted($0, by: all.max() ?? 0) }
      }
    },
    rowByRow(
      "first-score-subtracted",
      "You subtract the first score. One that is far greater still overflows; subtract the largest."
    ) { shifted($0, by: $0.first ?? 0) },
    rowByRow(
      "largest-magnitude-subtracted",
      "You subtract the largest magnitude. Of −1000 and −1001 the largest is −1000, and subtracting 1000 leaves 0 / 0."
    ) { shifted($0, by: $0.map(abs).max() ?? 0) },
    rowByRow(
      "maximum-begins-at-zero",
      "Your search for the maximum begins at 0, so a row of negative scores is not brought up to 0. Begin at −∞."
    ) { shifted($0, by: $0.reduce(0, max)) },
    rowByRow(
      "maximum-begins-at-a-number",
      "Your search for the maximum begins at a very low number, and a row of lower scores becomes 0 / 0. Begin at −∞."
    ) { row in
      row.contains { $0 > -.infinity } ? shifted(row, by: row.reduce(-1e30, max)) : row.map { _ in 0 }
    },
    rowByRow(
      "logarithm-subtracted",
      "You subtract the maximum and log Σ in one. A Float keeps seven digits, and beside 10,000 only three of the "
        + "logarithm's are left: subtract the maximum, then divide by the sum."
    ) { row in
      guard let maximum = row.max(), maximum > -.infinity else { return row.map { _ in 0 } }
      let logSum = Float(maximum) + log(Float(row.reduce(0) { $0 + exp($1 - maximum) }))
      return row.map { exp($0 - Double(logSum)) }
    },
    rowByRow(
      "smallest-subtracted",
      "You subtract the smallest score, so the largest still overflows. Subtract the largest."
    ) { shifted($0, by: $0.min() ?? 0) },
    Misconception(
      "columns-for-rows", lives: "03.2",
      sentence:
        "Your columns sum to 1 instead of your rows: each query shares its weight out over the keys, along the last "
        + "dimension."
    ) { $0.softmax { Oracle.softmax($0.transposed).transposed } },
    Misconception(
      "slices-for-rows", lives: "03.2",
      sentence:
        "You share the weight out in each part along the first dimension. In a stack of matrices every row sums to 1: "
        + "the last dimension counts."
    ) {
      $0.bind(Attention.softmax) { scores in
        try refuse(.invalidScore, unless: scores.values.allSatisfy { $0 < .infinity })
        let count = scores.rank == 1 ? 1 : scores.shape[0]
        let rows = Grid(scores).reshaped([count, scores.values.count / max(1, count)])
        return rows.mapRows(weights).reshaped(scores.shape).plain
      }
    },
    Misconception(
      "all-scores-together", lives: "03.2",
      sentence: "All weights of the tensor sum to 1 together; every row must sum to 1 by itself."
    ) {
      $0.softmax { scores in
        Oracle.softmax(scores.reshaped([1, scores.shape[0] * scores.shape[1]])).reshaped(scores.shape)
      }
    },
    rowByRow(
      "nothing-seen-gives-nan",
      "Where every score is −∞ you compute −∞ − (−∞), which is not a number. Such a row is all zeros; answer it first."
    ) { shifted($0, by: $0.max() ?? 0) },
    rowByRow(
      "nothing-seen-gives-equal-weights",
      "A row of nothing but −∞ sees no key; you give every key the same weight. All its weights are 0."
    ) { row in
      let isHidden = row.allSatisfy { $0 == -.infinity }
      return isHidden ? row.map { _ in 1 / Double(row.count) } : weights(row)
    },
    rowByRow(
      "finite-for-infinite",
      "You put −10,000 for −∞. Scores can be lower than that, and then the hidden key wins. Keep −∞: exp(−∞) is 0."
    ) { weights($0.map { max($0, -1e4) }) },
    rowByRow(
      "large-finite-for-infinite",
      "You put −1e9 for −∞: a lower score loses against a hidden key, and a row that sees nothing gets weights. "
        + "Keep −∞: exp(−∞) is 0."
    ) { weights($0.map { max($0, -1e9) }) },
    rowByRow(
      "hidden-in-the-sum",
      "You set hidden weights to 0 after dividing, so the rest does not sum to 1. Leave them out of the sum."
    ) { row in
      zip(row, weights(row.map { $0 == -.infinity ? 0 : $0 })).map { $0 == -.infinity ? 0 : $1 }
    },
    rowByRow("base-two", "These are powers of 2; the softmax takes powers of e, `exp`.") { row in
      weights(row.map { $0 * log(2) })
    },
    rowByRow("logarithms", "These are logarithms of weights. The weights themselves lie between 0 and 1.") {
      row in
      weights(row).map { log($0) }
    },
    rowByRow(
      "divided-by-the-largest",
      "You divide by the largest exponential; divide by the sum, so that a row sums to 1."
    ) { row in
      let all = weights(row)
      return all.map { $0 == 0 ? 0 : $0 / (all.max() ?? 1) }
    },
    rowByRow(
      "sigmoid",
      "Each of your weights looks at its own score alone. In a softmax keys compete: divide by the row's sum."
    ) { $0.map { 1 / (1 + exp(-$0)) } },
    rowByRow(
      "winner-takes-all", "The largest score gets everything. A softmax shares: exp(x) / Σ exp(x)."
    ) { row in
      let maximum = row.max() ?? 0
      return row.map { $0 == maximum && maximum > -.infinity ? 1 : 0 }
    },
    rowByRow(
      "scores-clipped",
      "You clip large scores so that exp does not overflow; then 1000 and 1001 weigh the same. Subtract the maximum."
    ) { row in weights(row.map { $0 == -.infinity ? $0 : min(max($0, -80), 80) }) },
    Misconception(
      "infinity-accepted", lives: "03.2",
      sentence:
        "A score of +∞ or NaN makes a whole row NaN and is an error made earlier: throw `invalidScore`. `x < .infinity` "
        + "is false for both."
    ) { bindWithout(&$0) { _ in true } },
    Misconception(
      "nan-accepted", lives: "03.2",
      sentence: "`x == .infinity` does not find NaN, which equals nothing. `x < .infinity` is false for both."
    ) { bindWithout(&$0) { $0 != .infinity } },
    Misconception(
      "every-infinity-refused", lives: "03.2",
      sentence: "−∞ is no error: it hides a key, and its weight is 0. Only +∞ and NaN are refused."
    ) { bindWithout(&$0) { $0.isFinite } },
  ]

  private static func rowByRow(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable ([Double]) -> [Double]
  ) -> Misconception {
    Misconception(id, lives: "03.2", sentence: sentence) { $0.softmax { $0.mapRows(answer) } }
  }

  /// The right weights, behind another idea of what a score may be.
  private static func bindWithout(
    _ binding: inout LabContracts.Binding, _ isAllowed: @escaping @Sendable (Float) -> Bool
  ) {
    binding.bind(Attention.softmax) { scores in
      try refuse(.invalidScore, unless: scores.values.allSatisfy(isAllowed))
      let rows = scores.shape.dropLast().reduce(1, *)
      let matrix = Grid(scores).reshaped([rows, scores.shape[scores.rank - 1]])
      return matrix.mapRows(weights).reshaped(scores.shape).plain
    }
  }

  /// exp(x − shift) / Σ exp(x − shift), whatever comes of it.
  static func shifted(_ row: [Double], by shift: Double) -> [Double] {
    let exponentials = row.map { exp($0 - shift) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  private static func weights(_ row: [Double]) -> [Double] {
    let maximum = row.max() ?? 0
    return maximum == -.infinity ? row.map { _ in 0 } : shifted(row, by: maximum)
  }
}
