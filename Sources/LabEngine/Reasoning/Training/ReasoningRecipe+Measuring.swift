extension ReasoningRecipe {
  /// Measures a trained model and its scorer.
  ///
  /// - Parameter losses: of the run that made the model.
  ///
  /// Throws as `ReasoningModel.sample` does.
  public init(_ plan: ReasoningPlan, _ model: ReasoningModel, _ scorer: StepScorer, losses: Losses) throws {
    let problems = plan.heldOutProblems()
    let table = try model.sample(problems, plan.sampling(.free))
    let levels = ReasoningProblem.levels.map { level in (level, table.filtered { $0.level == level }) }
    let budgets = try [0, 1, 2, 4, 6, LineBudget.most].map { lines in
      try Budget(lines, model.sample(problems, plan.sampling(.lines(lines))))
    }
    let greedy = try model.sample(problems, SamplingPlan(samples: 1, temperature: 0))
    let scores = try model.stepScores(of: table, by: scorer)
    self.init(
      plan: plan,
      result: Result(
        parameters: model.model.configuration.parameterCount, scorerParameters: scorer.parameterCount,
        tokensSeen: plan.training.steps * plan.training.tokensPerStep,
        accuracy: try [Accuracy(nil, table)] + levels.compactMap { try Accuracy($0, $1) },
        greedy: try greedy.singleAccuracy(), budgets: budgets,
        scorerAreaUnderCurve: Self.areaUnderCurve(table, scores),
        bestByScorer: try Self.bestByScorer(table, scores), losses: losses))
  }

  private static func areaUnderCurve(_ table: SampleTable, _ scores: [[[Double]]]) -> Double {
    let pairs = zip(zip(table.problems, table.samples), scores).flatMap { row, scores in
      zip(row.1, scores).flatMap { sample, lines in Array(zip(lines, sample.rightness(for: row.0))) }
    }
    return LabEngine.areaUnderCurve(scores: pairs.map(\.0), isRight: pairs.map(\.1)) ?? 0.5
  }

  private static func bestByScorer(_ table: SampleTable, _ scores: [[[Double]]]) throws -> Measured {
    try Measured(
      table.problems.indices.map { index in
        let best = try BestOfN.index(scores: scores[index].map { $0.last ?? 0 })
        return table.samples[index][best].isCorrect(for: table.problems[index]) ? 1 : 0
      })
  }
}

extension ReasoningPlan {
  fileprivate func sampling(_ budget: LineBudget) -> SamplingPlan {
    SamplingPlan(
      samples: measuring.samples, budget: budget, temperature: measuring.temperature, seed: measuring.seed)
  }
}

extension ReasoningRecipe.Accuracy {
  /// `nil` for no problems.
  fileprivate init?(_ level: Int?, _ table: SampleTable?) throws {
    guard let table else { return nil }
    try self.init(level, table)
  }

  fileprivate init(_ level: Int?, _ table: SampleTable) throws {
    let count = table.samplesPerProblem
    self.init(
      level: level, single: try table.singleAccuracy(), vote: try table.voteAccuracy(of: count),
      gain: try table.voteGain(of: count), anyRight: try table.passAtK(count), meanTokens: table.meanTokens)
  }
}

extension ReasoningRecipe.Budget {
  fileprivate init(_ lines: Int, _ table: SampleTable) throws {
    let (obeyed, meanLines) = try table.obedience(to: lines)
    self.init(
      lines: lines, single: try table.singleAccuracy(), obeyed: obeyed, meanLines: meanLines,
      meanTokens: table.meanTokens)
  }
}
