import Foundation
import LabContracts
import LabTesting

extension Misconceptions {
  /// 03.4
  static let attend: [Misconception] = [
    head(
      "mask-after-the-softmax",
      "You mask after the softmax, so hidden keys take part in the sum and the weights of the others do not sum to 1. "
        + "Add the mask to the scores."
    ) { query, key, value, mask in
      let weights = Oracle.softmax(Oracle.scores(query, key))
      return weights.zip(mask) { $1 == -.infinity ? 0 : $0 } * value
    },
    head(
      "mask-after-the-softmax-and-divided-again",
      "You mask after the softmax and divide again. A key whose weight was rounded to 0 beside a hidden one is then "
        + "0 / 0. Add the mask to the scores."
    ) { query, key, value, mask in
      let weights = Oracle.softmax(Oracle.scores(query, key) + mask.map { $0 == -.infinity ? 0 : $0 })
      return weights.zip(mask) { $1 == -.infinity ? 0 : $0 }.mapRows { row in
        row.map { $0 / row.reduce(0, +) }
      } * value
    },
    head("mask-ignored", "The mask changes nothing in your answer: add it to the scores before the softmax.")
    {
      query, key, value, _ in Oracle.softmax(Oracle.scores(query, key)) * value
    },
    head(
      "mask-before-scaling",
      "You add the mask and divide by √dHead then, so its numbers shrink too. Divide the products first."
    ) { query, key, value, mask in
      let root = Double(query.shape[1]).squareRoot()
      return Oracle.softmax((query * key.transposed + mask).map { $0 / root }) * value
    },
    head(
      "mask-as-yes-or-no",
      "You ask only whether a mask's entry is −∞. Its other numbers are added to the scores."
    ) {
      Oracle.attend($0, $1, $2, $3.map { $0 == -.infinity ? $0 : 0 })
    },
    head(
      "mask-where-zero",
      "You show the keys whose mask is 0 and hide all others. Only −∞ hides; any other number is added."
    ) { Oracle.attend($0, $1, $2, $3.map { $0 == 0 ? 0 : -.infinity }) },
    head("mask-subtracted", "You subtract the mask; it is added, so that −∞ hides.") {
      query, key, value, mask in
      let scores = Oracle.scores(query, key) + mask.map { $0 == -.infinity ? $0 : -$0 }
      return Oracle.softmax(scores) * value
    },
    head(
      "finite-sentinel",
      "You hide with −10,000 instead of −∞. Where the seen scores are lower than that, the hidden key wins."
    ) { query, key, value, mask in
      Oracle.softmax(Oracle.scores(query, key).zip(mask) { $1 == -.infinity ? -1e4 : $0 + $1 }) * value
    },
    head(
      "large-finite-sentinel",
      "You hide with −1e9 instead of −∞. It fails where scores are lower, and gives a row that sees nothing the mean "
        + "of what it must not see."
    ) { query, key, value, mask in
      Oracle.softmax(Oracle.scores(query, key).zip(mask) { $1 == -.infinity ? -1e9 : $0 + $1 }) * value
    },
    head(
      "blind-query-sees-all",
      "A query whose keys are all hidden looks at all of them alike, as with the lowest Float for −∞. It is answered "
        + "with zeros."
    ) { query, key, value, mask in
      Oracle.softmax(Oracle.scores(query, key).zip(mask) { $1 == -.infinity ? -3.4e38 : $0 + $1 }) * value
    },
    head(
      "blind-query-gives-nan",
      "A query that sees no key gets NaN, and NaN spreads to everything after it. It is answered with zeros."
    ) { query, key, value, mask in
      (Oracle.scores(query, key) + mask).mapRows { shifted($0, by: $0.max() ?? 0) } * value
    },
    scaled("head-not-scaled", "The scores are not divided by √dHead.") { _, _ in 1 },
    scaled("head-scaled-by-d", "You divide the scores by dHead; divide by its root.") { query, _ in
      Double(query.shape[1])
    },
    scaled(
      "head-scaled-by-value-width",
      "You take the root of the values' width. The dot product runs over the query's dHead numbers."
    ) { _, value in Double(value.shape[1]).squareRoot() },
    head(
      "softmax-over-queries",
      "Your softmax runs over the queries: each key shares itself out. Each query shares its weight out over the keys."
    ) { query, key, value, mask in
      Oracle.softmax((Oracle.scores(query, key) + mask).transposed).transposed * value
    },
    head(
      "weights-not-divided", "Your weights are exponentials that do not sum to 1: divide each row by its sum."
    ) {
      query, key, value, mask in (Oracle.scores(query, key) + mask).map { exp($0) } * value
    },
    head(
      "no-maximum-in-the-head",
      "exp of a score of 20,000 is infinite: subtract each row's largest score first."
    ) {
      query, key, value, mask in
      (Oracle.scores(query, key) + mask).mapRows { row in
        row.contains { $0 > -.infinity } ? shifted(row, by: 0) : row.map { _ in 0 }
      } * value
    },
    head("best-key-only", "You take the value of the best key alone; each key gives its share.") {
      query, key, value, mask in
      (Oracle.scores(query, key) + mask).mapRows { row in
        let best = row.indices.max { row[$0] < row[$1] }
        return row.indices.map { $0 == best && row[$0] > -.infinity ? 1 : 0 }
      } * value
    },
    head("keys-for-values", "You weigh the keys. Keys decide how much, values say what.") {
      Oracle.attend($0, $1, $1, $3)
    },
    head("plain-mean", "Every key that is seen counts the same: the scores play no part in your weights.") {
      query, key, value, mask in Oracle.softmax(mask) * value
    },
    Misconception(
      "mask-shape-not-checked", lives: "03.4",
      sentence:
        "Your mask may have any shape, and the wrong entries are added. It must be `[queries, keys]`: check it."
    ) {
      $0.bind(Attention.attend) { query, key, value, mask in
        let shape = [query.shape.first ?? 0, key.shape.first ?? 0]
        try refuse(
          .shapeMismatch,
          unless: query.rank == 2 && key.rank == 2 && value.rank == 2 && query.shape[1] == key.shape[1]
            && shape[1] == value.shape[0])
        let entries = Grid(shape) { Double(mask.values[($0[0] * shape[1] + $0[1]) % mask.values.count]) }
        try refuseInvalidScores(query, key, entries.plain)
        return Oracle.attend(Grid(query), Grid(key), Grid(value), entries).plain
      }
    },
    Misconception(
      "value-count-not-checked", lives: "03.4",
      sentence: "There must be a value for each key. `zip` passes over what is missing; compare the shapes."
    ) {
      $0.bind(Attention.attend) { query, key, value, mask in
        let areMatrices = query.rank == 2 && key.rank == 2 && value.rank == 2
        try refuse(
          .shapeMismatch,
          unless: areMatrices && query.shape[1] == key.shape[1]
            && mask.shape == [query.shape[0], key.shape[0]])
        try refuseInvalidScores(query, key, mask)
        let weights = Oracle.softmax(Oracle.scores(Grid(query), Grid(key)) + Grid(mask))
        return Grid([query.shape[0], value.shape[1]]) { at in
          zip(weights.row(at[0]), value.rows).reduce(0) { $0 + $1.0 * Double($1.1[at[1]]) }
        }.plain
      }
    },
  ]

  private static func head(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable (Grid, Grid, Grid, Grid) -> Grid
  ) -> Misconception {
    Misconception(id, lives: "03.4", sentence: sentence) { $0.attend(answer) }
  }

  /// One head whose dot products are divided by something else.
  private static func scaled(
    _ id: String, _ sentence: String, _ divisor: @escaping @Sendable (_ query: Grid, _ value: Grid) -> Double
  ) -> Misconception {
    head(id, sentence) { query, key, value, mask in
      let divisor = divisor(query, value)
      return Oracle.softmax((query * key.transposed).map { $0 / divisor } + mask) * value
    }
  }
}
