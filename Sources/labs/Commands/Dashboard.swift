import LabKit
import LabNotebook

extension Command {
  /// What bare `labs` shows.
  static let dashboard = Command(
    "", "a course you run, on how large language models work",
    details: "Shows what is done, your points, and the one command to go on with.",
    options: [.json],
    example: Example("labs", "Shows where you are.")
  ) { invocation in
    let course = try invocation.course()
    let progress = try ProgressStore(course).load().progress
    if invocation.wantsJSON {
      try invocation.console.print(json: LabOverview.all(in: course, progress))
      return .done
    }
    Dashboard(course: course, progress: progress, console: invocation.console).show()
    return .done
  }
}

/// Where the learner is, and the one command to go on with.
private struct Dashboard {
  let course: Course
  let progress: LearnerProgress
  let console: Console

  func show() {
    console.print(console.paint(course.curriculum.title, .bold))
    console.print()
    let overviews = LabOverview.all(in: course, progress)
    console.print(
      Table(
        ["lab", "", "checkpoints", "points", "quiz"],
        overviews.map { [$0.number, $0.title, bar($0), "\($0.points) of \($0.pointsPossible)", $0.quizText] })
    )
    console.print()
    showNext()
  }

  /// One cell a checkpoint, so that the eye counts what is left.
  private func bar(_ lab: LabOverview) -> String {
    guard lab.isStarted || lab.passed > 0 else { return "not started" }
    let cells =
      String(repeating: "█", count: lab.passed)
      + String(repeating: console.terminal.unicode ? "░" : ".", count: lab.checkpoints - lab.passed)
    return "\(cells) \(lab.passed) of \(lab.checkpoints)"
  }

  private func showNext() {
    switch NextStep(after: progress, in: course) {
    case .start(let lab):
      suggest("Next: lab \(lab.number), \(lab.title) (about \(lab.minutes) minutes).", "start \(lab.number)")
    case .solve(let exercise, let lab):
      suggest(
        "Next: \(exercise.id), \(exercise.title): `\(exercise.function)` in "
          + "\(console.path(course.exercise(of: lab))).",
        "check \(lab.number)")
    case .quiz(let lab):
      suggest("Every checkpoint of lab \(lab.number) is passed. Next: its quiz.", "quiz \(lab.number)")
    case .finished:
      console.prose("Every checkpoint is passed and every quiz complete. Well done.", .good)
    }
  }

  private func suggest(_ sentence: String, _ command: String) {
    console.prose(sentence)
    console.print()
    console.print("  " + console.command(command))
  }
}
