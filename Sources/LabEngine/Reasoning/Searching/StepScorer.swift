import Foundation

/// Says how likely the lines of a chain are right so far: a process reward model in little (Lightman et al., "Let's
/// Verify Step by Step", 2023).
///
/// One hidden layer over what the reasoning model thought at the end of the line and how sure it was of the tokens up
/// to there. It has been shown right and wrong lines and knows nothing else, so it can be wrong.
public struct StepScorer: Sendable {
  /// Subtracted from the inputs, then what they are divided by: `[inputs]`.
  let mean, deviation: Tensor
  /// The layers: `[hidden, inputs]`, `[hidden]`, `[1, hidden]`, `[1]`.
  var parameters: [Tensor]

  /// The number of inputs.
  public var inputs: Int { mean.count }
  /// How many numbers it has learned.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// The probability that a line, and all before it, is right.
  ///
  /// Throws `ReasoningError.lengthsDiffer` for features of another model.
  public func probability(_ step: StepFeatures) throws(ReasoningError) -> Double {
    guard step.values.count == inputs else {
      throw .lengthsDiffer("features", step.values.count, "inputs of the scorer", inputs)
    }
    let x = standardized(step.values)
    var score = Double(parameters[3].values[0])
    for unit in 0..<parameters[1].count {
      var sum = parameters[1].values[unit]
      for i in 0..<inputs { sum += parameters[0].values[unit * inputs + i] * x[i] }
      score += Double(max(0, sum) * parameters[2].values[unit])
    }
    return 1 / (1 + exp(-score))
  }

  func standardized(_ values: [Float]) -> [Float] {
    values.indices.map { (values[$0] - mean.values[$0]) / deviation.values[$0] }
  }
}

/// What a step scorer sees of a line, and of those before it.
public struct StepFeatures: Hashable, Sendable {
  /// The hidden state at the line's last token, then log-probabilities: of the line's first token (did it go on with
  /// the right thing?), of all its tokens, of the least likely one, and the last two for all lines before it.
  let values: [Float]

  /// - Parameter previous: the line before; `nil` for the first.
  init(
    hidden: some Sequence<Float>, logProbabilities: some Collection<Double>,
    after previous: StepFeatures? = nil
  ) {
    let floats = logProbabilities.map { Float(max($0, Self.lowest)) }
    let before = previous?.values.suffix(4).map { $0 } ?? [0, 0, 0, 0]  // sum, least, and those before
    values =
      Array(hidden) + [
        floats.first ?? 0, max(floats.reduce(0, +), Float(Self.lowest)), floats.min() ?? 0,
        max(before[0] + before[2], Float(Self.lowest)), min(before[1], before[3]),
      ]
  }

  /// What is less likely than this is simply impossible.
  private static let lowest = -30.0
}

extension StepScorer {
  private static let names = ["hidden.weight", "hidden.bias", "output.weight", "output.bias"]

  /// Reads a scorer. Throws `FormatError` for a file that holds none.
  public init(contentsOf url: URL) throws {
    let file = try Safetensors(contentsOf: url)
    func tensor(_ name: String) throws(FormatError) -> Tensor {
      guard let tensor = file[name], tensor.values.allSatisfy(\.isFinite) else {
        throw .invalid(field: name, reason: "the file does not hold its numbers")
      }
      return tensor
    }
    mean = try tensor("mean")
    deviation = try tensor("deviation")
    parameters = try Self.names.map(tensor)
    let (inputs, hidden) = (mean.count, parameters[1].count)
    guard deviation.count == inputs, deviation.values.allSatisfy({ $0 > 0 }),
      parameters.map(\.shape) == [[hidden, inputs], [hidden], [1, hidden], [1]]
    else { throw FormatError.invalid(field: url.path, reason: "its arrays do not fit each other") }
  }

  /// Writes the scorer; see `Safetensors.write(to:)`.
  public func write(to url: URL) throws(FormatError) {
    let tensors = [("mean", mean), ("deviation", deviation)] + Array(zip(Self.names, parameters))
    try Safetensors(tensors: tensors.map { Safetensors.Entry(name: $0.0, tensor: $0.1) }).write(to: url)
  }

  /// The scorer that the course ships beside its reasoning model. Throws `FormatError`.
  public static func course() throws -> StepScorer {
    try StepScorer(contentsOf: ModelFolder.reasoning().stepScorer)
  }
}
