import Foundation
import LabContracts
import LabEngine
import LabTesting

extension Misconceptions {
  /// 01.6
  static let naiveBayes: [Misconception] = [
    Misconception(
      "no-smoothing", lives: "01.6",
      sentence:
        "Without smoothing one word never seen with a route gives it probability 0, and the logarithm is "
        + "−infinity, whatever the other words say. Add α to every count."
    ) { bindScores(&$0) { $0.score(smoothing: 0) } },
    Misconception(
      "smoothing-not-in-the-total", lives: "01.6",
      sentence:
        "You add α to the count of a word and not α·V to the total, so the probabilities of a route no longer "
        + "sum to 1."
    ) { bindScores(&$0) { $0.score(vocabularySize: 0) } },
    Misconception(
      "smoothing-once-in-the-total", lives: "01.6",
      sentence: "You add α once to the total. Each of the V known words got an α, so the total grows by α·V."
    ) { bindScores(&$0) { $0.score(vocabularySize: 1) } },
    Misconception(
      "vocabulary-of-the-route", lives: "01.6",
      sentence: "V is the number of different words in all training tickets, not in those of one route."
    ) { bindScores(&$0) { $0.score(vocabularySize: $0.counts.count) } },
    Misconception(
      "vocabulary-before-the-split", lives: "01.6",
      sentence: "Your vocabulary holds words of the ticket that no training ticket has: that is a vocabulary "
        + "built before the split. V counts the words of the training tickets alone."
    ) {
      bindScores(&$0) { $0.score(vocabularySize: $0.vocabulary.union($0.words).count) }
    },
    Misconception(
      "unheard-words-counted", lives: "01.6",
      sentence:
        "A word that no training ticket holds says nothing about any route: leave it out instead of giving it "
        + "α / (total + α·V)."
    ) { bindScores(&$0) { $0.score(words: $0.words) } },
    Misconception(
      "no-prior", lives: "01.6",
      sentence:
        "log P(route) is missing: half of all tickets are about shipping, and that counts before the first word."
    ) { bindScores(&$0) { $0.score(prior: 1) } },
    Misconception(
      "logarithms-multiplied", lives: "01.6",
      sentence: "You multiply logarithms. The logarithm of a product is the sum of the logarithms: add."
    ) {
      bindScores(&$0) { route in
        route.known.reduce(log(route.prior)) { $0 * log(route.probability(of: $1)) }
      }
    },
    Misconception(
      "product-underflows", lives: "01.6",
      sentence:
        "You multiply probabilities and take the logarithm at the end. A long ticket's product is 0 to a Double; "
        + "add logarithms instead."
    ) {
      bindScores(&$0) { route in
        log(route.known.reduce(route.prior) { $0 * route.probability(of: $1) })
      }
    },
    Misconception(
      "logarithm-of-base-two", lives: "01.6",
      sentence: "These are logarithms to base 2; the exercise asks for natural ones, `log` in Foundation."
    ) { bindScores(&$0) { $0.score() / log(2) } },
    Misconception(
      "logarithm-of-base-ten", lives: "01.6",
      sentence: "These are logarithms to base 10; the exercise asks for natural ones, `log` in Foundation."
    ) { bindScores(&$0) { $0.score() / log(10) } },
    Misconception(
      "ticket-words-once", lives: "01.6",
      sentence:
        "A word that stands twice in the ticket is multiplied in twice; a Set of the ticket's words forgets that."
    ) {
      bindScores(&$0) {
        $0.score(words: $0.known.sorted().reduce(into: []) { if $0.last != $1 { $0.append($1) } })
      }
    },
    Misconception(
      "wordless-route-not-scored", lives: "01.6",
      sentence:
        "A route whose tickets hold no words gets no score; it has a prior, and smoothing gives it every word. Take "
        + "the routes from the tickets, not from the counted words."
    ) { binding in
      bindScores(&binding, only: { !$0.counts.isEmpty }) { $0.score() }
    },
  ]

  /// What naive Bayes knows about one route when it reads one ticket; the arguments of `score` get it wrong.
  private struct RouteView {
    let words: [String]
    let vocabulary: Set<String>
    let counts: [String: Int]
    let prior: Double
    let smoothing: Double

    var known: [String] { words.filter(vocabulary.contains) }

    func probability(of word: String, smoothing: Double? = nil, vocabularySize: Int? = nil) -> Double {
      let alpha = smoothing ?? self.smoothing
      let total = Double(counts.values.reduce(0, +)) + alpha * Double(vocabularySize ?? vocabulary.count)
      return (Double(counts[word] ?? 0) + alpha) / total
    }

    func score(
      words: [String]? = nil, smoothing: Double? = nil, vocabularySize: Int? = nil, prior: Double? = nil
    ) -> Double {
      (words ?? known).reduce(log(prior ?? self.prior)) {
        $0 + log(probability(of: $1, smoothing: smoothing, vocabularySize: vocabularySize))
      }
    }
  }

  private static func bindScores(
    _ binding: inout LabContracts.Binding,
    only isScored: @escaping @Sendable (RouteView) -> Bool = { _ in true },
    _ score: @escaping @Sendable (RouteView) -> Double
  ) {
    binding.bind(Routing.logScores) { ticket, training, smoothing in
      let evidence = Samples.evidence(training)
      let vocabulary = Set(evidence.values.flatMap(\.keys))
      let views = Dictionary(grouping: training, by: \.route).mapValues { tickets in
        RouteView(
          words: Words.all(in: ticket), vocabulary: vocabulary, counts: evidence[tickets[0].route] ?? [:],
          prior: Double(tickets.count) / Double(training.count), smoothing: smoothing)
      }
      return views.filter { isScored($0.value) }.mapValues(score)
    }
  }

