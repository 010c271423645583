extension StepScorer {
  /// How a scorer is trained.
  public struct Settings: Hashable, Sendable, Codable {
    /// Training problems whose chains are sampled.
    public var problems: Int
    /// Chains of each.
    public var samples: Int
    /// The temperature they are sampled at.
    public var temperature: Float
    /// The width of the hidden layer.
    public var hidden: Int
    /// Updates of 256 lines each.
    public var steps: Int
    /// The highest learning rate.
    public var rate: Float
    /// Chooses the chains, the first parameters and the order.
    public var seed: UInt64

    /// Settings.
    public init(
      problems: Int = 2000, samples: Int = 4, temperature: Float = 0.7, hidden: Int = 48, steps: Int = 3000,
      rate: Float = 3e-3, seed: UInt64 = 1
    ) {
      (self.problems, self.samples, self.temperature) = (problems, samples, temperature)
      (self.hidden, self.steps, self.rate, self.seed) = (hidden, steps, rate, seed)
    }
  }

  /// A line and whether it, and all before it, is right.
  public struct Example: Sendable {
    /// What the scorer sees.
    public let features: StepFeatures
    /// What it should say.
    public let isRight: Bool
  }

  /// A scorer that has learned from examples by logistic regression with one hidden layer.
  ///
  /// Throws `ReasoningError.noSamples`, or what the optimiser throws.
  public init(trainedOn examples: [Example], _ settings: Settings) throws {
    guard let inputs = examples.first?.features.values.count else { throw ReasoningError.noSamples }
    try self.init(untrainedFor: examples, inputs: inputs, settings)
    let rows = examples.map { standardized($0.features.values) }
    var adamW = AdamW(.init(weightDecay: 0.01), for: parameters)
    let schedule = LearningRateSchedule(peak: settings.rate, warmup: 50, shape: .cosine(floor: 0))
    var random = RandomStream(seed: settings.seed, stream: 1)
    let tape = Tape()
    for step in 0..<settings.steps {
      let batch = (0..<Self.batchSize).map { _ in random.number(in: 0...examples.count - 1) }
      let variables = parameters.map(tape.variable)
      let x = try Tensor(batch.flatMap { rows[$0] }, shape: [batch.count, inputs])
      let scores = try tape.constant(x).linear(variables[0], bias: variables[1]).relu()
        .linear(variables[2], bias: variables[3])
      let signs = try Tensor(batch.map { examples[$0].isRight ? 1 : -1 }, shape: [batch.count, 1])
      try (scores * tape.constant(signs)).logSigmoid().mean().backward()
      // The loss is minus that mean.
      try adamW.update(
        &parameters, gradients: variables.map { try $0.gradient.values },
        learningRate: schedule.rate(at: step, of: settings.steps), gradientScale: -1)
      tape.reset()
    }
  }

  private init(untrainedFor examples: [Example], inputs: Int, _ settings: Settings) throws {
    var (sum, squares) = ([Double](repeating: 0, count: inputs), [Double](repeating: 0, count: inputs))
    for example in examples {
      for (i, value) in example.features.values.enumerated() {
        sum[i] += Double(value)
        squares[i] += Double(value) * Double(value)
      }
    }
    let count = Double(examples.count)
    mean = Tensor(sum.map { Float($0 / count) })
    deviation = Tensor(
      zip(sum, squares).map { Float(max(1e-12, $1 / count - $0 / count * $0 / count).squareRoot()) })
    var random = RandomStream(seed: settings.seed)
    let hidden = max(1, settings.hidden)
    parameters = [
      try Tensor(normal: (2 / Float(inputs)).squareRoot(), shape: [hidden, inputs], from: &random),
      try Tensor(repeating: 0, shape: [hidden]),
      try Tensor(normal: (1 / Float(hidden)).squareRoot(), shape: [1, hidden], from: &random),
      try Tensor(repeating: 0, shape: [1]),
    ]
  }

  private static let batchSize = 256
}

extension ReasoningModel {
  /// Every line of the table's chains, with the truth about it: a line is right when it and all before it are the
  /// problem's own sums, and the answer's line when the answer is right.
  ///
  /// Throws as `steps(of:for:budget:)` does.
  public func stepExamples(of table: SampleTable) throws -> [StepScorer.Example] {
    let features = try stepFeatures(of: table, budget: .free)
    return zip(zip(table.problems, table.samples), features).flatMap { pair, rows in
      zip(pair.1, rows).flatMap { sample, steps in
        zip(steps, sample.rightness(for: pair.0)).map { StepScorer.Example(features: $0, isRight: $1) }
      }
    }
  }
}

extension ReasoningSample {
  /// For each line, that of the answer included, whether it and all before it are right.
  public func rightness(for problem: ReasoningProblem) -> [Bool] {
    let right = problem.sums.map(\.description)
    var isRight = true
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      if line.hasPrefix(ReasoningProblem.answerMark) {
        isRight = isRight && index == right.count && isCorrect(for: problem)
      } else {
        isRight = isRight && index < right.count && line == right[index]
      }
      return isRight
    }
  }
}

/// The chance that a right example is scored above a wrong one, ties counting half: the area under the ROC curve.
///
/// `nil` when all are of one kind. Takes O(n log n).
public func areaUnderCurve(scores: [Double], isRight: [Bool]) -> Double? {
  let pairs = zip(scores, isRight).sorted { $0.0 < $1.0 }
  let right = pairs.count { $0.1 }
  guard right > 0, right < pairs.count else { return nil }
  var (wins, wrongBelow, start) = (0.0, 0.0, 0)
  while start < pairs.count {
    let end = pairs[start...].firstIndex { $0.0 != pairs[start].0 } ?? pairs.count
    let tied = Double(pairs[start..<end].count { $0.1 })
    let wrong = Double(end - start) - tied
    wins += tied * (wrongBelow + wrong / 2)
    wrongBelow += wrong
    start = end
  }
  return wins / (Double(right) * Double(pairs.count - right))
}
