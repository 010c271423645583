import Foundation

/// Why a call had no answer.
public enum SubjectFailure: Error, Equatable, Sendable, Codable {
  /// The exercise is still a stub.
  case notWritten(String)
  /// The code stopped on an error such as an index out of range.
  case trapped(message: String, place: String?)
  /// Nothing came back in time.
  case noAnswer(seconds: Double)
  /// The calls of the checkpoint together took too long.
  case checkpointTooSlow(seconds: Double)
  /// The totals of the submission are used up, `seconds` where there is one on time.
  case budgetSpent(seconds: Double?)
  /// One process used all of the submission's processor time.
  case usedUpProcessor(seconds: Double)
  /// Too many processes, too much on disk.
  case exceeded(ResourceExcess)
  /// Memory ran out.
  case outOfMemory(bytes: Int, place: String?)
  /// The stack ran out.
  case outOfStack(place: String?)
  /// The process ended by itself instead of returning.
  case left(status: Int32)
  /// A signal ended the process.
  case killed(signal: Int32)
  /// It printed more than a checkpoint can hold.
  case tooMuchOutput(bytes: Int)
  /// The descriptor on which answers travel was closed.
  case closedChannel
  /// What came back is no value of the answer's type.
  case malformedAnswer(String)
  /// Something was written to the grader that no call asked for.
  case forgedAnswer
  /// The binding does not name the function.
  case notBound(String)
  /// The host could not be started.
  case hostDidNotStart(String)
}

extension SubjectFailure: CustomStringConvertible {
  /// The cause by name, in words a learner understands.
  public var description: String {
    switch self {
    case .notWritten(let exercise): "exercise \(exercise) is not written yet"
    case .trapped(let message, let place): message + Self.at(place)
    case .noAnswer(let seconds):
      "no answer in \(Self.plain(seconds)) s: is there a loop that never ends?"
    case .checkpointTooSlow(let seconds):
      "too slow: the calls of this checkpoint together took more than \(Int(seconds)) s"
    case .budgetSpent: "not asked any more: the time for the whole submission is used up"
    case .usedUpProcessor(let seconds):
      "used up \(Self.plain(seconds)) s of processor time: is there a loop that never ends?"
    case .exceeded(let excess): Self.sentence(excess)
    case .outOfMemory(let bytes, let place):
      "out of memory: more than \(Self.size(bytes)) was asked for" + Self.at(place)
    case .outOfStack(let place): "the stack ran out: a function calls itself without end" + Self.at(place)
    case .left(let status):
      "left the process with status \(status) instead of returning: an exercise must not call `exit`"
    case .killed(let signal): "ended by signal \(signal) (\(String(cString: strsignal(signal))))"
    case .tooMuchOutput(let bytes): "printed more than \(Self.size(bytes))"
    case .closedChannel: "closed the descriptor that answers travel on instead of returning a value"
    case .malformedAnswer(let reason): "the answer could not be read: \(reason)"
    case .forgedAnswer: "wrote to the grader's channel instead of returning a value"
    case .notBound(let name): "the course's binding does not name `\(name)`"
    case .hostDidNotStart(let reason): "the exercise could not be loaded: \(reason)"
    }
  }

  private static func plain(_ seconds: Double) -> String {
    seconds.formatted(.number.precision(.fractionLength(0...1)))
  }

  private static func sentence(_ excess: ResourceExcess) -> String {
    switch excess {
    case .processes(let most): "started more than \(most) threads or processes"
    case .disk(let bytes): "wrote more than \(size(bytes)) to disk"
    case .files(let most): "made more than \(most) files and folders"
    }
  }

  private static func at(_ place: String?) -> String { place.map { ", \($0)" } ?? "" }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1 << 30 ? "\(bytes >> 30) GB" : "\(bytes >> 20) MB"
  }
}
