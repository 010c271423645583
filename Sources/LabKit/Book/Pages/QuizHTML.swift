/// A lab's questions; choosing an answer explains every choice.
struct QuizHTML {
  let lab: Lab

  var html: String {
    guard !lab.quiz.isEmpty else { return "" }
    let questions = lab.quiz.enumerated().map { question($1, number: $0 + 1) }
    return """
      <section class="quiz" id="quiz"><h2>Quiz</h2>
      <p>\(lab.quiz.count) questions. More than three quarters right complete it.</p>
      \(questions.joined(separator: "\n"))
      <p class="score" role="status"></p>
      </section>
      """
  }

  private func question(_ question: Lab.Question, number: Int) -> String {
    let choices = question.choices.enumerated().map { index, choice in
      let letter = Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(index)))
      return """
        <li><button type="button" class="choice"\(choice.correct ? " data-correct" : "")><b>\(letter)</b> \
        <span>\(choice.text.inlineHTML)</span></button><p class="why">\(choice.explanation.inlineHTML)</p>
        """
    }
    return """
      <fieldset class="question"><legend><span class="number">\(number)</span> \(question.question.inlineHTML)</legend>
      <ul>\(choices.joined(separator: "\n"))</ul></fieldset>
      """
  }
}
