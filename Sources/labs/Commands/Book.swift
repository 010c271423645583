import Foundation
import LabKit

extension Command {
  static let book = Command(
    "book", "the course as pages to read in a browser, with the outputs of a real run",
    details: """
      Runs the lessons and writes a folder of pages that need no network: the labs with their outputs, figures and \
      quizzes, the exercises with hints, a glossary, the references and a search. A lesson runs again only when it, \
      the engine or its data has changed since the last time. Open index.html when it is done.
      """,
    arguments: [
      Argument(
        "LAB", "a lab by number, name or the beginning of its name; all of them if not said",
        isRequired: false,
        isRepeated: true, values: .labs)
    ],
    options: [
      Option("output", value: "FOLDER", "where the pages go; Workspace/book if not said"), .json,
    ],
    example: Example("labs book", "Writes Workspace/book/index.html and the pages it leads to.")
  ) { invocation in
    let course = try invocation.course()
    let names = invocation.allArguments("LAB")
    let wanted = try names.map(course.curriculum.lab(named:))
    let labs = course.curriculum.labs.filter { names.isEmpty || wanted.contains($0) }
    let folder = invocation.file("output") ?? course.workspace.appending(path: "book")
    return try invocation.withLesson {
      let chapters = try labs.map { try invocation.chapter($0, in: course) }
      let start = ContinuousClock.now
      let count = try Book(course, chapters.map(\.chapter)).write(to: folder)
      let seconds = start.duration(to: .now) / .seconds(1)
      let answer = BookAnswer(
        index: folder.appending(path: "index.html").path, files: count.files, written: count.written,
        ran: zip(labs, chapters).filter { !$1.isKept }.map(\.0.number), seconds: seconds)
      try invocation.report(answer)
      return chapters.contains { $0.hasFailed } ? .fellShort : .done
    }
  }
}

private struct BookAnswer: Encodable {
  let index: String
  let files: Int
  let written: Int
  /// The labs whose lessons were run.
  let ran: [String]
  /// How long the pages took, once the lessons had run.
  let seconds: Double
}

private struct BookChapter {
  let chapter: Book.Chapter
  let isKept: Bool
  let hasFailed: Bool
}

extension Invocation {
  /// Runs the course's own lesson, not the learner's copy: the book is the same for everybody.
  fileprivate func chapter(_ lab: Lab, in course: Course) throws -> BookChapter {
    let (run, isKept) = try LessonCache(course).run(LessonSource(courseLesson: course, lab)) {
      if case .running(let cell) = $0 { console.showProgress("lab \(lab.number): \(cell.name)") }
    }
    console.showProgress(nil)
    if let failure = run.failure { console.complain("Lab \(lab.number) ended early. \(failure)") }
    return BookChapter(chapter: Book.Chapter(lab, run), isKept: isKept, hasFailed: run.failure != nil)
  }

  fileprivate func report(_ answer: BookAnswer) throws {
    guard !wantsJSON else { return try console.print(json: answer) }
    let ran = answer.ran.isEmpty ? "No lesson had changed." : "Ran \(answer.ran.joined(separator: ", "))."
    console.prose("\(ran) \(answer.written) of \(answer.files) files were new.")
    console.print("Open \(console.path(URL(filePath: answer.index)))")
  }
}
