import Foundation
import LabKit

extension Command {
  static let export = Command(
    "export", "a lesson with its outputs as a notebook, Markdown or a page",
    details: """
      Runs the lesson and writes what it showed: `ipynb` for Jupyter, VS Code and GitHub, `md` with pictures in a \
      folder beside it, `html` as one page that prints well. The same outputs give the same bytes. What is there \
      already is kept, and the command refuses.
      """,
    arguments: [.lesson],
    options: [
      Option("format", value: "FORMAT", "`ipynb` if not said, `md` or `html`"),
      Option("out", value: "DIR", "where to write, this folder if not said"),
      Option("mine", "let your own functions answer"),
      Option("notes", "with the speaker's notes"),
      .json,
    ],
    example: Example("labs export 01 --format html", "Writes 01-routing.html with every output and picture.")
  ) { invocation in
    let course = try invocation.course()
    let format = try invocation.exportFormat()
    return try invocation.withLesson {
      let named = try invocation.lesson(in: course, mine: invocation.has("mine"))
      let name = named.lab?.folderName ?? named.source.script.deletingPathExtension().lastPathComponent
      let folder = invocation.file("out") ?? URL(filePath: ".")
      try invocation.refuseToReplace(LessonExport.names(name, as: format), in: folder)
      let run = try LessonRunner().run(LessonCompiler().compile(named.source)) {
        if case .running(let cell) = $0 { invocation.console.showProgress("running: \(cell.name)") }
      }
      invocation.console.showProgress(nil)
      let document = try LessonExport(run, name: name, showsNotes: invocation.has("notes"))
      let files = try document.files(as: format)
      for file in files { try file.write(to: folder) }
      try invocation.report(files, in: folder)
      return .done
    }
  }
}

private struct ExportAnswer: Encodable {
  let files: [String]
}

extension Invocation {
  fileprivate func exportFormat() throws -> LessonExport.Format {
    let word = value(of: "format") ?? LessonExport.Format.notebook.rawValue
    guard let format = LessonExport.Format(rawValue: word) else {
      let known = LessonExport.Format.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      throw UsageError("`--format \(word)`: there are \(known).", command: command.name)
    }
    return format
  }

  /// Asked before the lesson runs, so that nobody waits in vain.
  fileprivate func refuseToReplace(_ names: [String], in folder: URL) throws {
    let taken = names.map { folder.appending(path: $0) }.first {
      FileManager.default.fileExists(atPath: $0.path)
    }
    if let taken {
      throw UsageError(
        "\(console.path(taken)) is there already; choose another folder with `--out`.", command: command.name)
    }
  }

  fileprivate func report(_ files: [LessonExport.File], in folder: URL) throws {
    let paths = files.map { folder.appending(path: $0.path) }
    guard !wantsJSON else { return try console.print(json: ExportAnswer(files: paths.map(\.path))) }
    let pictures = files.count > 1 ? " and \(files.count - 1) pictures" : ""
    console.prose("Wrote \(console.path(paths[0]))\(pictures).")
  }
}

extension LessonExport.File {
  fileprivate func write(to folder: URL) throws {
    let target = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: target, options: .withoutOverwriting)
  }
}
