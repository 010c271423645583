import Foundation

/// What a learner has done: checkpoints passed, hints taken, quizzes answered, and the lab they were at.
public struct LearnerProgress: Codable, Equatable, Sendable {
  /// A checkpoint that was passed.
  public struct Pass: Codable, Equatable, Sendable {
    /// What it was worth.
    public var points: Int
    /// When it was passed for the first time.
    public var date: Date
  }

  /// The best result of a quiz.
  public struct QuizScore: Codable, Equatable, Sendable {
    /// How many questions were answered right.
    public var correct: Int
    /// How many there were.
    public var count: Int
    /// When.
    public var date: Date

    /// The result of answering every question.
    public init(correct: Int, count: Int, date: Date = Date()) {
      self.correct = correct
      self.count = count
      self.date = date
    }

    /// More than three quarters right.
    public var isComplete: Bool { 4 * correct > 3 * count }
  }

  /// The first and so far only layout of the file.
  static let currentVersion = 1

  var version = currentVersion

  /// What was passed, by the checkpoint's id.
  public private(set) var passed: [String: Pass] = [:]

  /// How many hints were shown, by the exercise's id.
  public private(set) var hints: [String: Int] = [:]

  /// The best results, by the lab's number.
  public private(set) var quizzes: [String: QuizScore] = [:]

  /// The number of the lab the learner was at.
  public private(set) var lastLab: String?

  /// Nothing done yet.
  public init() {}
}

extension LearnerProgress {
  /// Remembers that a checkpoint was passed; the first date stays.
  public mutating func pass(_ checkpoint: Lab.Checkpoint, at date: Date = Date()) {
    let first = passed[checkpoint.id]?.date ?? date
    passed[checkpoint.id] = Pass(points: checkpoint.points, date: first)
  }

  /// Remembers the lab the learner is at.
  public mutating func visit(_ lab: Lab) { lastLab = lab.number }

  /// Forgets what was passed in a lab, because its file begins anew.
  public mutating func forgetPasses(of lab: Lab) {
    for checkpoint in lab.checkpoints { passed[checkpoint.id] = nil }
  }

  /// Counts one more hint as shown.
  public mutating func takeHint(for exercise: Lab.Exercise) {
    hints[exercise.id] = min(hintsTaken(for: exercise) + 1, exercise.hints.count)
  }

  /// Keeps a quiz's result where it is at least as good as the one before.
  public mutating func record(_ score: QuizScore, for lab: Lab) {
    if let best = quizzes[lab.number], best.correct * score.count > score.correct * best.count { return }
    quizzes[lab.number] = score
  }
}

extension LearnerProgress {
  /// Whether a checkpoint was passed.
  public func hasPassed(_ checkpoint: Lab.Checkpoint) -> Bool { passed[checkpoint.id] != nil }

  /// Whether every checkpoint that grades an exercise was passed.
  public func hasSolved(_ exercise: Lab.Exercise, of lab: Lab) -> Bool {
    lab.checkpoints.filter { $0.exercises.contains(exercise.id) }.allSatisfy(hasPassed)
  }

  /// The exercise to work at: of the first checkpoint, in the lab's order, that was not passed or that has an
  /// exercise which is a stub again.
  ///
  /// - Returns: `nil` when everything is passed and written.
  public func nextExercise(of lab: Lab, isStub: (Lab.Exercise) -> Bool = { _ in false }) -> Lab.Exercise? {
    for checkpoint in lab.checkpoints {
      let exercises = lab.exercises.filter { checkpoint.exercises.contains($0.id) }
      if let stub = exercises.first(where: isStub) { return stub }
      if !hasPassed(checkpoint), let first = exercises.first { return first }
    }
    return nil
  }

  /// How many hints for an exercise were shown.
  public func hintsTaken(for exercise: Lab.Exercise) -> Int { hints[exercise.id] ?? 0 }

  /// The points earned in a lab, at today's worth.
  public func points(in lab: Lab) -> Int {
    lab.checkpoints.filter(hasPassed).reduce(0) { $0 + $1.points }
  }

  /// Whether every checkpoint of a lab was passed.
  public func hasPassedAll(of lab: Lab) -> Bool { lab.checkpoints.allSatisfy(hasPassed) }

  /// Whether a lab's quiz is complete; a lab without a quiz has none to do.
  public func hasCompletedQuiz(of lab: Lab) -> Bool {
    lab.quiz.isEmpty || quizzes[lab.number]?.isComplete == true
  }
}
