import Foundation
import LabKit

/// One use of a command: what was typed, and where the answer goes.
struct Invocation: Sendable {
  let command: Command
  let console: Console
  /// The values of the arguments that were given, by the argument's name.
  let arguments: [String: String]
  /// What was given beyond the arguments' number, where the last one may be repeated.
  let moreArguments: [String]
  /// The values of the options that were given, by the option's name; empty for an option without a value.
  let options: [String: String]

  func argument(_ name: String) -> String? { arguments[name] }

  /// Every value of an argument that may be repeated.
  func allArguments(_ name: String) -> [String] { (arguments[name].map { [$0] } ?? []) + moreArguments }

  func value(of option: String) -> String? { options[option] }

  func has(_ option: String) -> Bool { options[option] != nil }

  var wantsJSON: Bool { has(Option.json.name) }

  /// The course that this program belongs to.
  ///
  /// Every command comes by here first, so this is where a broken progress file is set aside and explained. Other
  /// trouble with it is told by the commands that need it.
  func course() throws -> Course {
    let course = try Course.find()
    if let notice = (try? ProgressStore(course).load())?.notice { console.complain(notice) }
    return course
  }

  /// The lab that was named, else the lab the learner was at.
  func lab(in course: Course) throws -> Lab {
    if let name = argument(Argument.lab.name) { return try course.curriculum.lab(named: name) }
    return try currentLab(in: course)
  }

  /// The exercise that was named, else the one to work at in the lab that was named or is current.
  func exercise(in course: Course) throws -> (lab: Lab, exercise: Lab.Exercise) {
    let name = argument(Argument.exercise.name)
    if let name, name.contains(".") { return try exercise(named: name, in: course.curriculum) }
    let lab = try name.map(course.curriculum.lab(named:)) ?? currentLab(in: course)
    let progress = try ProgressStore(course).load().progress
    let file = try? SafeFile.bytes(of: course.exercise(of: lab))
    let source = FunctionSource(String(decoding: file ?? Data(), as: UTF8.self))
    guard let exercise = progress.nextExercise(of: lab, isStub: { source.isStub($0.function) }) else {
      let problem = lab.exercises.isEmpty ? "has no exercises" : "is solved; name one of its exercises"
      throw UsageError("Lab \(lab.number) \(problem).", command: command.name)
    }
    return (lab, exercise)
  }

  /// A checkpoint that runs several exercises together has a number but no exercise; the error names those it runs.
  private func exercise(named name: String, in curriculum: Curriculum) throws -> (
    lab: Lab, exercise: Lab.Exercise
  ) {
    do {
      return try curriculum.exercise(named: name)
    } catch {
      guard let checkpoint = try? curriculum.checkpoint(named: name).checkpoint else { throw error }
      let foundations = checkpoint.exercises.joined(separator: ", ")
      throw UsageError(
        "Checkpoint \(checkpoint.id) has no function of its own; it rests on \(foundations).",
        command: command.name)
    }
  }

  func currentLab(in course: Course) throws -> Lab {
    let progress = try ProgressStore(course).load().progress
    let labs = course.curriculum.labs
    guard let lab = labs.first(where: { $0.number == progress.lastLab }) ?? labs.first else {
      throw UsageError("The course has no labs yet.")
    }
    return lab
  }
}
