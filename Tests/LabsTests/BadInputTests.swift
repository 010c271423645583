import Foundation
import LabTesting
import XCTest

/// Each trouble ends in one clear sentence and a sensible exit code, and nothing is lost.
final class BadInputTests: XCTestCase {
  func testABrokenCurriculumNamesThePlace() throws {
    let labs = try LabsProgram(for: self)
    let broken = SmallCourse.curriculum.replacing("\"points\": 3", with: "\"points\": \"3\"")
    try labs.folder.write(broken, to: "curriculum.json")
    let file = labs.folder["curriculum.json"].path
    XCTAssertEqual(
      try labs.shell("labs list"),
      .init(
        code: 70, output: "",
        error: """
          labs: \(file) is broken. labs[0].checkpoints[2].points: expected a whole number, found a string

          """))
  }

  func testAMissingStubNamesTheFile() throws {
    let labs = try LabsProgram(for: self)
    try FileManager.default.removeItem(at: labs.folder["Labs/01-adding/Exercise.swift"])
    let file = labs.folder["Labs/01-adding/Exercise.swift"].path
    XCTAssertEqual(
      try labs.shell("labs start 01"),
      .init(code: 70, output: "", error: "labs: \(file) cannot be read: No such file or directory.\n"))
  }

  /// A limit on the size of files stands for a full disk: the write fails half-way, with the same care asked for.
  func testAFullDiskLosesNothing() throws {
    let labs = try LabsProgram(for: self)
    _ = try labs.output(of: "labs start 01 && labs hint 01.1")
    let before = try labs.folder.read("Workspace/.progress.json")
    let answer = try labs.shell("trap '' XFSZ; ulimit -f 0; labs hint 01.1")
    let file = labs.folder["Workspace/.progress.json"].path
    XCTAssertEqual(
      answer,
      .init(
        code: 70, output: "",
        error: """
          labs: \(file) cannot be written: File too large. Free some space and run the command again; nothing was lost.

          """))
    XCTAssertEqual(try labs.folder.read("Workspace/.progress.json"), before)
    XCTAssertEqual(
      try labs.folder.names(in: "Workspace"),
      [".progress.json", ".progress.json.lock", "01-adding", "Package.swift"], "nothing half-written is left")
    let reset = try labs.shell("trap '' XFSZ; ulimit -f 0; labs reset 01")
    XCTAssertEqual(reset.code, 70)
    XCTAssertEqual(try labs.folder.read("Workspace/01-adding/Exercise.swift"), SmallCourse.stubs)
  }

  func testAReadOnlyCourseCanBeReadAndSaysSoWhenItMustWrite() throws {
    let labs = try LabsProgram(for: self)
    // Permission bits do not bind root, who becomes nobody instead.
    let isRoot = getuid() == 0
    guard try !isRoot || labs.shell("command -v setpriv").code == 0 else { throw XCTSkip("no setpriv") }
    let setUp =
      isRoot
      ? "alias labs='setpriv --reuid=65534 --regid=65534 --clear-groups \(labs.executable)'"
      : "chmod -R a-w ."
    defer { _ = try? labs.shell("chmod -R u+w .") }
    let read = try labs.shell("\(setUp)\nlabs && labs list && labs --help")
    XCTAssertEqual(read.code, 0, read.error)
    let file = labs.folder["Workspace/01-adding"].path
    XCTAssertEqual(
      try labs.shell("\(setUp)\nlabs start 01"),
      .init(
        code: 70, output: "",
        error: """
          labs: \(file) cannot be created: Permission denied. Copy the course to a folder that you may write to.

          """))
    let doctor = try labs.shell("\(setUp)\nlabs doctor")
    XCTAssertEqual(doctor.code, 1)
    XCTAssertTrue(doctor.output.contains("Permission denied"), doctor.output)
  }

  func testABrokenProgressFileIsSetAsideAndExplained() throws {
    let labs = try LabsProgram(for: self)
    try labs.folder.write("{ not json", to: "Workspace/.progress.json")
    let said = try labs.shell("labs hint 01.1")
    XCTAssertEqual(said.code, 0)
    XCTAssertTrue(
      said.error.hasPrefix("labs: Your progress file could not be understood, so it was set aside as"),
      said.error)
    XCTAssertTrue(said.output.contains("What is a sum?"), "and the command goes on")
    XCTAssertEqual(try labs.shell("labs").error, "", "explained once")
    let aside = try XCTUnwrap(try labs.folder.names(in: "Workspace").first { $0.hasPrefix(".progress-") })
    XCTAssertEqual(try labs.folder.read("Workspace/\(aside)"), "{ not json")
  }

  func testManyCommandsAtOnceLoseNothing() throws {
    let labs = try LabsProgram(for: self)
    _ = try labs.output(
      of: "for i in 1 2 3; do labs hint 01.1 >/dev/null & labs hint 01.2 >/dev/null & done; wait")
    let again = try labs.output(of: "labs hint 01.1 --again --json; labs hint 01.2 --again --json")
    XCTAssertEqual(again.components(separatedBy: "a + b").count, 2, again)
    XCTAssertEqual(again.components(separatedBy: "add(a, a)").count, 2, again)
  }

  func testAFolderWithoutACourse() throws {
    var labs = try LabsProgram(for: self)
    labs.environment["LABS_ROOT"] = "/nowhere"
    XCTAssertEqual(
      try labs.shell("labs"),
      .init(
        code: 70, output: "",
        error:
          "labs: LABS_ROOT is /nowhere, but no course is there: it needs Package.swift and curriculum.json.\n"
      ))
  }
}
