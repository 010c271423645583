import Foundation

/// How a reasoning model was made, and how good it became.
public struct ReasoningRecipe: Hashable, Sendable, Codable {
  /// What it comes from.
  public let plan: ReasoningPlan
  /// What came out.
  public let result: Result

  /// What training came to, measured on held-out problems.
  public struct Result: Hashable, Sendable, Codable {
    /// Numbers that were trained, and those of the scorer.
    public let parameters, scorerParameters: Int
    /// Tokens of all batches.
    public let tokensSeen: Int
    /// With a free budget, all levels together and each by itself.
    public let accuracy: [Accuracy]
    /// With a free budget and a temperature of 0, where there is only one chain.
    public let greedy: Measured
    /// With a budget told.
    public let budgets: [Budget]
    /// The chance that the scorer puts a right line above a wrong one.
    public let scorerAreaUnderCurve: Double
    /// The accuracy of the chain whose last line the scorer likes best.
    public let bestByScorer: Measured
    /// How training went.
    public let losses: Losses
  }

  /// Training losses, in nats a counted token.
  public struct Losses: Hashable, Sendable, Codable {
    /// Of the first steps, one by one, to be compared with a repetition.
    public let first: [Float]
    /// Averaged over some steps each.
    public let curve: [TrainingRecipe.CurvePoint]

    /// A summary of the loss of every step.
    public init(_ losses: [Float]) {
      (first, curve) = (Array(losses.prefix(5)), TrainingRecipe.curve(losses))
    }
  }

  /// What the chains of some problems are worth.
  public struct Accuracy: Hashable, Sendable, Codable {
    /// How many sums the problems take; all levels when `nil`.
    public let level: Int?
    /// The share of single chains that are right, that of votes of all chains, and the difference problem by problem.
    public let single, vote, gain: Measured
    /// The chance that one of the chains is right.
    public let anyRight: Measured
    /// Tokens of a chain.
    public let meanTokens: Double
  }

  /// What telling a budget does.
  public struct Budget: Hashable, Sendable, Codable {
    /// The lines allowed.
    public let lines: Int
    /// The share of single chains that are right.
    public let single: Measured
    /// The share of chains that keep to it.
    public let obeyed: Measured
    /// Lines and tokens of a chain.
    public let meanLines, meanTokens: Double
  }

  /// Reads a recipe. Throws `FormatError`.
  public init(contentsOf folder: ModelFolder) throws(FormatError) {
    let bytes = try FileBytes.read(folder.recipe)
    guard let recipe = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else {
      throw .invalid(field: folder.recipe.path, reason: "it is not the recipe of a reasoning model")
    }
    self = recipe
  }

  /// A recipe.
  public init(plan: ReasoningPlan, result: Result) { (self.plan, self.result) = (plan, result) }

  /// Writes the recipe with sorted keys, so that equal recipes are equal bytes. Throws `FormatError`.
  public func write(to folder: ModelFolder) throws(FormatError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(self) else {
      throw .invalid(field: folder.recipe.path, reason: "it holds numbers that JSON cannot")
    }
    try FileBytes.write([UInt8](json) + [UInt8(ascii: "\n")], to: folder.recipe)
  }
}
