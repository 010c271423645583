import Foundation
import LabContracts
import LabTesting

extension Misconceptions {
  /// 03.13
  static let foldBlock: [Misconception] = [
    fold(
      "sum-not-rescaled",
      "The sum is still measured against the old maximum. When the maximum grows, multiply it by exp(old − new)."
    ) { Folding($0, $1, $2).state(rescaleSum: 1) },
    fold(
      "weighted-not-rescaled",
      "The weighted values are still measured against the old maximum. Multiply them by exp(old − new) too."
    ) { Folding($0, $1, $2).state(rescaleWeighted: 1) },
    fold(
      "nothing-rescaled",
      "What was summed under the old maximum stays as it was. When the maximum grows, sum and weighted values shrink "
        + "by exp(old − new)."
    ) { Folding($0, $1, $2).state(rescaleSum: 1, rescaleWeighted: 1) },
    fold(
      "rescaled-the-wrong-way", "You multiply by exp(new − old), which grows; what was summed must shrink."
    ) {
      let folding = Folding($0, $1, $2)
      let factor = folding.rescale == 0 ? 0 : 1 / folding.rescale
      return folding.state(rescaleSum: factor, rescaleWeighted: factor)
    },
    fold(
      "maximum-of-the-block-alone",
      "Your maximum is this block's. It is the largest score of all blocks so far, and never falls."
    ) { Folding($0, $1, $2, maximum: $1.map(Double.init).max() ?? -.infinity).state() },
    fold(
      "running-maximum-begins-at-zero",
      "Your maximum is never below 0. It begins at −∞, so that negative scores count."
    ) {
      Folding($0, $1, $2, maximum: max(0, Double($0.maximum), $1.map(Double.init).max() ?? 0)).state()
    },
    fold("maximum-never-moves", "You keep the old maximum: a larger score makes exp grow without bound.") {
      Folding($0, $1, $2, maximum: Double($0.maximum)).state(rescaleSum: 1, rescaleWeighted: 1)
    },
    fold("no-maximum-in-the-fold", "exp(1000) is infinite: take exp(score − maximum).") {
      state, scores, values in
      var folding = Folding(state, scores, values)
      folding.weights = folding.scores.map { exp($0) }
      return folding.state(rescaleSum: 1, rescaleWeighted: 1)
    },
    fold(
      "block-measured-by-itself",
      "This block's exponentials are measured against its own maximum. Measure them against the largest of all."
    ) { state, scores, values in
      var folding = Folding(state, scores, values)
      let own = folding.scores.max() ?? 0
      folding.weights = folding.scores.map { $0 == -.infinity ? 0 : exp($0 - own) }
      return folding.state()
    },
    fold(
      "hidden-start-gives-nan",
      "All scores so far are −∞, and −∞ − (−∞) is not a number. The state stays that of the start."
    ) { state, scores, values in
      let folding = Folding(state, scores, values)
      guard folding.maximum == -.infinity, !scores.isEmpty else { return folding.state() }
      return Attention.RunningSoftmax(
        maximum: -.infinity, sum: .nan, weighted: state.weighted.map { _ in .nan })
    },
    fold(
      "hidden-start-counts",
      "Keys that are all hidden add 1 each to your sum, as exp(0). Nothing is added for a score of −∞."
    ) { state, scores, values in
      var folding = Folding(state, scores, values)
      if folding.maximum == -.infinity { folding.weights = scores.map { _ in 1 } }
      return folding.state()
    },
    fold(
      "divided-in-every-block",
      "You divide the weighted values by the sum in every block, and the next block adds to what is divided already. "
        + "Divide once, at the end."
    ) { state, scores, values in
      var new = Folding(state, scores, values).state()
      let sum = new.sum
      if sum > 0 { new.weighted = new.weighted.map { $0 / sum } }
      return new
    },
    fold("earlier-blocks-forgotten", "Your answer knows this block alone; add it to what the state holds.") {
      Folding(Attention.RunningSoftmax(dValue: $0.weighted.count), $1, $2).state()
    },
    fold("sum-of-keys", "You count the keys; the sum is of exp(score − maximum).") { state, scores, values in
      var new = Folding(state, scores, values).state()
      if new.maximum > -.infinity { new.sum = state.sum + Float(scores.count) }
      return new
    },
    fold("values-not-weighted", "You add the values as they are; each is multiplied by exp(score − maximum).")
    {
      state, scores, values in
      let folding = Folding(state, scores, values)
      var new = folding.state()
      guard new.maximum > -.infinity else { return new }
      for column in new.weighted.indices {
        let added = zip(scores, values).reduce(Float(0)) { $0 + ($1.0 > -.infinity ? $1.1[column] : 0) }
        new.weighted[column] = state.weighted[column] * Float(folding.rescale) + added
      }
      return new
    },
    fold("sum-in-logarithms", "Your sum is a logarithm; the state holds Σ exp(score − maximum) itself.") {
      var new = Folding($0, $1, $2).state()
      new.sum = new.sum > 0 ? log(new.sum) : new.sum
      return new
    },
    refusing("fold-infinity-accepted", "A score of +∞ or NaN is an error made earlier: throw `invalidScore`.")
    { _ in
      true
    },
    refusing("fold-hidden-refused", "−∞ is no error: it hides a key. Only +∞ and NaN are refused.") {
      $0.isFinite
    },
    Misconception(
      "fold-shapes-not-checked", lives: "03.13",
      sentence: "There is a value for each score and a column for each weighted number: check the shape."
    ) {
      $0.bind(Attention.foldBlock) { state, scores, values in
        try refuse(.invalidScore, unless: scores.allSatisfy { $0 < .infinity })
        let rows = values.rows.map { row in
          state.weighted.indices.map { $0 < row.count ? row[$0] : 0 }
        }
        return Folding(state, scores, rows).state()
      }
    },
  ]

