import LabContracts
import LabKit

/// A call that a checkpoint made, kept to be compared with what known mistakes would have answered.
struct RecordedCall {
  let call: SubjectCall
  private let isSame: (Result<[UInt8], any Error>) -> Bool

  /// A call that returned `answer`.
  init<Answer: Wire>(_ call: SubjectCall, returned answer: Answer) {
    self.call = call
    isSame = { other in
      guard case .success(let bytes) = other, let other = try? Answer(wireBytes: bytes) else { return false }
      return answer.isAlike(other)
    }
  }

  /// A call that threw.
  init(_ call: SubjectCall, threw error: ThrownError) {
    self.call = call
    isSame = { other in
      guard case .failure(let otherError) = other else { return false }
      return ThrownError(otherError) == error
    }
  }

  /// Whether `binding` answers this call as the subject did; `nil` when the call is none of its business.
  func isExplained(by binding: Binding) -> Bool? {
    guard binding.names.contains(call.name) else { return nil }
    return isSame(
      Result {
        guard let bytes = try binding.answer(call.name, arguments: call.arguments) else {
          throw SubjectFailure.notBound(call.name)
        }
        return bytes
      })
  }
}

extension [RecordedCall] {
  /// The misconception whose answers are the subject's, on the call that failed and on all before it.
  ///
  /// Where several fit, the answers that came after the failure decide, and then the order of the list.
  func explanation(
    failedAt index: Int, among misconceptions: [Misconception], checkpoint: String
  ) -> Misconception? {
    let failing = self[index].call.name
    let candidates = misconceptions.filter {
      $0.summary.fails.contains(checkpoint) && $0.freshBinding().names.contains(failing)
        && self[...index].areExplained(by: $0)
    }
    let living =
      candidates.filter { $0.summary.lives == checkpoint }
      + candidates.filter { $0.summary.lives != checkpoint }
    return living.first { self[...].areExplained(by: $0) } ?? living.first
  }
}

extension ArraySlice<RecordedCall> {
  /// Asks in order, from the first on, because a wrong implementation may remember what it was asked.
  fileprivate func areExplained(by misconception: Misconception) -> Bool {
    let binding = misconception.freshBinding()
    return allSatisfy { $0.isExplained(by: binding) != false }
  }
}
