import Foundation

/// Multinomial naive Bayes with additive smoothing.
///
/// The score of route r for words w₁…wₙ is log P(r) + Σ log P(wᵢ|r), where P(r) is the share of
/// training tickets with route r and P(w|r) = (count of w with r + α) / (words of r + α·|V|).
/// Words that no training ticket held are left out. "Naive" because it treats the words of a message
/// as if each were drawn alone. (McCallum and Nigam, "A Comparison of Event Models for Naive Bayes
/// Text Classification", 1998, multinomial model, equations 5 and 6.)
public struct NaiveBayes: ProbabilisticRouter {
  /// The routes it learned, in alphabetical order.
  public let routes: [Route]
  /// The words of the training tickets.
  public let vocabulary: Vocabulary
  /// The α added to every count.
  public let smoothing: Double
  /// log P(r), by route.
  public let logPriors: [Double]
  private let logLikelihoods: [Double]  // [word, route]

  /// Counts `tickets` once and takes logarithms.
  ///
  /// - Throws: ``RoutingError/noTickets`` or ``RoutingError/smoothingNotPositive(_:)``.
  /// - Complexity: O(characters + words × routes).
  public init(training tickets: [Ticket], smoothing: Double = 1) throws {
    guard smoothing > 0, smoothing.isFinite else { throw RoutingError.smoothingNotPositive(smoothing) }
    let bag = try BagOfWords(tickets)
    routes = bag.routes
    vocabulary = bag.vocabulary
    self.smoothing = smoothing
    logPriors = Self.logPriors(bag)
    logLikelihoods = Self.logLikelihoods(bag, smoothing: smoothing)
  }

  private static func logPriors(_ bag: BagOfWords) -> [Double] {
    var tickets = [Double](repeating: 0, count: bag.routes.count)
    for label in bag.labels { tickets[label] += 1 }
    return tickets.map { log($0 / Double(bag.count)) }
  }

  private static func logLikelihoods(_ bag: BagOfWords, smoothing: Double) -> [Double] {
    let routeCount = bag.routes.count
    var counts = [Double](repeating: smoothing, count: bag.vocabulary.count * routeCount)
    var totals = [Double](repeating: smoothing * Double(bag.vocabulary.count), count: routeCount)
    for (ticket, label) in bag.labels.enumerated() {
      let words = bag.offsets[ticket]..<bag.offsets[ticket + 1]
      totals[label] += Double(words.count)
      for position in words { counts[Int(bag.ids[position]) * routeCount + label] += 1 }
    }
    return counts.indices.map { log(counts[$0] / totals[$0 % routeCount]) }
  }

  /// log P(r) + Σ log P(wᵢ|r) for each of `routes`.
  ///
  /// The sum of logarithms stands for a product of probabilities that would underflow to 0.
  public func logScores(_ text: String) -> [Double] {
    vocabulary.encode(text).reduce(into: logPriors) { scores, word in
      for route in scores.indices { scores[route] += logLikelihood(word: Int(word), route: route) }
    }
  }

  /// The posterior of each of `routes`, as far as one believes that words are independent.
  public func probabilities(_ text: String) -> [Double] { softmax(logScores(text)) }

  /// The route with the largest score; of equals the alphabetically first.
  public func route(_ text: String) -> Route { routes[indexOfLargest(logScores(text))] }

  /// How strongly `word` speaks for `route`: log P(word|route) less its mean over the other routes.
  ///
  /// `nil` for a word or a route it never saw, and where there is no other route.
  public func weight(of word: String, for route: Route) -> Double? {
    guard routes.count > 1, let index = routes.firstIndex(of: route),
      let number = vocabulary.number(of: word)
    else { return nil }
    let all = routes.indices.map { logLikelihood(word: number, route: $0) }
    let others = (all.reduce(0, +) - all[index]) / Double(routes.count - 1)
    return all[index] - others
  }

  private func logLikelihood(word: Int, route: Int) -> Double {
    logLikelihoods[word * routes.count + route]
  }
}

/// The index of the largest number; the first of equals. `values` must not be empty.
func indexOfLargest(_ values: [Double]) -> Int {
  values.indices.dropFirst().reduce(0) { values[$1] > values[$0] ? $1 : $0 }
}

/// exp(xᵢ) / Σ exp(xⱼ), with the maximum subtracted first so that nothing overflows.
func softmax(_ scores: [Double]) -> [Double] {
  var probabilities = scores
  softmax(inPlace: &probabilities)
  return probabilities
}

/// Replaces scores by their softmax without making a list.
func softmax(inPlace scores: inout [Double]) {
  let largest = scores.max() ?? 0
  var total = 0.0
  for index in scores.indices {
    scores[index] = exp(scores[index] - largest)
    total += scores[index]
  }
  for index in scores.indices { scores[index] /= total }
}
