import LabKit
import LabNotebook

extension Command {
  static let quiz = Command(
    "quiz", "a lab's questions; more than three quarters right completes it",
    details: """
      Asks one question after the other and explains every choice, the right ones and the wrong ones; `q` leaves. \
      Without a terminal the answers are read from the lines of the input.
      """,
    arguments: [.optionalLab],
    options: [Option("json", "print the questions as JSON, with their explanations, and ask nothing")],
    example: Example("labs quiz 01", "Asks the questions of lab 01.")
  ) { invocation in
    let course = try invocation.course()
    let lab = try invocation.lab(in: course)
    let console = invocation.console
    if invocation.wantsJSON {
      try console.print(json: lab.quiz)
      return .done
    }
    guard !lab.quiz.isEmpty else { throw UsageError("Lab \(lab.number) has no quiz.", command: "quiz") }
    guard let score = QuizDialogue(lab: lab, console: console).run() else { return .fellShort }
    try ProgressStore(course).update {
      $0.record(score, for: lab)
      $0.visit(lab)
    }
    return score.isComplete ? .done : .fellShort
  }
}

/// Asks the questions of one lab.
private struct QuizDialogue {
  let lab: Lab
  let console: Console

  /// - Returns: The score, or `nil` when the answers ended before the questions.
  func run() -> LearnerProgress.QuizScore? {
    console.print(console.paint("Quiz of lab \(lab.number): \(lab.title)", .bold))
    var correct = 0
    for (index, question) in lab.quiz.enumerated() {
      show(question, number: index + 1)
      guard let choice = answer(to: question) else {
        console.print()
        console.prose("Stopped after \(index) of \(lab.quiz.count) questions; no score was kept.")
        return nil
      }
      if question.choices[choice].correct { correct += 1 }
      explain(question, chosen: choice)
    }
    let score = LearnerProgress.QuizScore(correct: correct, count: lab.quiz.count)
    conclude(score)
    return score
  }

  private func show(_ question: Lab.Question, number: Int) {
    console.print()
    console.print(console.paint("Question \(number) of \(lab.quiz.count)", .dim))
    console.prose(question.question, .bold)
    for (letter, choice) in zip(letters(of: question), question.choices) {
      console.item(letter, choice.text)
    }
  }

  private func answer(to question: Lab.Question) -> Int? {
    let letters = letters(of: question)
    while true {
      if console.canAsk { console.write("Your answer (\(letters.joined(separator: ", ")), or q to stop): ") }
      guard let line = readLine() else { return nil }
      let word = line.filter { !$0.isWhitespace }.lowercased()
      if word == "q" { return nil }
      if let index = letters.firstIndex(of: word) { return index }
      console.prose("Please answer with one of \(letters.joined(separator: ", ")), or q to stop.", .warning)
    }
  }

  private func explain(_ question: Lab.Question, chosen: Int) {
    let letters = letters(of: question)
    console.print()
    console.prose(
      question.choices[chosen].correct
        ? "✓ \(letters[chosen]) is right." : "✗ \(letters[chosen]) is not right.",
      question.choices[chosen].correct ? .good : .bad)
    for (letter, choice) in zip(letters, question.choices) {
      console.item(
        "\(letter) \(choice.correct ? "✓" : "✗")", choice.explanation, choice.correct ? .good : .dim)
    }
  }

  private func conclude(_ score: LearnerProgress.QuizScore) {
    console.print()
    let result = "\(score.correct) of \(score.count) right."
    if score.isComplete {
      console.prose("\(result) The quiz is complete.", .good)
    } else {
      console.prose("\(result) More than three quarters complete it; ask again when you like:")
      console.print("  " + console.command("quiz \(lab.number)"))
    }
  }

  private func letters(of question: Lab.Question) -> [String] {
    question.choices.indices.map { String(Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8($0)))) }
  }
}
