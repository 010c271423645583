import Foundation

/// The whole course as a folder of pages that need no network, no server and nothing installed but a browser.
///
/// A book is a value made of runs: the same runs give the same bytes.
public struct Book {
  /// A lab, and what its lesson showed.
  public struct Chapter {
    let lab: Lab
    let run: LessonRun

    /// A chapter of a book.
    public init(_ lab: Lab, _ run: LessonRun) { (self.lab, self.run) = (lab, run) }
  }

  let course: Course
  let chapters: [Chapter]
  let glossary: Glossary

  /// A book of these chapters, in the order of the course.
  ///
  /// - Throws: `GlossaryError` where the course's glossary cannot be read.
  public init(_ course: Course, _ chapters: [Chapter]) throws {
    (self.course, self.chapters) = (course, chapters)
    glossary = try Glossary(of: course)
  }

  /// A file of the book.
  public typealias File = LessonExport.File

  /// Every file; `index.html` is the one to open.
  ///
  /// - Throws: `FileError` when the stylesheet or a script cannot be read.
  public func files() throws -> [File] {
    let pages = [indexPage(), glossaryPage(), referencesPage(), searchPage()] + chapters.flatMap(pages)
    let index = File(path: "search-index.js", text: SearchIndex(self).script)
    return try pages.map { File(path: $0.path, text: $0.text(titled: course.curriculum.title)) } + [index]
      + PageFiles(course).files()
  }

  /// Writes what has changed into a folder, and nothing else.
  ///
  /// - Returns: The number of files, and how many of them were written.
  /// - Throws: `FileError` when something cannot be read or written.
  public func write(to folder: URL) throws -> (files: Int, written: Int) {
    let files = try self.files()
    try SafeFile.makeFolder(folder)
    var written = 0
    for file in files {
      let (target, bytes) = (folder.appending(path: file.path), Data(file.text.utf8))
      guard try SafeFile.read(target) != bytes else { continue }
      try SafeFile.replace(target, with: bytes)
      written += 1
    }
    return (files.count, written)
  }

  /// The page of a lab, where the book has it.
  func path(of number: String) -> String? {
    chapters.first { $0.lab.number == number }.map { "\($0.lab.folderName).html" }
  }
}

/// The stylesheet and the scripts, as they lie in the sources.
struct PageFiles {
  private let folder: URL

  init(_ course: Course) { folder = course.pageFiles }

  static let stylesheet = "book.css"

  func files() throws -> [Book.File] {
    try FileTree.files(in: folder).map { file in
      let text = String(decoding: try SafeFile.bytes(of: file), as: UTF8.self)
      return Book.File(path: file.lastPathComponent, text: text)
    }
  }
}
