import Foundation

/// Multinomial logistic regression over word counts.
///
/// Where naive Bayes counts each word alone, this moves all weights together until the mistakes on
/// the training tickets are small, so words that always come together share their weight.
public struct LogisticRegression: ProbabilisticRouter {
  /// How to train.
  public struct Options: Hashable, Sendable {
    /// Passes over the tickets.
    public var epochs: Int
    /// The size of the first step; steps shrink evenly to 0 until training ends.
    public var learningRate: Double
    /// The penalty λ on squared weights; see ``LogisticObjective``.
    public var penalty: Double
    /// Chooses the order in which tickets are visited.
    public var seed: UInt64

    /// Settings that suit short messages.
    public init(epochs: Int = 5, learningRate: Double = 0.3, penalty: Double = 1e-3, seed: UInt64 = 1) {
      self.epochs = epochs
      self.learningRate = learningRate
      self.penalty = penalty
      self.seed = seed
    }
  }

  /// The routes it learned, in alphabetical order.
  public let routes: [Route]
  /// The words of the training tickets.
  public let vocabulary: Vocabulary
  /// The learned weights `[word, route]` with a last row for the bias.
  public let weights: [Double]

  /// Trains by stochastic gradient descent on ``LogisticObjective``.
  ///
  /// - Throws: ``RoutingError/noTickets``, or ``RoutingError/badSetting(name:value:)`` for a negative setting.
  /// - Complexity: O(epochs × words × routes). 100,000 tickets take a fraction of a second.
  public init(training tickets: [Ticket], options: Options = Options()) throws {
    try options.validate()
    let bag = try BagOfWords(tickets)
    routes = bag.routes
    vocabulary = bag.vocabulary
    var descent = LogisticDescent(bag, options)
    for _ in 0..<options.epochs { descent.runEpoch() }
    weights = descent.finishedWeights
  }

  /// The score of each of `routes` before the softmax.
  public func logits(_ text: String) -> [Double] {
    vocabulary.encode(text).reduce(into: Array(weights.suffix(routes.count))) { logits, word in
      for route in logits.indices { logits[route] += weights[Int(word) * routes.count + route] }
    }
  }

  /// The softmax of ``logits(_:)``.
  public func probabilities(_ text: String) -> [Double] { softmax(logits(text)) }

  /// The route with the largest logit; of equals the alphabetically first.
  public func route(_ text: String) -> Route { routes[indexOfLargest(logits(text))] }

  /// The learned weight of `word` for `route`; `nil` for a word or a route it never saw.
  public func weight(of word: String, for route: Route) -> Double? {
    guard let number = vocabulary.number(of: word), let index = routes.firstIndex(of: route)
    else { return nil }
    return weights[number * routes.count + index]
  }
}

extension LogisticRegression.Options {
  func validate() throws {
    let settings = [
      ("The number of epochs", Double(epochs)), ("The learning rate", learningRate), ("The penalty", penalty),
    ]
    for (name, value) in settings where !(value >= 0 && value.isFinite) {
      throw RoutingError.badSetting(name: name, value: value)
    }
  }
}

/// Stochastic gradient descent, one ticket a step.
///
/// Steps shrink evenly to 0, or the last few tickets would decide. The penalty would touch every weight at
/// every step; instead the weights are `scale · stored`, and shrinking them all is one multiplication (Bottou,
/// "Stochastic Gradient Descent Tricks", 2012, section 5.1).
struct LogisticDescent {
  private let bag: BagOfWords
  private let options: LogisticRegression.Options
  private var random: RandomStream
  private var order: [Int]
  private var stored: [Double]  // [word, route], to be multiplied by `scale`
  private var bias: [Double]
  private var scale = 1.0
  private var step = 0.0
  private let stepCount: Double

  init(_ bag: BagOfWords, _ options: LogisticRegression.Options) {
    self.bag = bag
    self.options = options
    random = RandomStream(seed: options.seed)
    stepCount = Double(options.epochs) * Double(bag.count)
    order = Array(0..<bag.count)
    stored = [Double](repeating: 0, count: bag.vocabulary.count * bag.routes.count)
    bias = [Double](repeating: 0, count: bag.routes.count)
  }

  var finishedWeights: [Double] { stored.map { $0 * scale } + bias }

  mutating func runEpoch() {
    order.shuffle(using: &random)
    var residuals = bias
    for ticket in order { descend(ticket, &residuals) }
  }

  /// One step; `residuals` is only there to be written to again and again.
  private mutating func descend(_ ticket: Int, _ residuals: inout [Double]) {
    let rate = options.learningRate * (1 - step / stepCount)
    step += 1
    setResiduals(&residuals, of: ticket)
    shrink(by: 1 - rate * options.penalty)
    let storedRate = rate / scale
    for position in bag.offsets[ticket]..<bag.offsets[ticket + 1] {
      let row = Int(bag.ids[position]) * residuals.count
      for route in residuals.indices { stored[row + route] -= storedRate * residuals[route] }
    }
    for route in residuals.indices { bias[route] -= rate * residuals[route] }
  }

  /// Leaves p − y of one ticket in `residuals`.
  private func setResiduals(_ residuals: inout [Double], of ticket: Int) {
    for route in residuals.indices { residuals[route] = 0 }
    for position in bag.offsets[ticket]..<bag.offsets[ticket + 1] {
      let row = Int(bag.ids[position]) * residuals.count
      for route in residuals.indices { residuals[route] += stored[row + route] }
    }
    for route in residuals.indices { residuals[route] = bias[route] + scale * residuals[route] }
    softmax(inPlace: &residuals)
    residuals[bag.labels[ticket]] -= 1
  }

  private mutating func shrink(by factor: Double) {
    scale *= max(factor, 0)
    // Before the scale gets so small that dividing by it loses digits, multiply it in.
    guard scale < 1e-6 else { return }
    for index in stored.indices { stored[index] *= scale }
    scale = 1
  }
}
