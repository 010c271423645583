import LabKit

extension Command {
  static let hint = Command(
    "hint", "one more hint for an exercise, of three",
    details: """
      Shows one more hint each time: a question, a pointer, nearly the answer. Without an exercise it helps \
      with the first one you have not solved in the lab you were at.
      """,
    arguments: [.exercise],
    options: [Option("again", "show the hints you have seen, without taking another"), .json],
    example: Example("labs hint 01.3", "Shows the next hint for exercise 01.3.")
  ) { invocation in
    let course = try invocation.course()
    let (lab, exercise) = try invocation.exercise(in: course)
    var before = 0
    let progress = try ProgressStore(course).update {
      before = $0.hintsTaken(for: exercise)
      if !invocation.has("again") { $0.takeHint(for: exercise) }
      $0.visit(lab)
    }.progress
    let shown = Array(exercise.hints.prefix(progress.hintsTaken(for: exercise)))
    if invocation.wantsJSON {
      try invocation.console.print(
        json: HintAnswer(exercise: exercise.id, hints: shown, of: exercise.hints.count))
      return .done
    }
    // With `--again`, and after the last hint, there is no new one: all that were taken are shown.
    show(shown.count > before ? shown.suffix(1) : shown[...], of: exercise, in: invocation.console)
    return .done
  }

  private static func show(_ hints: ArraySlice<String>, of exercise: Lab.Exercise, in console: Console) {
    console.print(console.paint("\(exercise.id) \(exercise.title)", .bold))
    if hints.isEmpty { console.prose("No hint taken yet.") }
    for (index, hint) in zip(hints.indices, hints) {
      console.print()
      console.print(console.paint("Hint \(index + 1) of \(exercise.hints.count)", .dim))
      console.prose(hint)
    }
    guard hints.endIndex == exercise.hints.count else { return }
    console.print()
    console.prose("That was the last hint. The answer is one command away, when you want it:")
    console.print("  " + console.command("solution \(exercise.id) --reveal"))
  }
}

private struct HintAnswer: Encodable {
  let exercise: String
  let hints: [String]
  let of: Int
}
