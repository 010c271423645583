import Foundation
import XCTest

@testable import LabEngine

/// Lessons find the course's model wherever they are started from.
final class ModelFolderCourseTests: XCTestCase {
  private func makeCourse() throws -> (root: URL, inside: URL) {
    let root = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "labs-course-\(UUID().uuidString)")
    addTeardownBlock { try FileManager.default.removeItem(at: root) }
    let (model, inside) = (root.appending(path: "Models/course"), root.appending(path: "a/b"))
    for folder in [model, inside] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try Data().write(to: ModelFolder(model).model)
    return (root, inside)
  }

  func testTheCourseThatTheEnvironmentNamesIsTaken() throws {
    let (root, _) = try makeCourse()
    let folder = try ModelFolder.course(in: CourseFiles(environment: ["LABS_ROOT": root.path]))
    XCTAssertEqual(folder.url.standardizedFileURL.path, root.appending(path: "Models/course").path)
  }

  func testTheProgramAndTheCurrentFolderLeadUpToIt() throws {
    let (root, inside) = try makeCourse()
    let (expected, nowhere) = (root.appending(path: "Models/course").path, URL(filePath: "/"))
    let byProgram = try ModelFolder.course(
      in: CourseFiles(
        environment: [:], executable: inside.appending(path: "program"), currentFolder: nowhere))
    let byFolder = try ModelFolder.course(
      in: CourseFiles(environment: [:], executable: nowhere, currentFolder: inside))
    XCTAssertEqual(byProgram.url.path, expected)
    XCTAssertEqual(byFolder.url.path, expected)
  }

  func testWithoutAModelTheErrorSaysWhatToDo() {
    for environment in [["LABS_ROOT": "/nowhere"], [:]] {
      let nowhere = URL(filePath: "/")
      XCTAssertThrowsError(
        try ModelFolder.course(
          in: CourseFiles(environment: environment, executable: nil, currentFolder: nowhere))
      ) { XCTAssertTrue("\($0)".contains("LABS_ROOT"), "\($0)") }
    }
  }
}
