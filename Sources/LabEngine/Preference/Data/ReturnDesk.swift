/// A support desk as a source of data: what its agents wrote, and which of two answers a reviewer preferred.
///
///     let desk = ReturnDesk(seed: 1)
///     let demonstrations = desk.demonstrations(2000)          // to imitate: good and bad habits alike
///     let rows = try desk.preferences(.training, 400)         // to prefer
///     let questions = desk.questions(.heldOut, 100)           // to be measured on
///
/// Both sides share no question (see `ReturnQuestion.part`). Equal desks write equal rows, and the first n are the
/// same however many are asked for.
public struct ReturnDesk: Hashable, Sendable {
  /// Chooses questions and habits.
  public var seed: UInt64
  /// How often agents claim a label that nobody created.
  public var claimShare: Double
  /// How often agents skip the evidence.
  public var skipShare: Double
  /// How often agents name no policy.
  public var namelessShare: Double
  /// How often agents say thank you, and having said so, say it again.
  public var thanksShare: Double
  /// How often the chosen answers of the preferences say thank you. Where this is not the share among the rejected
  /// answers, length is part of what is preferred.
  public var chosenThanksShare: Double
  /// How often the rejected answers of the preferences say thank you.
  public var rejectedThanksShare: Double
  /// The most days of policy P-7; another number stands for a policy that was changed.
  public var mostDays: Int

  /// A desk whose agents decide rightly and have bad habits. Shares lie in 0...1.
  public init(
    seed: UInt64 = 1, claimShare: Double = 0.3, skipShare: Double = 0.3, namelessShare: Double = 0.1,
    thanksShare: Double = 0.3, chosenThanksShare: Double = 0.3, rejectedThanksShare: Double = 0.3,
    mostDays: Int = ReturnPolicy.mostDays
  ) {
    self.seed = seed
    self.claimShare = claimShare
    self.skipShare = skipShare
    self.namelessShare = namelessShare
    self.thanksShare = thanksShare
    self.chosenThanksShare = chosenThanksShare
    self.rejectedThanksShare = rejectedThanksShare
    self.mostDays = mostDays
  }

  /// A prompt and what an agent answered.
  public struct Demonstration: Hashable, Sendable {
    /// The question.
    public let question: ReturnQuestion
    /// What was answered.
    public let answer: ReturnAnswer
  }

  /// `count` questions of a side.
  public func questions(_ part: CourseCorpus.Part, _ count: Int) -> [ReturnQuestion] {
    var random = RandomStream(seed: seed, stream: part == .training ? 1 : 2)
    return (0..<max(0, count)).map { _ in ReturnQuestion.draw(part, using: &random) }
  }

  /// `count` answers that agents wrote to questions of the training side.
  public func demonstrations(_ count: Int) -> [Demonstration] {
    var random = RandomStream(seed: seed, stream: 3)
    return (0..<max(0, count)).map { _ in
      let question = ReturnQuestion.draw(.training, using: &random)
      let shares: [(ReturnAnswer.Flaw, Double)] = [
        (.claimsLabel, claimShare), (.skipsEvidence, skipShare), (.namesNoPolicy, namelessShare),
      ]
      let flaws = shares.filter { random.uniform() < $0.1 }.map(\.0)
      let thanks = Self.thanks(thanksShare, using: &random)
      return Demonstration(
        question: question,
        answer: ReturnAnswer(to: question, flaws: Set(flaws), thanks: thanks, mostDays: mostDays))
    }
  }

  /// `count` pairs of answers: the chosen one without a flaw, the rejected one with the flaw that `reason` names.
  ///
  /// - Parameter flaws: those that are rejected, equally often.
  ///
  /// Throws `PreferenceError.noPairs` where no flaw is to be rejected.
  public func preferences(
    _ part: CourseCorpus.Part, _ count: Int, rejecting flaws: [ReturnAnswer.Flaw] = ReturnAnswer.Flaw.allCases
  ) throws(PreferenceError) -> [PreferenceRow] {
    guard !flaws.isEmpty else { throw .noPairs }
    var random = RandomStream(seed: seed, stream: part == .training ? 4 : 5)
    var rows: [PreferenceRow] = []
    for _ in 0..<max(0, count) {
      let question = ReturnQuestion.draw(part, using: &random)
      let flaw = flaws[Int(random.next() % UInt64(flaws.count))]
      func answer(_ flaws: Set<ReturnAnswer.Flaw>, _ share: Double) -> String {
        let thanks = Self.thanks(share, using: &random)
        return ReturnAnswer(to: question, flaws: flaws, thanks: thanks, mostDays: mostDays).text
      }
      rows.append(
        try PreferenceRow(
          prompt: question.prompt, chosen: answer([], chosenThanksShare),
          rejected: answer([flaw], rejectedThanksShare), reason: flaw.rawValue))
    }
    return rows
  }

  /// At most three times, as nobody says it more often.
  private static func thanks(_ share: Double, using random: inout RandomStream) -> Int {
    (0..<3).prefix { _ in random.uniform() < share }.count
  }
}
