import Foundation
import LabKit
import LabTesting
import XCTest

final class CourseFindingTests: XCTestCase {
  func testTheNamedFolderComesFirstThenTheProgramThenTheCurrentFolder() throws {
    let named = try SmallCourse(for: self).folder
    let built = try SmallCourse(for: self).folder
    let current = try SmallCourse(for: self).folder
    let elsewhere = try TemporaryFolder(for: self)
    try built.write("", to: ".build/debug/labs")
    let program = built[".build/debug/labs"]
    func root(_ environment: [String: String], _ program: URL?, _ here: URL) throws -> String {
      try Course.find(environment: environment, executable: program, currentFolder: here).root.path
    }
    XCTAssertEqual(try root(["LABS_ROOT": named.url.path], program, current.url), named.url.path)
    XCTAssertEqual(try root([:], program, current.url), built.url.path)
    XCTAssertEqual(try root([:], nil, current["Labs/01-adding"]), current.url.path)
    XCTAssertThrowsError(try root([:], nil, elsewhere.url)) {
      XCTAssertEqual(
        "\($0)",
        "No course found above \(elsewhere.url.path). Go into the course's folder, or set LABS_ROOT to it.")
    }
    XCTAssertThrowsError(try root(["LABS_ROOT": elsewhere.url.path], program, current.url)) {
      XCTAssertEqual(
        "\($0)",
        "LABS_ROOT is \(elsewhere.url.path), but no course is there: it needs Package.swift and curriculum.json."
      )
    }
  }

  func testABrokenCurriculumNamesItsFileAndPlace() throws {
    let folder = try SmallCourse(for: self).folder
    try folder.write("{\"title\": 1}", to: "curriculum.json")
    XCTAssertThrowsError(try Course(root: folder.url)) {
      XCTAssertEqual("\($0)", "\(folder["curriculum.json"].path) is broken. the key \"version\" is missing")
    }
  }
}