  /// 01.7
  static let logistic: [Misconception] = [
    Misconception(
      "uphill", lives: "01.7",
      sentence: "You add the slope and climb; subtract it to make the loss smaller."
    ) { bindStep(&$0) { p, isTarget, x in -(p - (isTarget ? 1 : 0)) * x } },
    Misconception(
      "target-row-only", lives: "01.7",
      sentence:
        "Only the target's weights moved. The other routes must lose what they wrongly claimed: every row has "
        + "a slope, p[k]·x."
    ) { bindStep(&$0) { p, isTarget, x in isTarget ? (p - 1) * x : 0 } },
    Misconception(
      "features-forgotten", lives: "01.7",
      sentence:
        "The slope is (p − y)·x: a feature that is 0 moves nothing, and one that is 4 moves four times as much."
    ) { bindStep(&$0) { p, isTarget, _ in p - (isTarget ? 1 : 0) } },
    Misconception(
      "slope-of-squares", lives: "01.7",
      sentence:
        "This is the slope of squared error through the softmax; with cross-entropy the factor p·(1 − p) is gone."
    ) { bindStep(&$0) { p, isTarget, x in (p - (isTarget ? 1 : 0)) * p * (1 - p) * x } },
    Misconception(
      "sigmoid-instead-of-softmax", lives: "01.7",
      sentence:
        "You ask each route by itself, with a sigmoid. The routes compete: one softmax over all scores."
    ) {
      bindStep(
        &$0, probabilities: { $0.map { 1 / (1 + exp(-$0)) } },
        slope: { p, isTarget, x in (p - (isTarget ? 1 : 0)) * x })
    },
    Misconception(
      "softmax-overflows", lives: "01.7",
      sentence:
        "exp of a large score is infinite, and infinity by infinity is not a number. Subtract the largest score "
        + "first; the softmax stays the same."
    ) { bindSoftmax(&$0) { _ in 0 } },
    Misconception(
      "rows-one-after-the-other", lives: "01.7",
      sentence:
        "You compute the probabilities anew after each row has moved. All slopes belong to the weights before "
        + "the step: compute p once, then move every row."
    ) {
      $0.bind(Routing.logisticStep) { weights, features, target, learningRate in
        weights.indices.reduce(into: weights) { moved, route in
          moved[route] =
            LogisticRegression.step(
              moved, features: features, target: target, learningRate: learningRate)[route]
        }
      }
    },
    Misconception(
      "slope-returned", lives: "01.7",
      sentence:
        "You answer with the slope itself; the answer is the weights after the step: weights − learning rate × slope."
    ) {
      $0.bind(Routing.logisticStep) { weights, features, target, _ in
        let p = softmax(weights.map { zip($0, features).reduce(0) { $0 + $1.0 * $1.1 } })
        return weights.indices.map { route in features.map { (p[route] - (route == target ? 1 : 0)) * $0 } }
      }
    },
    Misconception(
      "learning-rate-ignored", lives: "01.7",
      sentence: "The step has full length whatever the learning rate; multiply the slope by it."
    ) {
      $0.bind(Routing.logisticStep) { weights, features, target, _ in
        LogisticRegression.step(weights, features: features, target: target, learningRate: 1)
      }
    },
    Misconception(
      "maximum-begun-at-zero", lives: "01.7",
      sentence:
        "Your search for the largest score begins at 0. Where all scores are near −2000 every exponential is then 0, "
        + "and 0 by 0 is not a number: begin with the first score."
    ) { bindSoftmax(&$0) { max(0, $0.max() ?? 0) } },
    Misconception(
      "first-score-subtracted", lives: "01.7",
      sentence:
        "You subtract the first score instead of the largest; where another is larger by thousands, exp overflows "
        + "all the same."
    ) { bindSoftmax(&$0) { $0.first ?? 0 } },
  ]

  private static func softmax(_ scores: [Double]) -> [Double] {
    softmax(scores, subtracting: scores.max() ?? 0)
  }

  private static func softmax(_ scores: [Double], subtracting shift: Double) -> [Double] {
    let exponentials = scores.map { exp($0 - shift) }
    let total = exponentials.reduce(0, +)
    return exponentials.map { $0 / total }
  }

  /// Binds the right step, but for what is subtracted from the scores before the softmax.
  private static func bindSoftmax(
    _ binding: inout LabContracts.Binding, subtracting shift: @escaping @Sendable ([Double]) -> Double
  ) {
    bindStep(
      &binding, probabilities: { softmax($0, subtracting: shift($0)) },
      slope: { p, isTarget, x in (p - (isTarget ? 1 : 0)) * x })
  }

  private static func bindStep(
    _ binding: inout LabContracts.Binding,
    probabilities: @escaping @Sendable ([Double]) -> [Double] = softmax,
    slope: @escaping @Sendable (_ p: Double, _ isTarget: Bool, _ x: Double) -> Double
  ) {
    binding.bind(Routing.logisticStep) { weights, features, target, learningRate in
      let p = probabilities(weights.map { zip($0, features).reduce(0) { $0 + $1.0 * $1.1 } })
      return weights.indices.map { route in
        zip(weights[route], features).map { $0 - learningRate * slope(p[route], route == target, $1) }
      }
    }
  }
}
