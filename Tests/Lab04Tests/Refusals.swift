import LabContracts

/// Ways to bind a wrong answer that still refuses what must be refused, so that only the answer is wrong; or to spare
/// one kind of input that should be refused, so that only this is wrong.
extension LabContracts.Binding {
  mutating func computeCost(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ n: Double, _ d: Double, _ served: Double) -> Scaling.Cost
  ) {
    bind(Scaling.computeCost) { n, d, served in
      let refuse = Refusal(sparing: spared)
      try refuse.positive([n])
      try refuse.negative([d, served])
      return answer(n, d, served)
    }
  }

  mutating func parameterCount(
    sparing spared: InputError? = nil, _ answer: @escaping @Sendable (Scaling.ModelShape, Bool) -> Int
  ) {
    bind(Scaling.parameterCount) { shape, counting in
      let sizes = [shape.nLayers, shape.dModel, shape.vocabulary, shape.context]
      try Refusal(sparing: spared)(.notPositive, unless: sizes.allSatisfy { $0 >= 1 })
      return answer(shape, counting)
    }
  }

  mutating func logLine(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ x: [Double], _ y: [Double]) -> Scaling.Line
  ) {
    bind(Scaling.logLine) { x, y in
      try Refusal(sparing: spared).points(x, y)
      return answer(x, y)
    }
  }

  mutating func fitPowerLaw(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ x: [Double], _ y: [Double], _ floor: Double) -> Scaling.PowerLaw
  ) {
    bind(Scaling.fitPowerLaw) { x, y, floor in
      try Refusal(sparing: spared).points(x, y.map { $0 - floor })
      return answer(x, y, floor)
    }
  }

  mutating func bootstrapForecast(
    sparing spared: InputError? = nil, _ answer: @escaping @Sendable (Oracle.Question) -> Scaling.Forecast
  ) {
    bind(Scaling.bootstrapForecast) { x, y, floor, target, samples, level in
      let refuse = Refusal(sparing: spared)
      try refuse.points(x, y.map { $0 - floor })
      try refuse.positive([target])
      try refuse(.outOfRange, unless: level > 0 && level < 1)
      try refuse(.noSuchPoint, unless: samples.joined().allSatisfy(x.indices.contains))
      let question = Oracle.Question(
        x: x, y: y, floor: floor, target: target,
        samples: samples.map { $0.filter(x.indices.contains) }, level: level)
      // Without any law there is nothing that could be answered.
      let hasLaw = !Oracle.answers(question).resampled.isEmpty
      try Refusal(sparing: nil)(.tooFewPoints, unless: hasLaw)
      return answer(question)
    }
  }

  mutating func isoFLOPMinimum(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ sizes: [Double], _ losses: [Double]) -> Scaling.Valley
  ) {
    bind(Scaling.isoFLOPMinimum) { sizes, losses in
      let refuse = Refusal(sparing: spared)
      try Refusal(sparing: nil)(.unequalLengths, unless: sizes.count == losses.count)
      try refuse.positive(sizes + losses)
      try refuse(.tooFewPoints, unless: Set(sizes).count >= 3)
      try refuse(.constant, unless: losses.contains { $0 != losses[0] })
      let bend = sizes.isEmpty ? 0 : Oracle.polynomial(Oracle.logs(sizes), losses, degree: 2)[2]
      try refuse(.noValley, unless: bend > 0 || Set(sizes).count < 3 || bend.isNaN)
      return answer(sizes, losses)
    }
  }

  mutating func huberLoss(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ residual: Double, _ delta: Double) -> Double
  ) {
    bind(Scaling.huberLoss) { residual, delta in
      let refuse = Refusal(sparing: spared)
      try refuse(.notPositive, unless: delta > 0)
      try refuse(.notFinite, unless: residual.isFinite)
      return answer(residual, delta)
    }
  }

  mutating func predictedLogLoss(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ point: [Double], _ n: Double, _ d: Double) -> Double
  ) {
    bind(Scaling.predictedLogLoss) { point, n, d in
      let refuse = Refusal(sparing: spared)
      try Refusal(sparing: nil)(.notALaw, unless: point.count == 5)
      try refuse(.notFinite, unless: point.allSatisfy(\.isFinite))
      try refuse.positive([n, d])
      return answer(point, n, d)
    }
  }

  mutating func fitObjective(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ point: [Double], [Scaling.Run], _ delta: Double) -> Double
  ) {
    bind(Scaling.fitObjective) { point, runs, delta in
      try Refusal(sparing: spared).objective(point, runs, delta)
      return answer(point, runs, delta)
    }
  }

  mutating func fitGradient(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ point: [Double], [Scaling.Run], _ delta: Double) -> [Double]
  ) {
    bind(Scaling.fitGradient) { point, runs, delta in
      try Refusal(sparing: spared).objective(point, runs, delta)
      return answer(point, runs, delta)
    }
  }

  mutating func fitLaw(
    sparing spared: InputError? = nil,
    _ answer:
      @escaping @Sendable ([Scaling.Run], _ dropped: Int, _ delta: Double, _ starts: [[Double]]) ->
      [Double]
  ) {
    bind(Scaling.fitLaw) { runs, dropped, delta, starts in
      let refuse = Refusal(sparing: spared)
      try refuse(.negative, unless: dropped >= 0)
      let kept = Oracle.kept(runs, max(0, dropped))
      try refuse(.tooFewPoints, unless: kept.count >= 5)
      try Refusal(sparing: nil)(.tooFewPoints, unless: !starts.isEmpty && !kept.isEmpty)
      try Refusal(sparing: nil)(.notALaw, unless: starts.allSatisfy { $0.count == 5 })
      try refuse(.notPositive, unless: delta > 0)
      try refuse.positive(runs.flatMap { [$0.parameters, $0.tokens, $0.loss] })
      for path in [\Scaling.Run.parameters, \.tokens, \.loss] {
        let first = kept[0][keyPath: path]
        try refuse(.constant, unless: kept.contains { $0[keyPath: path] != first })
      }
      return answer(runs, dropped, delta, starts)
    }
  }

  mutating func computeOptimum(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (Scaling.Law, _ flops: Double) -> Scaling.Allocation
  ) {
    bind(Scaling.computeOptimum) { law, flops in
      try Refusal(sparing: spared).positive(Oracle.numbers(law) + [flops])
      return answer(law, flops)
    }
  }

  mutating func servingOptimum(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (Scaling.Law, _ loss: Double, _ served: Double) -> Scaling.Allocation
  ) {
    bind(Scaling.servingOptimum) { law, loss, served in
      let refuse = Refusal(sparing: spared)
      try refuse.positive(Oracle.numbers(law))
      try refuse.negative([served])
      let isReachable = loss > law.e && loss.isFinite
      try refuse(.unreachableLoss, unless: isReachable || Oracle.numbers(law).contains(where: \.isNaN))
      return answer(law, loss, served)
    }
  }

  mutating func effectiveTokens(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ tokens: Double, _ unique: Double, _ decay: Double) -> Double
  ) {
    bind(Scaling.effectiveTokens) { tokens, unique, decay in
      try Refusal(sparing: spared).positive([tokens, unique, decay])
      return answer(tokens, unique, decay)
    }
  }

  mutating func exactMatch(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ accuracy: Double, _ length: Double) -> Double
  ) {
    bind(Scaling.exactMatch) { accuracy, length in
      try Refusal(sparing: spared).share(accuracy, length)
      return answer(accuracy, Double(length))
    }
  }

  mutating func tokenAccuracy(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ chance: Double, _ length: Double) -> Double
  ) {
    bind(Scaling.tokenAccuracy) { chance, length in
      try Refusal(sparing: spared).share(chance, length)
      return answer(chance, Double(length))
    }
  }
}

