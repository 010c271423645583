import Foundation
import LabKit

extension Command {
  static let submit = Command(
    "submit", "pack a lab's exercises into an archive to hand in",
    details: """
      Writes a zip archive with your Exercise.swift and a small submission.json (lab, course version, date, \
      SHA-256). It holds no results: whoever grades runs the checkpoints again.
      """,
    arguments: [.lab],
    options: [
      Option("output", value: "FILE", "where to write it, instead of Workspace/submissions/"), .json,
    ],
    example: Example(
      "labs submit 01", "Writes Workspace/submissions/01-routing-….zip and says what is in it.")
  ) { invocation in
    let course = try invocation.course()
    let lab = try invocation.lab(in: course)
    let console = invocation.console
    try requireStarted(lab, in: course, console)
    let date = Date()
    let submission = try Submission(of: lab, in: course, at: date)
    let file = try write(submission, of: lab, in: course, at: date, for: invocation)
    let progress = try ProgressStore(course).load().progress
    if invocation.wantsJSON {
      try console.print(
        json: SubmitAnswer(
          lab: lab.number, file: file.path, sha256: SHA256.hexadecimal(of: submission.archive),
          points: progress.points(in: lab), pointsPossible: lab.points))
      return .done
    }
    console.prose("Packed lab \(lab.number) into \(console.path(file)). Hand in this one file.")
    if !progress.hasPassedAll(of: lab) {
      console.prose(
        "So far you have \(progress.points(in: lab)) of \(lab.points) points; you can pack again at any time."
      )
    }
    return .done
  }

  /// Writes the archive to the file that was named, else under a new name among the submissions.
  private static func write(
    _ submission: Submission, of lab: Lab, in course: Course, at date: Date, for invocation: Invocation
  ) throws -> URL {
    guard let named = invocation.value(of: "output").map({ URL(filePath: $0) }) else {
      let folder = course.workspace.appending(path: "submissions")
      let name = folder.appending(path: "\(lab.folderName).zip")
      return try SafeFile.keepCopy(of: name, holding: submission.archive, in: folder, at: date)
    }
    guard !FileManager.default.fileExists(atPath: named.path) else {
      throw UsageError(
        "\(invocation.console.path(named)) is there already; choose another name.", command: "submit")
    }
    try SafeFile.makeFolder(named.deletingLastPathComponent())
    try SafeFile.create(named, with: submission.archive)
    return named
  }
}

private struct SubmitAnswer: Encodable {
  let lab: String
  let file: String
  let sha256: String
  let points: Int
  let pointsPossible: Int
}
