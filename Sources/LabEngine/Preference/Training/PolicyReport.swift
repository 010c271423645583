/// What a policy writes to held-out questions, and how a program judges it.
///
///     let report = try PolicyReport(of: policy, reference: reference, on: questions, with: tokenizer)
///     report.winRate      // the share of answers that pass
///     report.divergence   // KL(policy ‖ reference), in nats an answer
///     report.samples[0].text
public struct PolicyReport: Sendable {
  /// Every answer, question after question.
  public let samples: [Sample]

  /// One answer.
  public struct Sample: Hashable, Sendable {
    /// What was asked.
    public let question: ReturnQuestion
    /// What the policy wrote.
    public let text: String
    /// Its tokens, those that end it included where it ended.
    public let tokens: [Int]
    /// Whether it ended of itself.
    public let hasEnded: Bool
    /// What the program found; an answer without an end does not have the format.
    public let verdict: ReturnVerdict
    /// Σ over its tokens of KL(π ‖ π_ref), in nats; 0 for a report without a reference.
    public let divergence: Double

    /// Whether the answer ended and is right in every respect.
    public var passes: Bool { hasEnded && verdict.passes }
  }

  /// Lets `policy` answer each question `count` times and judges the answers.
  ///
  /// - Parameters:
  ///   - reference: what the divergence is measured from; not measured when `nil`.
  ///   - sampling: the policy's own distribution unless told otherwise, which is what the divergence is defined on.
  ///   - maximum: the most tokens of an answer.
  ///   - mostDays: the limit of the policy that is right.
  ///
  /// Throws as `generate` and `divergence(from:along:)` do, and `PreferenceError.noPairs` without questions.
  public init(
    of policy: Transformer, reference: Transformer? = nil, on questions: [ReturnQuestion],
    with tokenizer: AnswerTokenizer, count: Int = 1, sampling: SamplingSettings = SamplingSettings(),
    maximum: Int = 120, mostDays: Int = ReturnPolicy.mostDays, seed: UInt64 = 1
  ) throws {
    guard !questions.isEmpty else { throw PreferenceError.noPairs }
    var written: [WrittenAnswer] = []
    for (number, question) in questions.enumerated() {
      written += try policy.write(
        question, with: tokenizer, count: count, sampling: sampling, maximum: maximum,
        seed: seed &+ UInt64(number) &* 0x9E37_79B9)
    }
    let divergences = try reference.map {
      try policy.divergence(from: $0, along: written.map(\.answer))
    }
    samples = written.enumerated().map { index, written in
      Sample(
        question: written.question, text: written.text, tokens: written.answer.answer,
        hasEnded: written.hasEnded,
        verdict: ReturnVerdict(on: written.text, to: written.question, mostDays: mostDays),
        divergence: divergences?[index] ?? 0)
    }
  }

  /// The share of answers that pass.
  public var winRate: Double { share(\.passes) }

  /// The mean divergence from the reference, in nats an answer.
  public var divergence: Double { mean(\.divergence) }

  /// The mean length of an answer, in tokens.
  public var length: Double { mean { Double($0.tokens.count) } }

  /// The share of answers of which something holds, such as `\.verdict.citesPolicy`.
  public func share(_ holds: (Sample) -> Bool) -> Double { mean { holds($0) ? 1 : 0 } }

  private func mean(_ value: (Sample) -> Double) -> Double {
    samples.reduce(0) { $0 + value($1) } / Double(samples.count)
  }
}