/// Refuses input as the exercises must, but for one kind of it.
struct Refusal {
  private let spared: InputError?

  init(sparing spared: InputError?) { self.spared = spared }

  func callAsFunction(_ error: InputError, unless condition: Bool) throws {
    if !condition && error != spared { throw error }
  }

  func positive(_ values: [Double]) throws {
    try self(.notPositive, unless: values.allSatisfy { $0 > 0 && $0.isFinite })
  }

  func negative(_ values: [Double]) throws {
    try self(.negative, unless: values.allSatisfy { $0 >= 0 && $0.isFinite })
  }

  func points(_ x: [Double], _ y: [Double]) throws {
    try self(.unequalLengths, unless: x.count == y.count)
    try self(.tooFewPoints, unless: x.count >= 2)
    try positive(x + y)
    try self(.constant, unless: x.contains { $0 != x[0] })
  }

  func objective(_ point: [Double], _ runs: [Scaling.Run], _ delta: Double) throws {
    try Refusal(sparing: nil)(.notALaw, unless: point.count == 5)
    try self(.notFinite, unless: point.allSatisfy(\.isFinite))
    try self(.notPositive, unless: delta > 0)
    try positive(runs.flatMap { [$0.parameters, $0.tokens, $0.loss] })
  }

  func share(_ share: Double, _ length: Int) throws {
    try self(.outOfRange, unless: (0...1).contains(share))
    try self(.tooFewPoints, unless: length >= 1)
  }
}
