import Foundation
import LabTesting
import XCTest

@testable import LabKit

final class HiddenCheckpointsTests: XCTestCase {
  private static let list = """
    [{"id": "01.1", "test": "test01_more", "title": "more", "points": 4, "exercises": ["01.1"]}]
    """

  func testTheFolderIsReadAndLaidOutToBeBuilt() throws {
    let folder = try TemporaryFolder(for: self)
    try folder.write(Self.list, to: "hidden/hidden.json")
    try folder.write("// a test", to: "hidden/Lab01Hidden.swift")
    try folder.write("notes", to: "hidden/notes.txt")
    let hidden = try HiddenCheckpoints(folder: folder["hidden"])
    XCTAssertEqual(hidden.checkpoints.map(\.points), [4])
    let small = try SmallCourse(for: self)
    let course = try small.course()
    try small.folder.write("// of another course", to: "HiddenTests/Old.swift")
    try hidden.layOut(in: course)
    XCTAssertEqual(try small.folder.names(in: "HiddenTests"), ["Lab01Hidden.swift"])
    XCTAssertEqual(try small.folder.read("HiddenTests/Lab01Hidden.swift"), "// a test")
    XCTAssertEqual(
      HiddenCheckpoints.testType(of: course.curriculum.labs[0]), "HiddenTests.Lab01Hidden")
    _ = try CourseRelease(of: course).write(to: folder["release"])
    XCTAssertFalse(try folder.names(in: "release").contains("HiddenTests"))
  }

  func testEveryChangeChangesTheDigest() throws {
    let folder = try TemporaryFolder(for: self)
    var digests: Set<String> = []
    for (list, source) in [(Self.list, "a"), (Self.list, "b"), (Self.list.replacing("4", with: "5"), "b")] {
      try folder.write(list, to: "hidden.json")
      try folder.write(source, to: "A.swift")
      digests.insert(try HiddenCheckpoints(folder: folder.url).digest)
    }
    XCTAssertEqual(digests.count, 3)
  }

  func testAListThatCannotBeUnderstoodIsNamed() throws {
    let folder = try TemporaryFolder(for: self)
    XCTAssertThrowsError(try HiddenCheckpoints(folder: folder.url)) {
      XCTAssertTrue("\($0)".contains("hidden.json cannot be read"), "\($0)")
    }
    try folder.write("[{\"id\": \"01.1\"}]", to: "hidden.json")
    XCTAssertThrowsError(try HiddenCheckpoints(folder: folder.url)) {
      XCTAssertTrue("\($0)".contains("the key \"test\" is missing"), "\($0)")
    }
  }
}
