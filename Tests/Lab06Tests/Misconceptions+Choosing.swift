import LabContracts
import LabTesting

/// 06.5, the best of n.
extension Misconceptions {
  /// 06.5
  static let bestOfN: [Misconception] = [
    best(
      "search-from-zero",
      "Your search begins with a score of 0: where all lie below, nothing is found. Begin with the first."
    ) {
      answers, scores in search(answers, scores, from: 0)
    },
    best(
      "search-from-minus-infinity",
      "You look for a score above −∞. −∞ is a score, too, and may be all there is."
    ) {
      search($0, $1, from: -.infinity)
    },
    best("last-of-the-best", "Of equal scores the first wins; `>=` takes the last.") { answers, scores in
      let best = answered(answers).map { scores[$0] }.max()
      return answered(answers).last { scores[$0] == best }
    },
    best("lowest-score-wins", "You return the lowest score. The highest is the best.") { answers, scores in
      let best = answered(answers).map { scores[$0] }.min()
      return answered(answers).first { scores[$0] == best }
    },
    best("largest-magnitude-wins", "−9 is a low score. You compare magnitudes.") { answers, scores in
      let best = answered(answers).map { abs(scores[$0]) }.max()
      return answered(answers).first { abs(scores[$0]) == best }
    },
    best(
      "place-among-the-answered",
      "You return the place among the samples with an answer. The others keep their places: it is an index of `answers`."
    ) { answers, scores in
      let left = answered(answers).map { scores[$0] }
      return left.max().flatMap { left.firstIndex(of: $0) }
    },
    best("silent-sample-chosen", "A sample without an answer cannot be chosen, however high its score.") {
      answers, scores in
      answered(answers).isEmpty ? nil : scores.max().flatMap { scores.firstIndex(of: $0) }
    },
    best("nobody-answered-and-one-chosen", "Where no sample has an answer, there is no place: `nil`.") {
      answers, scores in
      let places = answered(answers).isEmpty ? Array(answers.indices) : answered(answers)
      let best = places.map { scores[$0] }.max()
      return places.first { scores[$0] == best }
    },
    best(
      "best-must-have-answered",
      "Where the best has no answer, the best of the others is taken, and not nothing."
    ) {
      answers, scores in
      let best = scores.max().flatMap { scores.firstIndex(of: $0) }
      return best.flatMap { answers[$0] == nil ? nil : $0 }
    },
    best(
      "scores-added-like-weights",
      "You add the scores of equal answers. Here a sample counts for itself alone."
    ) {
      answers, scores in
      let total = { (place: Int) in
        answers.indices.filter { answers[$0] == answers[place] }.reduce(0) { $0 + scores[$1] }
      }
      let best = answered(answers).map(total).max()
      let winner = answered(answers).first { total($0) == best }.flatMap { answers[$0] }
      let places = answered(answers).filter { answers[$0] == winner }
      return places.max { (scores[$0], $1) < (scores[$1], $0) }
    },
    best("majority-before-score", "You let the samples vote first. The highest score wins, whoever agrees.") {
      answers, scores in
      let winner = Oracle.majority(answers)
      let places = answered(answers).filter { answers[$0] == winner }
      let best = places.map { scores[$0] }.max()
      return places.first { scores[$0] == best }
    },
    best("first-answer-chosen", "You return the first sample with an answer. Compare the scores.") {
      answers, _ in
      answered(answers).first
    },
    Misconception(
      "first-place-of-its-answer", lives: "06.5",
      sentence:
        "You find the best answer, and then where it stands first. The place is that of the sample that scored."
    ) {
      $0.bestOfN { answers, scores in
        let best = answered(answers).map { scores[$0] }.max()
        let place = answered(answers).first { scores[$0] == best }
        return place.flatMap { place in answers.firstIndex { $0 == answers[place] } }
      }
    },
    best("none-at-all-is-nil", "No samples at all are a mistake: throw `noSamples`.", sparing: .noSamples) {
      right($0, $1)
    },
    best(
      "score-that-is-no-number", "NaN is neither higher nor lower than anything: throw `invalidScore`.",
      sparing: .invalidScore
    ) {
      right($0, $1)
    },
    best(
      "scores-of-nobody", "Scores that belong to no sample are a mistake: throw `unequalLengths`.",
      sparing: .unequalLengths
    ) {
      right($0, Array($1.prefix($0.count)) + $0.dropFirst($1.count).map { _ in 0 })
    },
    Misconception(
      "infinite-scores-refused", lives: "06.5",
      sentence: "−∞ and +∞ can be compared and are allowed. Only NaN is refused: `isNaN`, not `!isFinite`."
    ) {
      $0.bind(Reasoning.bestOfN) { answers, scores in
        if answers.count != scores.count { throw InputError.unequalLengths }
        if answers.isEmpty { throw InputError.noSamples }
        if !scores.allSatisfy(\.isFinite) { throw InputError.invalidScore }
        return right(answers, scores)
      }
    },
    Misconception(
      "silent-scores-unchecked", lives: "06.5",
      sentence:
        "The score of a sample without an answer must be a number as well: something is wrong where it is not."
    ) {
      $0.bind(Reasoning.bestOfN) { answers, scores in
        if answers.count != scores.count { throw InputError.unequalLengths }
        if answers.isEmpty { throw InputError.noSamples }
        if answered(answers).contains(where: { scores[$0].isNaN }) { throw InputError.invalidScore }
        return right(answers, scores)
      }
    },
    Misconception(
      "nobody-answered-is-an-error", lives: "06.5",
      sentence: "Samples of which none has an answer are no mistake of the caller: the place is `nil`."
    ) {
      $0.bind(Reasoning.bestOfN) { answers, scores in
        if answers.count != scores.count { throw InputError.unequalLengths }
        if answered(answers).isEmpty { throw InputError.noSamples }
        if scores.contains(where: \.isNaN) { throw InputError.invalidScore }
        return right(answers, scores)
      }
    },
  ]

  private static func best(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ answers: [String?], _ scores: [Double]) -> Int?
  ) -> Misconception {
    Misconception(id, lives: "06.5", sentence: sentence) { $0.bestOfN(sparing: spared, answer) }
  }

  private static func answered(_ answers: [String?]) -> [Int] {
    answers.indices.filter { answers[$0] != nil }
  }

  private static func right(_ answers: [String?], _ scores: [Double]) -> Int? {
    let best = answered(answers).map { scores[$0] }.max()
    return answered(answers).first { scores[$0] == best }
  }

  /// The first score above all before it and above a start.
  private static func search(_ answers: [String?], _ scores: [Double], from start: Double) -> Int? {
    var (best, place) = (start, Int?.none)
    for index in answered(answers) where scores[index] > best { (best, place) = (scores[index], index) }
    return place
  }
}
