/// A numbered folder with a lesson, exercises, checkpoints and a quiz.
public struct Lab: Sendable, Equatable, Encodable {
  /// Two digits, such as `01`.
  public let number: String

  /// The short name, such as `routing`.
  public let slug: String

  /// The name for people, such as `Rules, learning, search`.
  public let title: String

  /// One sentence that says what the lab is about.
  public let summary: String

  /// How long the whole lab takes a learner.
  public let minutes: Int

  /// What the learner can do afterwards, one sentence each.
  public let objectives: [String]

  /// The numbers of the labs this one builds on. Each of them comes earlier.
  public let prerequisites: [String]

  /// The functions the learner writes, in order.
  public let exercises: [Exercise]

  /// What grades them, in the order they run.
  public let checkpoints: [Checkpoint]

  /// Beliefs the lesson takes apart, each in a cell of its own.
  public let pitfalls: [Pitfall]

  /// The questions at the end.
  public let quiz: [Question]

  /// How an instructor weighs the lab.
  public let rubric: [Criterion]

  /// Where the lab's facts come from.
  public let references: [Reference]

  /// The name of the lab's folder in `Labs/`, `Solutions/` and `Workspace/`, such as `01-routing`.
  public var folderName: String { "\(number)-\(slug)" }

  /// The points of all checkpoints together.
  public var points: Int { checkpoints.reduce(0) { $0 + $1.points } }
}

extension Lab {
  /// One function the learner writes.
  public struct Exercise: Sendable, Equatable, Encodable {
    /// The lab's number, a dot and the place, such as `01.1`.
    public let id: String

    /// The function's name in `Exercise.swift`.
    public let function: String

    /// What it is about, in a few words.
    public let title: String

    /// Three steps towards the answer: a question, a pointer, nearly the answer.
    public let hints: [String]

    /// Other exercises whose functions an answer is expected to call.
    public let uses: [String]
  }

  /// One XCTest method that grades an exercise, or several together.
  public struct Checkpoint: Sendable, Equatable, Encodable {
    /// The lab's number, a dot and the place, such as `01.1`.
    public let id: String

    /// The test method's name, such as `test01_firstRuleWins`.
    public let test: String

    /// What passing it shows, in a few words.
    public let title: String

    /// What passing it is worth.
    public let points: Int

    /// The ids of the exercises it grades.
    public let exercises: [String]
  }

  /// A belief that the lesson takes apart.
  public struct Pitfall: Sendable, Equatable, Encodable {
    /// The belief, as people say it.
    public let title: String

    /// The id of the cell that shows what happens.
    public let cell: String
  }

  /// One question of the quiz. Exactly one of its choices is right.
  public struct Question: Sendable, Equatable, Encodable {
    /// The question itself.
    public let question: String

    /// What can be answered.
    public let choices: [Choice]
  }

  /// One possible answer, with the reason why it is right or wrong.
  public struct Choice: Sendable, Equatable, Encodable {
    /// The answer.
    public let text: String

    /// Whether it is the right one.
    public let correct: Bool

    /// Why.
    public let explanation: String
  }

  /// What an instructor gives points for.
  public struct Criterion: Sendable, Equatable, Encodable {
    /// How many points it weighs.
    public let points: Int

    /// What earns them.
    public let text: String
  }

  /// A source, with a citation, an address, or both.
  public struct Reference: Sendable, Equatable, Encodable {
    /// The work's title.
    public let title: String

    /// Who, where and when.
    public let citation: String?

    /// Where it can be read.
    public let url: String?
  }
}

extension Lab {
  /// The exercises that a checkpoint rests on beside the one it is numbered after, in the lab's order.
  public func foundations(of checkpoint: Checkpoint) -> [Exercise] {
    var needed = Set(checkpoint.exercises)
    var isComplete = false
    while !isComplete {
      let more = exercises.filter { needed.contains($0.id) }.flatMap(\.uses)
      isComplete = needed.isSuperset(of: more)
      needed.formUnion(more)
    }
    return exercises.filter { needed.contains($0.id) && $0.id != checkpoint.id }
  }
}
