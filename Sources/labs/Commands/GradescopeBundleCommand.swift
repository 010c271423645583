import Foundation
import LabKit

extension Command {
  static let gradescopeBundle = Command(
    "grade gradescope-bundle", "pack an autograder for Gradescope",
    details: """
      Writes a zip archive to upload as the autograder of a programming assignment on Ubuntu 22.04: setup.sh installs \
      Swift and builds the course, run_autograder grades one submission. A container that offers no sandbox \
      needs --unsandboxed; each submission there has a container of its own.
      """,
    arguments: [.lab],
    options: [
      Option("out", value: "FILE", "where to write, gradescope-NN-name.zip if not said"),
      Option("hidden", value: "DIR", "a folder with hidden checkpoints to take along"),
      Option("seed", value: "N", "the same random inputs for everybody; without it new ones each time"),
      Option("unsandboxed", "grade even where the container has no sandbox"), .json,
    ],
    example: Example("labs grade gradescope-bundle 01", "Writes gradescope-01-routing.zip.")
  ) { invocation in
    let course = try invocation.course()
    let lab = try invocation.lab(in: course)
    let console = invocation.console
    let file = invocation.file("out") ?? URL(filePath: "gradescope-\(lab.folderName).zip")
    guard !FileManager.default.fileExists(atPath: file.path) else {
      throw UsageError(
        "\(console.path(file)) is there already; choose another name.", command: "grade gradescope-bundle")
    }
    var options: [String] = []
    if invocation.has("seed") { options.append("--seed \(try invocation.seed())") }
    if invocation.has("unsandboxed") { options.append("--unsandboxed") }
    let bundle = GradescopeBundle(
      lab, of: course, hidden: try invocation.file("hidden").map(HiddenCheckpoints.init(folder:)),
      options: options, swiftVersion: try Toolchain.find().release())
    let archive = try bundle.archive()
    try SafeFile.create(file, with: archive)
    if invocation.wantsJSON {
      try console.print(json: BundleAnswer(file: file.path, bytes: archive.count))
    } else {
      console.prose("Wrote \(console.path(file)), \(archive.count >> 10) KB. Upload it as the autograder.")
    }
    return .done
  }
}

private struct BundleAnswer: Encodable {
  let file: String
  let bytes: Int
}
