/// The contract of lab 05: what preference optimisation is reckoned from, logits first and losses last.
///
/// Numbers are `Double`; logarithms are natural ones. What each function must do stands above its stub in
/// `Labs/05-preferences/Exercise.swift`; here stand the shapes.
public enum Preferences {
  /// Why an input is refused.
  public enum InputError: String, ContractError {
    /// A logit, a log-probability or a reward is NaN or infinite.
    case notFinite
    /// There is nothing to work on.
    case empty
    /// Sizes that must be equal differ.
    case shapeMismatch
    /// A token is not one of the vocabulary's.
    case tokenOutOfRange
    /// A prompt has no token, or more of them than there are.
    case invalidPromptLength
    /// An answer has no token.
    case emptyCompletion
    /// β is not a finite number above 0.
    case invalidBeta
  }

  /// What two models say of a pair of answers to one prompt: four log-probabilities, or a number for each of them.
  public struct LogProbabilities: WireRecord, Hashable, CustomDebugStringConvertible {
    /// log π(chosen): the policy, which is trained.
    public var policyChosen: Double
    /// log π(rejected).
    public var policyRejected: Double
    /// log π_ref(chosen): the reference, which is frozen.
    public var referenceChosen: Double
    /// log π_ref(rejected).
    public var referenceRejected: Double

    /// The policy's two and the reference's two.
    public init(
      policyChosen: Double, policyRejected: Double, referenceChosen: Double, referenceRejected: Double
    ) {
      (self.policyChosen, self.policyRejected) = (policyChosen, policyRejected)
      (self.referenceChosen, self.referenceRejected) = (referenceChosen, referenceRejected)
    }

    /// The policy's two, the reference's two.
    public static var fields: some WireFields<LogProbabilities> {
      Fields(
        LogProbabilities.init(policyChosen:policyRejected:referenceChosen:referenceRejected:),
        \.policyChosen, \.policyRejected, \.referenceChosen, \.referenceRejected)
    }

    /// As it is written in code.
    public var debugDescription: String {
      "LogProbabilities(policyChosen: \(policyChosen), policyRejected: \(policyRejected), "
        + "referenceChosen: \(referenceChosen), referenceRejected: \(referenceRejected))"
    }
  }

  /// How far a policy has come on a batch of pairs; all four are means over the pairs.
  public struct Figures: WireRecord, Hashable, CustomDebugStringConvertible {
    /// The implicit reward of the chosen answers.
    public var chosenReward: Double
    /// The implicit reward of the rejected answers.
    public var rejectedReward: Double
    /// Chosen reward − rejected reward.
    public var margin: Double
    /// The share of pairs whose chosen answer has the larger reward, 0…1; equal rewards count half.
    public var accuracy: Double

    /// The four figures.
    public init(chosenReward: Double, rejectedReward: Double, margin: Double, accuracy: Double) {
      (self.chosenReward, self.rejectedReward) = (chosenReward, rejectedReward)
      (self.margin, self.accuracy) = (margin, accuracy)
    }

    /// Rewards, margin, accuracy.
    public static var fields: some WireFields<Figures> {
      Fields(
        Figures.init(chosenReward:rejectedReward:margin:accuracy:),
        \.chosenReward, \.rejectedReward, \.margin, \.accuracy)
    }

    /// As it is written in code.
    public var debugDescription: String {
      "Figures(chosenReward: \(chosenReward), rejectedReward: \(rejectedReward), "
        + "margin: \(margin), accuracy: \(accuracy))"
    }
  }
}

extension Preferences {
  /// `logSoftmax(logits)`: the log-probability of each token of the vocabulary.
  public static let logSoftmax = Endpoint<[Double], /* -> */ [Double]>("logSoftmax")

  /// `tokenLogProbabilities(logits, tokens)`: how probable each next token was.
  public static let tokenLogProbabilities = Endpoint<[[Double]], [Int], /* -> */ [Double]>(
    "tokenLogProbabilities")

  /// `answerMask(tokens, promptLength, endToken)`: which predictions belong to the answer.
  public static let answerMask = Endpoint<[Int], Int, Int, /* -> */ [Bool]>("answerMask")

  /// `sequenceLogProbability(logProbabilities, mask)`: the log-probability of the whole answer.
  public static let sequenceLogProbability = Endpoint<[Double], [Bool], /* -> */ Double>(
    "sequenceLogProbability")

  /// `logSigmoid(x)`: log(1 / (1 + exp(−x))), for every x.
  public static let logSigmoid = Endpoint<Double, /* -> */ Double>("logSigmoid")

  /// `dpoLoss(pair, beta)`: direct preference optimisation's loss of one pair.
  public static let dpoLoss = Endpoint<LogProbabilities, Double, /* -> */ Double>("dpoLoss")

  /// `dpoGradient(pair, beta)`: the loss's slope along each of the four log-probabilities.
  public static let dpoGradient = Endpoint<LogProbabilities, Double, /* -> */ LogProbabilities>("dpoGradient")

  /// `preferenceFigures(pairs, beta)`: rewards, margin and accuracy of a batch.
  public static let preferenceFigures = Endpoint<[LogProbabilities], Double, /* -> */ Figures>(
    "preferenceFigures")

  /// `ipoLoss(pair, beta)`: identity preference optimisation's loss of one pair.
  public static let ipoLoss = Endpoint<LogProbabilities, Double, /* -> */ Double>("ipoLoss")

  /// `rewardLoss(chosen, rejected)`: Bradley and Terry's loss of a reward model.
  public static let rewardLoss = Endpoint<[Double], [Double], /* -> */ Double>("rewardLoss")

  /// `readRows(text)`: the preferences in JSON Lines, or where they are wrong.
  public static let readRows = Endpoint<String, /* -> */ [Row]>("readRows")
}
