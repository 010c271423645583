import Foundation

/// The files a run of a lesson is made of.
public struct LessonSource: Sendable {
  /// The script: the learner's copy where there is one.
  public let script: URL
  /// The path of the script as messages name it.
  public let shownAs: String
  /// The file that answers the exercises the script calls, if it calls any.
  public let answers: URL?
  /// The path of the answers as messages name it.
  let answersShownAs: String
  /// Whether the answers are the learner's own.
  let isMine: Bool
  /// What the compiled lesson is called in the cache.
  public let name: String

  /// A script by itself, as authors try one out.
  public init(script: URL, shownAs: String? = nil, answers: URL? = nil, name: String? = nil) {
    self.script = script
    self.shownAs = shownAs ?? script.path
    self.answers = answers
    answersShownAs = answers?.path ?? ""
    isMine = false
    self.name = name ?? script.deletingPathExtension().lastPathComponent
  }

  /// A lab's lesson.
  ///
  /// - Parameter mine: whether the learner's own functions answer the exercises, instead of the engine's.
  /// - Throws: `LessonFailure.notStarted` where the learner has no functions yet.
  public init(_ course: Course, _ lab: Lab, mine: Bool = false) throws(LessonFailure) {
    let files = FileManager.default
    let copy = Self.learnersCopy(course, lab)
    script = files.fileExists(atPath: copy.path) ? copy : course.lesson(of: lab)
    // `Labs/01-routing/lab.swift`, as a person in the course's folder writes it.
    shownAs = course.displayPath(script)
    isMine = mine
    name = lab.folderName + (mine ? "-mine" : "")
    let reference = course.folder(of: lab).appending(path: "Reference.swift")
    if mine {
      guard course.isStarted(lab) else { throw .notStarted(lab: lab.number) }
      answers = course.exercise(of: lab)
    } else {
      answers = files.fileExists(atPath: reference.path) ? reference : nil
    }
    answersShownAs = answers.map(course.displayPath) ?? ""
  }

  /// A lab's lesson as the course ships it, answered by the engine.
  public init(courseLesson course: Course, _ lab: Lab) {
    script = course.lesson(of: lab)
    shownAs = course.displayPath(script)
    isMine = false
    name = lab.folderName + "-course"
    let reference = course.folder(of: lab).appending(path: "Reference.swift")
    answers = FileManager.default.fileExists(atPath: reference.path) ? reference : nil
    answersShownAs = answers.map(course.displayPath) ?? ""
  }

  /// Where a learner's edited lesson lies.
  static func learnersCopy(_ course: Course, _ lab: Lab) -> URL {
    course.workspaceFolder(of: lab).appending(path: "lab.swift")
  }

  /// Reads the script and cuts it into cells.
  public func lesson() throws(LessonError) -> Lesson {
    try Lesson(file: script, path: shownAs)
  }
}
