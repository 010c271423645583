import LabContracts
import LabKit

/// What checkpoints say of answers.
extension CheckpointCase {
  /// The exercise must return exactly `expected`.
  public func check<each Argument: Wire, Answer: Wire & Equatable>(
    _ endpoint: Endpoint<repeat each Argument, Answer>, _ argument: repeat each Argument,
    returns expected: Answer
  ) throws {
    guard case .success(let answer) = try outcome(of: endpoint, repeat each argument) else {
      return failLastCall(expected: Describing.value(expected))
    }
    requireLast(answer, equals: expected)
  }

  /// The last call returned `answer`, which must be `expected`.
  func requireLast<Answer: Wire & Equatable>(_ answer: Answer, equals expected: Answer) {
    // To `==` the letter é and an e with an accent behind it are equal; here they are not.
    if answer == expected, answer.isAlike(expected) { return }
    let difference =
      answer == expected ? "spelled with other Unicode scalars" : Describing.difference(answer, expected)
    failLastCall(expected: Describing.value(expected), difference: difference)
  }

  /// Every number of the answer must be within `tolerance` of `expected`, relative where numbers are large.
  public func check<each Argument: Wire, Answer: Wire & Approximable>(
    _ endpoint: Endpoint<repeat each Argument, Answer>, _ argument: repeat each Argument,
    near expected: Answer,
    within tolerance: Double = 1e-6
  ) throws {
    guard case .success(let answer) = try outcome(of: endpoint, repeat each argument) else {
      return failLastCall(expected: Describing.value(expected, within: tolerance))
    }
    var comparison = Comparison(tolerance: tolerance)
    answer.compare(with: expected, at: [], in: &comparison)
    if !comparison.isClose {
      failLastCall(expected: Describing.value(expected, within: tolerance), difference: comparison.table)
    }
  }

  /// The exercise must throw `expected`.
  public func check<each Argument: Wire, Answer: Wire>(
    _ endpoint: Endpoint<repeat each Argument, Answer>, _ argument: repeat each Argument,
    throws expected: some ContractError
  ) throws {
    let expected = ThrownError(expected)
    if case .failure(let error) = try outcome(of: endpoint, repeat each argument), error == expected {
      return
    }
    failLastCall(expected: "throws \(expected)")
  }

  /// The last answer must obey a rule, told as `rule`.
  public func require(_ condition: Bool, _ rule: String) {
    if !condition { failLastCall(expected: rule) }
  }

  /// Notes that the last call fell short of what was `expected`.
  func failLastCall(expected: String, difference: String? = nil) {
    fail(
      CheckpointFailure(
        asked: lastCall?.asked(), returned: lastCall?.returned(), expected: expected, difference: difference))
  }
}
