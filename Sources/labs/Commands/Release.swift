import Foundation
import LabKit

extension Command {
  static let release = Command(
    "release", "write the version of the course that students get",
    details: """
      Copies the course without its solutions, and without anything that is not the course's own: hidden checkpoints, \
      submissions and grades beside it stay behind. The copy builds and passes its own tests; equal courses give equal \
      copies. DIR must not be there yet.
      """,
    arguments: [Argument("DIR", "the new folder")],
    options: [.json],
    example: Example("labs release ../llm-labs-students", "Writes the student version and its SHA-256.")
  ) { invocation in
    let course = try invocation.course()
    let console = invocation.console
    let folder = URL(filePath: invocation.argument("DIR") ?? "")
    guard !FileManager.default.fileExists(atPath: folder.path) else {
      throw UsageError("\(console.path(folder)) is there already; choose another name.", command: "release")
    }
    let (files, digest) = try CourseRelease(of: course).write(to: folder)
    if invocation.wantsJSON {
      try console.print(json: ReleaseAnswer(folder: folder.path, files: files, sha256: digest))
    } else {
      console.prose("Wrote \(files) files to \(console.path(folder)), SHA-256 of all: \(digest)")
    }
    return .done
  }
}

private struct ReleaseAnswer: Encodable {
  let folder: String
  let files: Int
  let sha256: String
}
