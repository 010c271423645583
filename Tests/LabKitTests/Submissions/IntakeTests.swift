import Foundation
import LabArchives
import LabTesting
import XCTest

@testable import LabKit

/// What is taken of a submission, and what a student reads where nothing is.
final class IntakeTests: XCTestCase {
  private static let code = "let mine = 1\n"

  func testTheExerciseIsFoundWhereStudentsPutIt() throws {
    for path in [
      "Exercise.swift", "01-adding/Exercise.swift", "my work/Exercise.swift",
      "Workspace/01-adding/Exercise.swift",
    ] {
      let intake = try intake { try $0.write(Self.code, to: "ada/\(path)") }
      XCTAssertEqual(try intake.exercise.get(), Data(Self.code.utf8), path)
      XCTAssertEqual(intake.digest, SHA256.hexadecimal(of: Data(Self.code.utf8)))
    }
  }

  func testOfSeveralTheLabsOwnFolderCounts() throws {
    let intake = try intake { folder in
      try folder.write(Self.code, to: "ada/01-adding/Exercise.swift")
      try folder.write("other", to: "ada/02-doubling/Exercise.swift")
    }
    XCTAssertEqual(try intake.exercise.get(), Data(Self.code.utf8))
  }

  func testWhatCannotBeGradedIsToldInASentence() throws {
    let cases: [(lay: (TemporaryFolder) throws -> Void, problem: String)] = [
      ({ try $0.makeFolder("ada") }, "Nothing was handed in: the submission holds no files."),
      ({ try $0.write("", to: "ada/.DS_Store") }, "Nothing was handed in: the submission holds no files."),
      (
        { try $0.write("x", to: "ada/exercise.swift") },
        "No file is called `Exercise.swift`. Found: `exercise.swift`."
      ),
      ({ try $0.write("x", to: "ada/notes.txt") }, "No Swift file was found."),
      (
        { folder in
          try folder.write("x", to: "ada/a/Exercise.swift")
          try folder.write("x", to: "ada/b/Exercise.swift")
        }, "More than one file could be the one to grade: `a/Exercise.swift`, `b/Exercise.swift`."
      ),
      (
        { folder in
          try folder.write("x", to: "ada/Exercise.swift")
          try folder.write("{\"lab\": \"02\"}", to: "ada/submission.json")
        }, "This was packed for lab 02, and lab 01 is being graded."
      ),
      (
        { folder in
          try folder.write("x", to: "ada/Exercise.swift")
          try folder.write("x", to: "ada.zip")
        }, "More than one file could be the one to grade: `ada`, `ada.zip`."
      ),
      (
        { folder in
          try folder.write("x", to: "secret")
          try folder.makeFolder("ada")
          try folder.link("ada/Exercise.swift", to: folder["secret"])
        }, "The submission was refused: `Exercise.swift` is a link; hand in the file itself."
      ),
      (
        { folder in
          try folder.write("x", to: "other/Exercise.swift")
          try folder.link("ada", to: folder["other"])
        }, "The submission was refused: it is a link to something else."
      ),
      (
        { try $0.write(String(repeating: "/", count: 1 << 20 + 1), to: "ada/Exercise.swift") },
        "The submission was refused: `Exercise.swift` is larger than 1 MB."
      ),
      (
        { folder in
          try folder.makeFolder("ada")
          mkfifo(folder["ada/Exercise.swift"].path, 0o600)
        }, "Nothing was handed in: the submission holds no files."
      ),
      (
        { try $0.write("x", to: "ada.rar") }, "The submission was refused: the archive is neither zip nor tar"
      ),
      ({ try $0.write("x", to: "ada.swift") }, "The submission was refused: a single file was handed in;"),
      ({ try $0.write("", to: "ada.zip") }, "Nothing was handed in: the submission holds no files."),
    ]
    for (lay, problem) in cases {
      let intake = try intake(lay)
      XCTAssertThrowsError(try intake.exercise.get(), problem) {
        XCTAssertTrue("\($0)".hasPrefix(problem), "expected: \(problem)\nfound: \($0)")
      }
    }
  }

  func testArchivesThatLeadElsewhereAreRefused() throws {
    let cases: [(paths: [String], problem: String)] = [
      (["../Exercise.swift"], "the path `../Exercise.swift` leads out of the submission"),
      (["a/../../Exercise.swift"], "the path `a/../../Exercise.swift` leads out of the submission"),
      (["/etc/Exercise.swift"], "the path `/etc/Exercise.swift` is absolute"),
      (["a\\Exercise.swift"], "the path `a\\Exercise.swift` holds a backslash or a colon"),
      (["Exercise.swift\0.txt"], "holds characters that cannot be printed"),
      (["Exercise.swift", "Exercise.swift"], "`Exercise.swift` is in it twice"),
      (["Exercise.swift", "./Exercise.swift"], "`Exercise.swift` is in it twice"),
    ]
    for (paths, problem) in cases {
      let entries = paths.map { ZipArchive.Entry(path: $0, data: Data(Self.code.utf8)) }
      let intake = try intake {
        try ZipArchive(entries: entries, date: Date()).bytes.write(to: $0["ada.zip"])
      }
      XCTAssertThrowsError(try intake.exercise.get(), problem) {
        XCTAssertTrue("\($0)".contains(problem), "expected: \(problem)\nfound: \($0)")
      }
    }
  }

  func testWhatIsPassedOverIsNamed() throws {
    let intake = try intake { folder in
      try folder.write(Self.code, to: "ada/Exercise.swift")
      try folder.link("ada/data", to: folder.url)
    }
    XCTAssertEqual(try intake.exercise.get(), Data(Self.code.utf8))
    XCTAssertEqual(intake.notes, ["`data` is a link and was not followed."])
  }

  func testTheFolderOfSubmissionsIsListed() throws {
    let folder = try TemporaryFolder(for: self)
    for name in ["bob/Exercise.swift", "ada.tar.gz", "carl.ZIP", "readme.txt", ".hidden.zip"] {
      try folder.write("x", to: name)
    }
    let (entries, ignored) = try SubmissionEntry.all(in: folder.url)
    XCTAssertEqual(entries.map(\.id), ["ada", "bob", "carl"])
    XCTAssertEqual(ignored, ["readme.txt"])
  }

  private func intake(_ lay: (TemporaryFolder) throws -> Void) throws -> Intake {
    let folder = try TemporaryFolder(for: self)
    try lay(folder)
    let entries = try SubmissionEntry.all(in: folder.url).entries
    let lab = try SmallCourse(for: self).course().curriculum.labs[0]
    return Intake(try XCTUnwrap(entries.first { $0.id == "ada" }), lab: lab)
  }
}

extension TemporaryFolder {
  fileprivate func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(at: self[path], withIntermediateDirectories: true)
  }

  fileprivate func link(_ path: String, to target: URL) throws {
    try FileManager.default.createSymbolicLink(at: self[path], withDestinationURL: target)
  }
}
