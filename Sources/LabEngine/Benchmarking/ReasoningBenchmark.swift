import Foundation

/// How long it takes to sample many chains for many problems.
public struct ReasoningBenchmark: Sendable {
  /// Held-out problems.
  public let problems: Int
  /// Chains for each.
  public let samples: Int

  /// 1,000 problems with sixteen chains each, unless told otherwise.
  public init(problems: Int = 1000, samples: Int = 16) {
    self.problems = max(1, problems)
    self.samples = max(1, samples)
  }

  /// What it took, and what the votes were worth.
  public struct Result: Codable, Equatable, Sendable {
    /// Problems, and chains for each.
    public let problems, samples: Int
    /// Prompt tokens read and tokens written.
    public let promptTokens, tokens: Int
    /// On all cores, with whatever else the machine was doing.
    public let seconds: Double
    /// What all cores together spent: what it takes on a machine with nothing else to do, times its cores.
    public let processorSeconds: Double
    /// The share of single chains and of votes that are right.
    public let single, vote: Double
  }

  /// Samples once. Throws as `ReasoningModel.sample` does.
  public func run(_ model: ReasoningModel) throws -> Result {
    let drawn = ReasoningCorpus(seed: 7).problems(problems, .heldOut)
    let start = clock()
    let table = try model.sample(drawn, SamplingPlan(samples: samples))
    let processorSeconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    return Result(
      problems: problems, samples: samples, promptTokens: table.cost.promptTokens, tokens: table.cost.tokens,
      seconds: table.cost.seconds, processorSeconds: processorSeconds,
      single: try table.singleAccuracy().mean, vote: try table.voteAccuracy(of: samples).mean)
  }
}

extension ReasoningBenchmark.Result: CustomStringConvertible {
  /// Two lines for a terminal.
  public var description: String {
    String(
      format: "%d problems × %d chains, %d tokens: %.1f s on all cores, %.1f s of processor time\n", problems,
      samples, tokens, seconds, processorSeconds)
      + String(format: "one chain is right in %.1f %%, the vote in %.1f %%", 100 * single, 100 * vote)
  }
}
