import Foundation

/// What a test bundle is asked to grade, and where it writes the results.
///
/// It travels in one environment variable. Without it, checkpoints grade the learner's workspace.
public struct GradingRequest: Codable, Sendable {
  /// What answers the calls.
  public var subject: SubjectSource
  /// The file to which one line a record is appended.
  public var results: URL
  /// Where the random inputs begin.
  public var seed: UInt64
  /// What one call may use.
  public var limits: SubmissionLimits
  /// The sandbox that was found to work.
  public var tier: SandboxTier

  /// A request to grade `subject`.
  public init(
    subject: SubjectSource, results: URL, seed: UInt64 = defaultSeed,
    limits: SubmissionLimits = SubmissionLimits(),
    tier: SandboxTier
  ) {
    (self.subject, self.results, self.seed, self.limits, self.tier) = (subject, results, seed, limits, tier)
  }

  /// The environment variable that carries a request.
  public static let variable = "LABS_GRADING"

  /// The seed where none is given.
  public static let defaultSeed: UInt64 = 1

  /// The request in an environment, if there is one that can be read.
  public init?(environment: [String: String]) {
    guard let text = environment[Self.variable],
      let request = try? JSONDecoder().decode(GradingRequest.self, from: Data(text.utf8))
    else { return nil }
    self = request
  }

  /// The value of the environment variable.
  public func encoded() throws -> String {
    String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
  }
}

/// Where the answers come from.
public enum SubjectSource: Codable, Sendable {
  /// A compiled exercise: a learner's, a student's, or the untouched stubs.
  case library(SubjectLibrary)
  /// Something that must not pass, laid over the solution.
  case imitation(Imitation, over: SubjectLibrary)

  /// What compiling it used of the submission's totals.
  var compiling: ResourceUse {
    switch self {
    case .library(let library), .imitation(_, let library): library.compiling
    }
  }
}

/// A way to answer without having understood.
public enum Imitation: Codable, Sendable, Hashable, CustomStringConvertible {
  /// Every answer is made of zeros.
  case zeros
  /// Every answer is the first argument of its type.
  case identity
  /// Every call is answered with the first call's right answer.
  case constant
  /// A misconception of the lab, by its name.
  case misconception(String)

  /// The name in tables.
  public var description: String {
    switch self {
    case .zeros: "all zeros"
    case .identity: "identity"
    case .constant: "constant"
    case .misconception(let id): id
    }
  }
}
