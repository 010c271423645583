import LabContracts
import LabKit

/// Where speed is part of the exercise.
///
/// No absolute time is judged. The subject and a plain implementation that was compiled alike answer the
/// same question in turn, so that whatever else the machine does slows both. A round is won when the
/// subject took the plain one's time divided by the factor, or less; whoever wins three rounds first is
/// ahead in the median of five. Every round asks something new: nothing can be remembered from the one
/// before.
extension CheckpointCase {
  /// The exercise must answer as `plain` does, and at least `factor` times as fast.
  ///
  /// - Parameters:
  ///   - misconception: what to name when the answers are right and late.
  ///   - question: the arguments of one round, other ones for each.
  public func checkSpeed<each Argument: Wire, Answer: Wire & Equatable>(
    _ endpoint: Endpoint<repeat each Argument, Answer>, atLeast factor: Double,
    timesFasterThan plain: PlainImplementation, otherwise misconception: String,
    _ question: (_ round: Int) -> (repeat each Argument)
  ) throws {
    // A wrong answer has been noted already, and its speed does not matter.
    guard failure == nil else { return }
    guard let plain = try GradingSession.current.plainSubject(plain, beside: subject, asked: endpoint.name)
    else {
      return
    }
    // Not timed: its host has to start.
    _ = try plain.call(endpoint, repeat each question(0))
    var ratios: [Double] = []
    while ratios.count(where: { $0 >= factor }) < 3, ratios.count(where: { $0 < factor }) < 3 {
      let argument = question(1 + ratios.count)
      let (expected, plainTime) = try timed { try plain.call(endpoint, repeat each argument) }
      let (answer, time) = try timed { try ask(endpoint, repeat each argument) }
      requireLast(answer, equals: expected)
      guard failure == nil else { return }
      ratios.append(plainTime / time)
    }
    let median = ratios.sorted()[ratios.count / 2]
    if median >= factor { return }
    let known = Self.misconceptions.first { $0.summary.id == misconception }
    fail(
      CheckpointFailure(
        asked: lastCall?.asked(),
        returned: "the right answer, \(rounded(median)) times as fast as a plain one",
        expected: "the right answer, at least \(rounded(factor)) times as fast in most of five rounds"),
      because: known?.summary)
  }

  private func timed<Value>(_ body: () throws -> Value) rethrows -> (Value, seconds: Double) {
    let start = ContinuousClock.now
    let value = try body()
    return (value, max(start.duration(to: .now) / .seconds(1), 1e-9))
  }

  private func rounded(_ ratio: Double) -> String { "\((ratio * 10).rounded() / 10)" }
}
