/// The contract of lab 06: answers found in chains of thought, votes over them, and what more samples buy.
///
/// A sample that has no answer is `nil` wherever answers stand in a list. What each function must do stands above its
/// stub in `Labs/06-self-consistency/Exercise.swift`; here stand the shapes.
public enum Reasoning {
  /// Why an input is refused.
  public enum InputError: String, ContractError {
    /// There is nothing to choose from, to vote or to measure.
    case noSamples
    /// More samples are right than there are.
    case tooManyCorrect
    /// More samples are to be drawn than there are.
    case tooManyDraws
    /// A number lies outside of its range.
    case outOfRange
    /// Lists that belong together differ in length.
    case unequalLengths
    /// A score or a weight cannot be compared or added.
    case invalidScore
    /// A vote of an even number was asked for where only odd ones make sense.
    case evenVote
    /// The budget is less than the minimum for every problem.
    case budgetTooSmall
  }

  /// A vote that ended before its budget, or with it.
  public struct StoppedVote: WireRecord, Hashable, CustomDebugStringConvertible {
    /// How many samples were looked at, those without an answer included.
    public var samples: Int
    /// The answer that won; `nil` when no sample had one.
    public var winner: String?

    /// How many samples it took, and what came out.
    public init(samples: Int, winner: String?) {
      (self.samples, self.winner) = (samples, winner)
    }

    /// Samples, winner.
    public static var fields: some WireFields<StoppedVote> {
      Fields(StoppedVote.init(samples:winner:), \.samples, \.winner)
    }

    /// As it is written in code.
    public var debugDescription: String {
      "StoppedVote(samples: \(samples), winner: \(winner.map(\.debugDescription) ?? "nil"))"
    }
  }

  /// Between what limits an accuracy plausibly lies.
  public struct Interval: WireRecord, Hashable, CustomDebugStringConvertible {
    /// The lower end.
    public var low: Double
    /// The upper end.
    public var high: Double

    /// The two ends.
    public init(low: Double, high: Double) {
      (self.low, self.high) = (low, high)
    }

    /// Low, high.
    public static var fields: some WireFields<Interval> {
      Fields(Interval.init(low:high:), \.low, \.high)
    }

    /// As it is written in code.
    public var debugDescription: String { "Interval(low: \(low), high: \(high))" }
  }
}

extension Reasoning {
  /// `extractAnswer(chain)`: the answer as a chain of thought writes it.
  public static let extractAnswer = Endpoint<String, /* -> */ String?>("extractAnswer")

  /// `normalizedAnswer(answer)`: one form for all ways to write an answer.
  public static let normalizedAnswer = Endpoint<String, /* -> */ String>("normalizedAnswer")

  /// `majorityVote(answers)`: the answer given most often.
  public static let majorityVote = Endpoint<[String?], /* -> */ String?>("majorityVote")

  /// `weightedVote(answers, logWeights)`: the answer with the largest sum of weights.
  public static let weightedVote = Endpoint<[String?], [Double], /* -> */ String?>("weightedVote")

  /// `bestOfN(answers, scores)`: the place of the sample with the highest score.
  public static let bestOfN = Endpoint<[String?], [Double], /* -> */ Int?>("bestOfN")

  /// `passAtK(samples, correct, k)`: the chance that one of k samples is right.
  public static let passAtK = Endpoint<Int, Int, Int, /* -> */ Double>("passAtK")

  /// `voteAccuracy(accuracy, voters)`: how often the majority of independent voters is right.
  public static let voteAccuracy = Endpoint<Double, Int, /* -> */ Double>("voteAccuracy")

  /// `earlyStop(answers)`: how soon a vote is decided, and for what.
  public static let earlyStop = Endpoint<[String?], /* -> */ StoppedVote>("earlyStop")

  /// `allocateSamples(accuracies, budget, minimum)`: how many samples each problem gets.
  public static let allocateSamples = Endpoint<[Double], Int, Int, /* -> */ [Int]>("allocateSamples")

  /// `wilsonInterval(correct, trials, z)`: how far a measured accuracy can be trusted.
  public static let wilsonInterval = Endpoint<Int, Int, Double, /* -> */ Interval>("wilsonInterval")
}
