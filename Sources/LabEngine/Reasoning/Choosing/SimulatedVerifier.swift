/// A verifier that knows the answer and is made to err: a simulation, to see what best-of-n needs of a verifier.
///
/// No such thing exists outside of a lesson. It accepts right chains and wrong ones with set probabilities, each by a
/// draw that depends on the problem and the text: it says the same of the same chain whenever it is asked.
public struct SimulatedVerifier: Hashable, Sendable {
  /// The probability that a right chain is accepted.
  public let acceptsRight: Double
  /// The probability that a wrong chain is accepted.
  public let acceptsWrong: Double
  /// Chooses the errors.
  public let seed: UInt64

  /// Throws `ReasoningError.invalid` for probabilities outside 0...1.
  public init(acceptsRight: Double, acceptsWrong: Double, seed: UInt64 = 1) throws(ReasoningError) {
    for value in [acceptsRight, acceptsWrong] where !(0...1).contains(value) {
      throw .invalid("a probability lies between 0 and 1, not at \(value)")
    }
    (self.acceptsRight, self.acceptsWrong, self.seed) = (acceptsRight, acceptsWrong, seed)
  }

  /// A verifier that never errs.
  public static let perfect = SimulatedVerifier()

  private init() { (acceptsRight, acceptsWrong, seed) = (1, 0, 1) }

  /// 1 for a chain that it accepts, 0 for another.
  public func score(_ sample: ReasoningSample, for problem: ReasoningProblem) -> Double {
    var random = RandomStream(seed: seed, stream: (problem.identity + sample.text).stableHash)
    return random.uniform() < (sample.isCorrect(for: problem) ? acceptsRight : acceptsWrong) ? 1 : 0
  }
}
