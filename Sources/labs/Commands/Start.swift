import Foundation
import LabKit
import LabNotebook

extension Command {
  static let start = Command(
    "start", "begin a lab; its exercises are copied to your workspace",
    details: """
      Copies the lab's stubs to Workspace/, a small package of its own that editors complete and check. \
      A file that is there already stays as it is.
      """,
    arguments: [.lab],
    options: [Option("lesson", "copy the lesson script too, to change its cells"), .json],
    example: Example("labs start 01", "Makes Workspace/01-routing/Exercise.swift and says what to do next.")
  ) { invocation in
    let course = try invocation.course()
    let lab = try invocation.lab(in: course)
    let workspace = Workspace(course)
    let start = try workspace.start(lab)
    let lesson = invocation.has("lesson") ? try workspace.copyLesson(of: lab) : nil
    let progress = try ProgressStore(course).update { $0.visit(lab) }.progress
    let console = invocation.console
    if invocation.wantsJSON {
      try console.print(
        json: StartAnswer(
          lab: lab.number, exercise: start.exercise.path, lesson: lesson?.path, wasStarted: start.wasStarted))
      return .done
    }
    if let kept = start.keptManifest {
      console.prose("You had changed Workspace/Package.swift: your version is kept as \(console.path(kept)).")
    }
    console.prose(
      start.wasStarted
        ? "Lab \(lab.number) was begun already; your file stays as it is."
        : "Lab \(lab.number), \(lab.title), is ready.")
    showUnfinished(
      course.curriculum.labs.filter { lab.prerequisites.contains($0.number) }, progress, console)
    showNextSteps(lab, start.exercise, lesson: lesson, course, console)
    return .done
  }

  private static func showUnfinished(_ prerequisites: [Lab], _ progress: LearnerProgress, _ console: Console)
  {
    for lab in prerequisites where !progress.hasFinished(lab) {
      console.prose("It builds on lab \(lab.number), \(lab.title), which you have not finished.")
    }
  }

  private static func showNextSteps(
    _ lab: Lab, _ exercise: URL, lesson: URL?, _ course: Course, _ console: Console
  ) {
    var steps = [("Read the lesson", console.command("run \(lab.number)"))]
    if let lesson { steps.append(("Change its cells in", console.path(lesson))) }
    steps += [
      ("Open in your editor", console.path(course.workspace)),
      ("Write the exercises in", console.path(exercise)),
      ("Have them checked on every save", console.command("watch \(lab.number)")),
    ]
    let width = steps.map(\.0.count).max() ?? 0
    console.print()
    for (what, how) in steps { console.print("  \(what.aligned(toWidth: width))  \(how)") }
  }
}

private struct StartAnswer: Encodable {
  let lab: String
  let exercise: String
  let lesson: String?
  let wasStarted: Bool
}
