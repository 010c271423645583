import Foundation
import LabNotebook

/// The words of the course, each explained once and led back to the lab where it is met.
///
/// They stand in a file of their own in Markdown: `## word (03)` and below it a paragraph, in any order.
public struct Glossary: Sendable {
  /// A word and what it means.
  public struct Entry: Equatable, Sendable {
    /// The word.
    public let term: String
    /// The number of the lab where it is met first.
    public let lab: String
    /// What it means, in Markdown.
    public let meaning: String
  }

  /// The words in the order of the alphabet.
  public let entries: [Entry]

  /// The glossary of a course; a course without one has no words.
  ///
  /// - Throws: `GlossaryError` with the line that is wrong.
  public init(of course: Course) throws {
    let bytes = try SafeFile.read(course.glossaryFile) ?? Data()
    try self.init(String(decoding: bytes, as: UTF8.self))
  }

  /// Reads a glossary.
  ///
  /// - Throws: `GlossaryError` with the line that is wrong.
  public init(_ text: String) throws {
    var entries: [Entry] = []
    var heading: (term: String, lab: String)?
    var lines: [Substring] = []
    func finish() {
      guard let heading else { return }
      let meaning = lines.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
      entries.append(Entry(term: heading.term, lab: heading.lab, meaning: meaning))
    }
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard line.hasPrefix("## ") else {
        lines.append(line)
        continue
      }
      guard let match = line.wholeMatch(of: /## (.+) \((\d\d)\)/) else {
        throw GlossaryError(line: number + 1)
      }
      finish()
      heading = (String(match.1), String(match.2))
      lines = []
    }
    finish()
    self.entries = entries.sorted { $0.term.lowercased() < $1.term.lowercased() }
  }
}

/// A line of the glossary that cannot be read.
public struct GlossaryError: Error, Equatable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int

  /// A sentence that says what is expected.
  public var description: String {
    "Labs/glossary.md:\(line): a word's line reads `## word (03)`, with the number of the lab that explains it."
  }
}
