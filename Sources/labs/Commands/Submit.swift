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
    let file =
      invocation.value(of: "output").map { URL(filePath: $0) } ?? defaultFile(for: lab, in: course, date)
    guard !FileManager.default.fileExists(atPath: file.path) else {
      throw UsageError("\(console.path(file)) is there already; choose another name.", command: "submit")
    }
    try SafeFile.makeFolder(file.deletingLastPathComponent())
    try SafeFile.create(file, with: submission.archive)
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

  private static func defaultFile(for lab: Lab, in course: Course, _ date: Date) -> URL {
    course.workspace.appending(path: "submissions/\(lab.folderName)-\(SafeFile.timestamp(date)).zip")
  }
}

private struct SubmitAnswer: Encodable {
  let lab: String
  let file: String
  let sha256: String
  let points: Int
  let pointsPossible: Int
}
