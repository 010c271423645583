import Foundation
import LabKit
import LabTesting
import XCTest

final class SafeFileTests: XCTestCase {
  private let date = Date(timeIntervalSince1970: 1_795_246_530)

  func testReplacingLeavesOnlyTheNewFile() throws {
    let folder = try TemporaryFolder(for: self)
    try folder.write("old and longer", to: "a.json")
    try SafeFile.replace(folder["a.json"], with: Data("new".utf8))
    XCTAssertEqual(try folder.read("a.json"), "new")
    XCTAssertEqual(try folder.names(), ["a.json"])
  }

  func testCreatingNeverOverwrites() throws {
    let folder = try TemporaryFolder(for: self)
    try folder.write("mine", to: "a.swift")
    XCTAssertThrowsError(try SafeFile.create(folder["a.swift"], with: Data("theirs".utf8))) {
      XCTAssertEqual(($0 as? FileError)?.code, EEXIST)
    }
    XCTAssertEqual(try folder.read("a.swift"), "mine")
  }

  func testAFailureIsOneSentenceAndLeavesNothingBehind() throws {
    let folder = try TemporaryFolder(for: self)
    try folder.write("mine", to: "file")
    let below = folder["file/below"]
    XCTAssertThrowsError(try SafeFile.replace(below, with: Data())) {
      XCTAssertEqual("\($0)", "\(below.path) cannot be written: Not a directory.")
    }
    let missing = folder["missing"]
    XCTAssertThrowsError(try SafeFile.bytes(of: missing)) {
      XCTAssertEqual("\($0)", "\(missing.path) cannot be read: No such file or directory.")
    }
    XCTAssertEqual(try folder.names(), ["file"])
  }

  func testNamesCarryTheTimeAndAreNeverTaken() throws {
    let folder = try TemporaryFolder(for: self)
    let file = folder["Exercise.swift"]
    let names = try (0..<3).map { _ in
      try SafeFile.keepCopy(of: file, holding: Data("x".utf8), in: folder.url, at: date).lastPathComponent
    }
    XCTAssertEqual(
      names,
      [
        "Exercise-20261121-073530.swift", "Exercise-20261121-073530-2.swift",
        "Exercise-20261121-073530-3.swift",
      ])
  }
}
