import Foundation

/// What multinomial logistic regression minimises: the mean cross-entropy of its tickets plus a penalty.
///
/// For ticket i with word counts xᵢ and route yᵢ the model says p = softmax(W·xᵢ + b). The objective is
/// −(1/n) Σ log p[yᵢ] + (λ/2)·|W|²; the bias b is not penalised.
///
/// Weights are one flat list `[word, route]` with a last row for the bias.
public struct LogisticObjective: Sendable {
  let bag: BagOfWords
  /// The penalty λ on squared weights.
  public let penalty: Double

  /// The objective over `tickets`.
  ///
  /// - Throws: ``RoutingError/noTickets``, or ``RoutingError/badSetting(name:value:)`` for a negative penalty.
  public init(_ tickets: [Ticket], penalty: Double) throws {
    guard penalty >= 0, penalty.isFinite else {
      throw RoutingError.badSetting(name: "The penalty", value: penalty)
    }
    bag = try BagOfWords(tickets)
    self.penalty = penalty
  }

  /// The number of weights, bias included.
  public var weightCount: Int { (bag.vocabulary.count + 1) * bag.routes.count }

  /// The objective's value at `weights`, which must be `weightCount` numbers; `nan` otherwise.
  public func loss(_ weights: [Double]) -> Double {
    guard weights.count == weightCount else { return .nan }
    let crossEntropy = (0..<bag.count).reduce(0.0) { sum, ticket in
      sum - log(probabilities(ticket, weights)[bag.labels[ticket]])
    }
    let squares = weights.dropLast(bag.routes.count).reduce(0.0) { $0 + $1 * $1 }
    return crossEntropy / Double(bag.count) + penalty / 2 * squares
  }

  /// The slope of ``loss(_:)`` in every weight at `weights`; empty for a list of another length.
  ///
  /// For one ticket it is (p − y)·x: what the model said less what was right, for each word that stood there.
  public func gradient(_ weights: [Double]) -> [Double] {
    guard weights.count == weightCount else { return [] }
    let routeCount = bag.routes.count
    let bias = bag.vocabulary.count
    var gradient = weights.indices.map { $0 < bias * routeCount ? penalty * weights[$0] : 0 }
    for ticket in 0..<bag.count {
      var residual = probabilities(ticket, weights)
      residual[bag.labels[ticket]] -= 1
      for row in words(ticket) + [bias] {
        for route in 0..<routeCount {
          gradient[row * routeCount + route] += residual[route] / Double(bag.count)
        }
      }
    }
    return gradient
  }

  private func words(_ ticket: Int) -> [Int] {
    bag.ids[bag.offsets[ticket]..<bag.offsets[ticket + 1]].map(Int.init)
  }

  private func probabilities(_ ticket: Int, _ weights: [Double]) -> [Double] {
    let routeCount = bag.routes.count
    var logits = Array(weights.suffix(routeCount))
    for word in words(ticket) {
      for route in 0..<routeCount { logits[route] += weights[word * routeCount + route] }
    }
    return softmax(logits)
  }
}
