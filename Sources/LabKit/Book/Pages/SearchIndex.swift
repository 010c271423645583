import Foundation
import LabNotebook

/// What can be found: the sections of lessons, the exercises and the words of the glossary, as a script, because a page
/// that was opened from a file may read nothing else.
struct SearchIndex {
  private struct Entry: Encodable {
    let page: String
    let place: String
    let title: String
    let within: String
    var text: String
  }

  private let entries: [Entry]

  init(_ book: Book) {
    entries =
      book.chapters.flatMap { Self.sections(of: $0) + Self.exercises(of: $0.lab) }
      + book.glossary.entries.map { entry in
        Entry(
          page: "glossary.html", place: entry.term.asID, title: entry.term, within: "Glossary",
          text: Markdown(entry.meaning).plainText)
      }
  }

  /// A script that gives the entries a name.
  var script: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = (try? encoder.encode(entries)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    return "const searchIndex = \(json);\n"
  }

  /// One entry for each heading of the second level; what stands before the first belongs to the lab's title.
  private static func sections(of chapter: Book.Chapter) -> [Entry] {
    let (lab, path) = (chapter.lab, "\(chapter.lab.folderName).html")
    let name = "\(lab.number) \(lab.title)"
    var entries = [Entry(page: path, place: "text", title: name, within: "Lab", text: "")]
    for cell in chapter.run.cells.map(\.cell) {
      switch cell.kind {
      case .notes: continue
      case .code: entries[entries.count - 1].text += " " + cell.title
      case .prediction: entries[entries.count - 1].text += " " + cell.title + " " + cell.text
      case .prose:
        for block in Markdown(cell.text).blocks {
          if case .heading(let level, let inlines) = block, level == 2 {
            let place = "section-\(entries.count)"
            entries.append(Entry(page: path, place: place, title: inlines.plainText, within: name, text: ""))
          } else {
            entries[entries.count - 1].text += " " + block.plainText
          }
        }
      }
    }
    return entries
  }

  private static func exercises(of lab: Lab) -> [Entry] {
    lab.exercises.map { exercise in
      Entry(
        page: lab.exercisesPath, place: "exercise-\(exercise.id)", title: "\(exercise.id) \(exercise.title)",
        within: "Exercise", text: exercise.function)
    }
  }
}

extension Markdown {
  /// The words without their markup.
  var plainText: String { blocks.map(\.plainText).joined(separator: " ") }
}

extension Markdown.Block {
  /// The words without their markup.
  var plainText: String {
    switch self {
    case .heading(_, let inlines), .paragraph(let inlines): inlines.plainText
    case .list(_, let items): items.joined().map(\.plainText).joined(separator: " ")
    case .quote(let blocks): blocks.map(\.plainText).joined(separator: " ")
    case .code(_, let text): text
    case .table(let headings, let rows, _):
      ([headings] + rows).joined().map(\.plainText).joined(separator: " ")
    case .rule: ""
    }
  }
}
