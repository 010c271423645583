/// The one thing to do next.
public enum NextStep: Equatable, Sendable {
  /// Begin a lab.
  case start(Lab)
  /// Write an exercise.
  case solve(Lab.Exercise, Lab)
  /// Answer a lab's questions.
  case quiz(Lab)
  /// Everything is done.
  case finished

  /// What comes next for a learner: the lab they were at while it is unfinished, else the first that is.
  public init(after progress: LearnerProgress, in course: Course) {
    self.init(after: progress, labs: course.curriculum.labs, isStarted: course.isStarted)
  }

  init(after progress: LearnerProgress, labs: [Lab], isStarted: (Lab) -> Bool) {
    let unfinished = labs.filter { !progress.hasFinished($0) }
    guard let lab = unfinished.first(where: { $0.number == progress.lastLab }) ?? unfinished.first else {
      self = .finished
      return
    }
    if let exercise = progress.nextExercise(of: lab) {
      self = isStarted(lab) ? .solve(exercise, lab) : .start(lab)
    } else {
      self = .quiz(lab)
    }
  }
}

extension LearnerProgress {
  /// Whether all checkpoints of a lab are passed and its quiz is complete.
  public func hasFinished(_ lab: Lab) -> Bool {
    hasPassedAll(of: lab) && hasCompletedQuiz(of: lab)
  }
}
