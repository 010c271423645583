import LabKit

extension Command {
  static let reset = Command(
    "reset", "begin a lab's exercises again; your file is kept",
    details: """
      Puts the untouched stubs back and forgets which of the lab's checkpoints you passed. Your file is \
      kept under a name with the time in it.
      """,
    arguments: [.lab], options: [.json],
    example: Example("labs reset 01", "Keeps your answers in Workspace/.backups and copies fresh stubs.")
  ) { invocation in
    let course = try invocation.course()
    let lab = try invocation.lab(in: course)
    let console = invocation.console
    try requireStarted(lab, in: course, console)
    let kept = try Workspace(course).reset(lab)
    try ProgressStore(course).update {
      $0.forgetPasses(of: lab)
      $0.visit(lab)
    }
    if invocation.wantsJSON {
      try console.print(json: ["lab": lab.number, "kept": kept.path])
      return .done
    }
    console.prose("Lab \(lab.number) begins again. Your file is kept as \(console.path(kept)).")
    return .done
  }

  /// Some commands need the learner's file; without one they say how to get it.
  static func requireStarted(_ lab: Lab, in course: Course, _ console: Console) throws {
    guard course.isStarted(lab) else {
      throw UsageError(
        "Lab \(lab.number) is not started: run `\(console.programName) start \(lab.number)`.",
        command: "start")
    }
  }
}
