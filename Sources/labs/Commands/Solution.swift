import LabKit

extension Command {
  static let solution = Command(
    "solution", "the reference answer, once yours has passed",
    details: """
      Prints the course's own answer to an exercise, or to a whole lab. It is there to compare with, so \
      it asks for a pass first; `--reveal` shows it anyway.
      """,
    arguments: [.exercise],
    options: [Option("reveal", "show it before the exercise is passed")],
    example: Example("labs solution 01.3", "Prints the answer to exercise 01.3 if yours has passed.")
  ) { invocation in
    let course = try invocation.course()
    guard course.hasSolutions else {
      invocation.console.complain("this version of the course comes without its solutions")
      return .fellShort
    }
    let progress = try ProgressStore(course).load().progress
    let name = invocation.argument(Argument.exercise.name)
    if let name, !name.contains(".") {
      return try showLab(try course.curriculum.lab(named: name), course, progress, invocation)
    }
    let (lab, exercise) = try invocation.exercise(in: course)
    return try showExercise(exercise, of: lab, course, progress, invocation)
  }

  private static func showLab(
    _ lab: Lab, _ course: Course, _ progress: LearnerProgress, _ invocation: Invocation
  ) throws -> ExitCode {
    let missing = lab.checkpoints.filter { !progress.hasPassed($0) }.map(\.id)
    guard missing.isEmpty || invocation.has("reveal") else {
      return refuse(
        "Lab \(lab.number) is not passed yet (\(missing.joined(separator: ", "))).", lab.number, invocation)
    }
    invocation.console.print(
      String(decoding: try SafeFile.bytes(of: course.solution(of: lab)), as: UTF8.self))
    return .done
  }

  private static func showExercise(
    _ exercise: Lab.Exercise, of lab: Lab, _ course: Course, _ progress: LearnerProgress,
    _ invocation: Invocation
  ) throws -> ExitCode {
    guard progress.hasSolved(exercise, of: lab) || invocation.has("reveal") else {
      return refuse("Exercise \(exercise.id) is not passed yet.", exercise.id, invocation)
    }
    let file = course.solution(of: lab)
    let source = FunctionSource(String(decoding: try SafeFile.bytes(of: file), as: UTF8.self))
    guard let text = source.text(of: exercise.function) else {
      throw SolutionError(function: exercise.function, file: file.path)
    }
    invocation.console.print(text)
    return .done
  }

  private static func refuse(_ reason: String, _ name: String, _ invocation: Invocation) -> ExitCode {
    let console = invocation.console
    console.prose("\(reason) A hint may be enough:")
    console.print("  " + console.command("hint \(name)"))
    console.prose("To see the answer all the same:")
    console.print("  " + console.command("solution \(name) --reveal"))
    return .fellShort
  }
}

/// A solution that lacks an exercise: a mistake of the course.
private struct SolutionError: Error, CustomStringConvertible {
  let function: String
  let file: String

  var description: String { "\(file) has no function `\(function)`." }
}
