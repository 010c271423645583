import LabContracts
import LabKit

/// Answers zeros to everything.
final class ZeroSubject: Subject {
  func answer(_ call: SubjectCall) -> [UInt8] { call.blank }
}

/// Hands back the first argument that could be an answer.
final class IdentitySubject: Subject {
  func answer(_ call: SubjectCall) -> [UInt8] { call.echo ?? call.blank }
}

/// Answers every call of an exercise with the right answer to the first one.
final class ConstantSubject: Subject {
  private let solution: any Subject
  private var first: [String: [UInt8]] = [:]

  init(over solution: any Subject) {
    self.solution = solution
  }

  func answer(_ call: SubjectCall) throws -> [UInt8] {
    if let answer = first[call.name] { return answer }
    // Where the right answer is to throw, a constant has nothing to repeat and answers zeros.
    let answer = (try? solution.answer(call)) ?? call.blank
    first[call.name] = answer
    return answer
  }
}

/// Wrong in the functions of one misconception, right in all others.
final class MisconceptionSubject: Subject {
  private let binding: Binding
  private let solution: any Subject

  init(_ misconception: Misconception, over solution: any Subject) {
    (binding, self.solution) = (misconception.freshBinding(), solution)
  }

  /// Whether the answer comes from the misconception and not from the solution.
  func answersItself(_ name: String) -> Bool { binding.names.contains(name) }

  func answer(_ call: SubjectCall) throws -> [UInt8] {
    do {
      return try binding.answer(call.name, arguments: call.arguments) ?? solution.answer(call)
    } catch let error as any ContractError {
      throw ThrownError(error)
    }
  }
}