  private static func fold(
    _ id: String, _ sentence: String,
    _ answer: @escaping @Sendable (Attention.RunningSoftmax, [Float], [[Float]]) -> Attention.RunningSoftmax
  ) -> Misconception {
    Misconception(id, lives: "03.13", sentence: sentence) { $0.foldBlock(answer) }
  }

  /// The right fold behind another idea of what a score may be.
  private static func refusing(
    _ id: String, _ sentence: String, _ isAllowed: @escaping @Sendable (Float) -> Bool
  ) -> Misconception {
    Misconception(id, lives: "03.13", sentence: sentence) {
      $0.bind(Attention.foldBlock) { state, scores, values in
        try refuse(.shapeMismatch, unless: values.shape == [scores.count, state.weighted.count])
        try refuse(.invalidScore, unless: scores.allSatisfy(isAllowed))
        return Folding(state, scores, values.rows).state()
      }
    }
  }
}

/// One call of `foldBlock`, in parts that a wrong implementation puts together otherwise.
private struct Folding {
  let before: Attention.RunningSoftmax
  let scores: [Double]
  let values: [[Float]]
  let maximum: Double
  /// exp(score − maximum) of the block; 0 where nothing was seen yet.
  var weights: [Double]

  init(
    _ before: Attention.RunningSoftmax, _ scores: [Float], _ values: [[Float]], maximum: Double? = nil
  ) {
    (self.before, self.scores, self.values) = (before, scores.map(Double.init), values)
    let maximum = maximum ?? max(Double(before.maximum), self.scores.max() ?? -.infinity)
    self.maximum = maximum
    weights = self.scores.map { maximum == -.infinity ? 0 : exp($0 - maximum) }
  }

  /// exp(old maximum − new maximum).
  var rescale: Double { maximum == -.infinity ? 1 : exp(Double(before.maximum) - maximum) }

  func state(rescaleSum: Double? = nil, rescaleWeighted: Double? = nil) -> Attention.RunningSoftmax {
    let sum = Double(before.sum) * (rescaleSum ?? rescale) + weights.reduce(0, +)
    let weighted = before.weighted.indices.map { column in
      zip(weights, values).reduce(Double(before.weighted[column]) * (rescaleWeighted ?? rescale)) {
        $0 + $1.0 * Double($1.1[column])
      }
    }
    return Attention.RunningSoftmax(
      maximum: Float(maximum), sum: Float(sum), weighted: weighted.map { Float($0) })
  }
}
