import Foundation

extension Book {
  /// The pages of a lab: the lesson with its quiz, and the exercises.
  func pages(of chapter: Chapter) -> [BookPage] {
    let lab = chapter.lab
    let crosslinks = Crosslinks(self)
    let lesson = LessonBody(chapter, crosslinks: crosslinks)
    let quiz = QuizHTML(lab: lab)
    let places = lesson.places + (lab.quiz.isEmpty ? [] : [BookPage.Place(id: "quiz", title: "Quiz")])
    let number = chapters.firstIndex { $0.lab.number == lab.number } ?? 0
    let lessonPage = BookPage(
      path: "\(lab.folderName).html", title: "\(lab.number) \(lab.title)",
      body: head(of: lab) + lesson.html + quiz.html, lab: lab, contents: places,
      scripts: ["step.js", "quiz.js", "present.js", "play.js"], previous: link(to: number - 1),
      next: link(to: number + 1))
    let exercises = BookPage(
      path: lab.exercisesPath, title: "Exercises of lab \(lab.number)",
      body: ExercisesHTML(course: course, lab: lab, crosslinks: crosslinks).html, lab: lab,
      contents: lab.exercises.map {
        BookPage.Place(id: "exercise-\($0.id)", title: "\($0.id) \($0.title.escaped)")
      }, scripts: ["exercises.js"],
      previous: link(to: number), next: link(to: number + 1))
    return lab.exercises.isEmpty ? [lessonPage] : [lessonPage, exercises]
  }

  private func link(to number: Int) -> BookPage.Link? {
    guard chapters.indices.contains(number) else { return nil }
    let lab = chapters[number].lab
    return BookPage.Link(path: "\(lab.folderName).html", title: "\(lab.number) \(lab.title)")
  }

  private func head(of lab: Lab) -> String {
    let needs = lab.prerequisites.map { number in
      path(of: number).map { "<a href=\"\($0)\">\(number)</a>" } ?? number
    }
    let facts =
      ["Lab \(lab.number)", "\(lab.minutes) minutes"]
      + (needs.isEmpty ? [] : ["builds on \(needs.joined(separator: ", "))"])
    let exercises =
      lab.exercises.isEmpty ? "" : "<a class=\"button\" href=\"\(lab.exercisesPath)\">Exercises</a>"
    let objectives = lab.objectives.map { "<li>\($0.inlineHTML)" }.joined()
    return """
      <div class="labhead"><p class="facts">\(facts.joined(separator: " · "))</p>
      <details><summary>What you can do afterwards</summary><ul>\(objectives)</ul></details>
      <p class="modes" id="modes">\(exercises)</p></div>

      """
  }
}

extension String {
  /// Markdown that stands in a line, as HTML.
  var inlineHTML: String { Markdown.html(InlineParser.parse(self)) }
}
