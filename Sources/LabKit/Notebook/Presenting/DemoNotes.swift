import Foundation
import LabNotebook

/// The speaker's notes of a presentation that runs in another terminal.
public struct DemoNotes {
  private let file: URL
  private let terminal: TerminalTraits

  /// Where a presentation in `course` says how far it is.
  public static func file(in course: Course) -> URL { course.workspace.appending(path: ".demo.json") }

  /// The notes that belong to the presentation which `file` tells of.
  public init(file: URL, terminal: TerminalTraits) {
    (self.file, self.terminal) = (file, terminal)
  }

  /// Says how far a presentation is; where nothing can be written, nobody can follow.
  public static func announce(_ place: DemoPlace, in file: URL) {
    try? SafeFile.makeFolder(file.deletingLastPathComponent())
    guard let json = try? JSONEncoder().encode(place) else { return }
    try? SafeFile.replace(file, with: json)
  }

  /// Where the presentation stands; `nil` when there is none.
  public var place: DemoPlace? {
    (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode(DemoPlace.self, from: $0) }
  }

  /// The notes of a step, and what comes next.
  ///
  /// - Throws: `LessonError` when the script cannot be read.
  public func text(at place: DemoPlace) throws -> String {
    let steps = DemoStep.steps(of: try Lesson(file: URL(filePath: place.script)))
    guard steps.indices.contains(place.step) else { return "" }
    let step = steps[place.step]
    let prose = MarkdownText(for: terminal)
    var lines = [terminal.paint("\(place.step + 1)/\(steps.count)  \(step.title)", .bold), ""]
    for note in step.notes {
      lines += prose.lines(Markdown([note.title, note.text].joined(separator: "\n"))) + [""]
    }
    if place.step + 1 < steps.count {
      lines.append(terminal.paint("next: \(steps[place.step + 1].title)", .dim))
    }
    return lines.map(terminal.spelled).joined(separator: "\n") + "\n"
  }
}
