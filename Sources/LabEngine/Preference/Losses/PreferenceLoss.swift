/// A loss on a pair of answers, of which one was preferred.
///
///     let loss = PreferenceLoss.dpo(beta: 0.1)
///     let result = try loss.evaluate(pair)
///     result.value                  // 0.598139 for the pair at `PairLogProbabilities`
///     result.gradient.policyChosen  // negative: a step downhill makes the chosen answer likelier
///
/// All are functions of log-probabilities alone, in float64; the model that these come from is the trainer's affair.
/// h stands for `PairLogProbabilities.margin`, a bar for means a token instead of sums.
public enum PreferenceLoss: Hashable, Sendable, Codable {
  /// −log σ(βh) (Rafailov et al., "Direct Preference Optimization", 2023, equation 7).
  case dpo(beta: Double)
  /// DPO when the share `flipped` of the labels is wrong: −(1 − ε) log σ(βh) − ε log σ(−βh) (Mitchell 2023).
  case conservativeDPO(beta: Double, flipped: Double)
  /// (h − 1/(2β))²: a margin to reach and not to exceed (Azar et al., "A General Theoretical Paradigm", 2023,
  /// equation 17). `averaged` takes means a token in place of sums, as some libraries do.
  case ipo(beta: Double, averaged: Bool = false)
  /// max(0, 1 − βh) (Zhao et al., "SLiC-HF", 2023, with the reference of DPO).
  case hinge(beta: Double)
  /// Each answer judged by itself: 1 − σ(β(r − z)) for the chosen, 1 − σ(β(z − r)) for the rejected, where r is its
  /// log-ratio and z the policy's distance from the reference (Ethayarajh et al., "KTO", 2024, equation 8). The
  /// value is the mean of both.
  case kto(beta: Double, desirable: Double = 1, undesirable: Double = 1)
  /// Cross-entropy on the chosen answer plus λ times −log σ of the log odds ratio; no reference (Hong et al.,
  /// "ORPO", 2024, equations 6 and 7).
  case orpo(lambda: Double)
  /// −log σ(β · (mean log-probability of chosen − of rejected) − γ); no reference (Meng et al., "SimPO", 2024,
  /// equation 6).
  case simPO(beta: Double, gamma: Double)

  /// A loss and its slope in each of the four log-probabilities.
  public struct Evaluation: Hashable, Sendable {
    /// The loss.
    public var value: Double
    /// ∂loss/∂ each log-probability.
    public var gradient: Gradient
  }

  /// The slope in each log-probability of the pair. The reference is frozen, so a trainer uses the first two only.
  public struct Gradient: Hashable, Sendable {
    /// ∂loss/∂ log π(chosen).
    public var policyChosen = 0.0
    /// ∂loss/∂ log π(rejected).
    public var policyRejected = 0.0
    /// ∂loss/∂ log π_ref(chosen).
    public var referenceChosen = 0.0
    /// ∂loss/∂ log π_ref(rejected).
    public var referenceRejected = 0.0
  }

  /// The loss of one pair and its slopes.
  ///
  /// - Parameter divergence: KTO's z, which is not differentiated; other losses ignore it. `evaluate(_:)` of a batch
  ///   estimates it.
  ///
  /// Throws `PreferenceError.badSetting` for constants that make no sense, `.notFinite` for a `divergence` that is
  /// no number, and `.certainCompletion` for odds that ORPO cannot form.
  public func evaluate(
    _ pair: PairLogProbabilities, divergence: Double = 0
  ) throws(PreferenceError) -> Evaluation {
    try validate()
    guard divergence.isFinite else {
      throw .notFinite(name: "the distance from the reference", value: divergence)
    }
    switch self {
    case .dpo(let beta): return Self.conservative(pair, beta, flipped: 0)
    case .conservativeDPO(let beta, let flipped): return Self.conservative(pair, beta, flipped: flipped)
    case .ipo(let beta, let averaged): return Self.ipo(pair, beta, averaged: averaged)
    case .hinge(let beta): return Self.hinge(pair, beta)
    case .kto(let beta, let desirable, let undesirable):
      return Self.kto(pair, beta, weights: (desirable, undesirable), divergence)
    case .orpo(let lambda): return try Self.orpo(pair, lambda)
    case .simPO(let beta, let gamma): return Self.simPO(pair, beta, gamma)
    }
  }

  /// The mean loss of a batch, and for each pair the slopes of that mean.
  ///
  /// KTO's z is the mean log-ratio of all the batch's answers, or 0 when that is negative: an estimate from answers
  /// that the policy did not write itself, as its authors use, but from the same prompts, which costs no further
  /// pass of the model.
  ///
  /// Throws as for one pair, and `PreferenceError.noPairs`.
  public func evaluate(
    _ pairs: [PairLogProbabilities]
  ) throws(PreferenceError) -> (value: Double, gradients: [Gradient]) {
    guard !pairs.isEmpty else { throw .noPairs }
    let count = Double(pairs.count)
    let ratios = pairs.reduce(0) { $0 + $1.chosenLogRatio + $1.rejectedLogRatio }
    var (value, gradients) = (0.0, [Gradient]())
    for pair in pairs {
      let evaluation = try evaluate(pair, divergence: max(0, ratios / (2 * count)))
      value += evaluation.value / count
      gradients.append(evaluation.gradient.scaled(by: 1 / count))
    }
    return (value, gradients)
  }

  /// Whether the reference model matters to the loss.
  public var usesReference: Bool {
    switch self {
    case .orpo, .simPO: false
    default: true
    }
  }

  /// Throws `PreferenceError.badSetting`, naming the constant at fault.
  public func validate() throws(PreferenceError) {
    switch self {
    case .dpo(let beta), .ipo(let beta, _), .hinge(let beta):
      try Self.requirePositive("β", beta)
    case .conservativeDPO(let beta, let flipped):
      try Self.requirePositive("β", beta)
      guard (0..<0.5).contains(flipped) else {
        throw .badSetting(name: "the share of flipped labels", value: flipped, expected: "in 0..<0.5")
      }
    case .kto(let beta, let desirable, let undesirable):
      try Self.requirePositive("β", beta)
      try Self.requirePositive("the weight of desirable answers", desirable)
      try Self.requirePositive("the weight of undesirable answers", undesirable)
    case .orpo(let lambda):
      try Self.requirePositive("λ", lambda)
    case .simPO(let beta, let gamma):
      try Self.requirePositive("β", beta)
      guard gamma >= 0, gamma.isFinite else {
        throw .badSetting(name: "γ", value: gamma, expected: "0 or more")
      }
    }
  }

  static func requirePositive(_ name: String, _ value: Double) throws(PreferenceError) {
    guard value > 0, value.isFinite else {
      throw .badSetting(name: name, value: value, expected: "positive")
    }
  }
}

extension PreferenceLoss.Gradient {
  /// The slopes of a loss that depends on the log-ratios of the chosen and the rejected answer.
  init(chosenRatio: Double, rejectedRatio: Double) {
    self.init(
      policyChosen: chosenRatio, policyRejected: rejectedRatio, referenceChosen: -chosenRatio,
      referenceRejected: -rejectedRatio)
  }

  func scaled(by factor: Double) -> Self {
    Self(
      policyChosen: policyChosen * factor, policyRejected: policyRejected * factor,
      referenceChosen: referenceChosen * factor, referenceRejected: referenceRejected * factor)
  }
}
