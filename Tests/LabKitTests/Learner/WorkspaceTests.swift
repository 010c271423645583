import Foundation
import LabKit
import LabTesting
import XCTest

final class WorkspaceTests: XCTestCase {
  private let date = Date(timeIntervalSince1970: 1_795_246_530)

  func testStartingCopiesTheStubsOnce() throws {
    let small = try SmallCourse(for: self)
    let course = try small.course()
    let lab = course.curriculum.labs[0]
    let first = try Workspace(course).start(lab)
    XCTAssertFalse(first.wasStarted)
    XCTAssertEqual(try small.folder.read("Workspace/01-adding/Exercise.swift"), SmallCourse.stubs)
    try small.folder.write("mine", to: "Workspace/01-adding/Exercise.swift")
    XCTAssertTrue(try Workspace(course).start(lab).wasStarted)
    XCTAssertEqual(try small.folder.read("Workspace/01-adding/Exercise.swift"), "mine")
  }

  func testTheManifestHasATargetForEachLabBegun() throws {
    let small = try SmallCourse(for: self)
    let course = try small.course()
    for lab in course.curriculum.labs { _ = try Workspace(course).start(lab) }
    XCTAssertEqual(
      try small.folder.read("Workspace/Package.swift"),
      """
      // swift-tools-version: 6.2
      // Written by `labs start`, so that your editor completes and checks your exercises.
      import PackageDescription

      let package = Package(
        name: "workspace",
        platforms: [.macOS(.v14)],
        dependencies: [.package(name: "llm-labs", path: "..")],
        targets: [
          .target(
            name: "Lab01",
            dependencies: [.product(name: "LabContracts", package: "llm-labs")],
            path: "01-adding", sources: ["Exercise.swift"],
            swiftSettings: [.enableUpcomingFeature("BareSlashRegexLiterals")]),
          .target(
            name: "Lab02",
            dependencies: [.product(name: "LabContracts", package: "llm-labs")],
            path: "02-doubling", sources: ["Exercise.swift"],
            swiftSettings: [.enableUpcomingFeature("BareSlashRegexLiterals")]),
        ],
        swiftLanguageModes: [.v5]
      )

      """)
  }

  func testAWorkspaceElsewhereNamesTheCourse() throws {
    let small = try SmallCourse(for: self)
    let elsewhere = try TemporaryFolder(for: self)
    let course = try Course(root: small.folder.url, workspace: elsewhere["my work"])
    _ = try Workspace(course).start(course.curriculum.labs[0])
    XCTAssertEqual(try elsewhere.read("my work/01-adding/Exercise.swift"), SmallCourse.stubs)
    XCTAssertTrue(try elsewhere.read("my work/Package.swift").contains("path: \"\(small.folder.url.path)\")"))
    XCTAssertFalse(try small.folder.names().contains("Workspace"))
  }

  func testAManifestTheLearnerChangedIsKept() throws {
    let small = try SmallCourse(for: self)
    let course = try small.course()
    XCTAssertNil(try Workspace(course).start(course.curriculum.labs[0]).keptManifest)
    try small.folder.write("// mine\n", to: "Workspace/Package.swift")
    let kept = try XCTUnwrap(try Workspace(course).start(course.curriculum.labs[1], at: date).keptManifest)
    XCTAssertEqual(kept.path, small.folder["Workspace/.backups/Package-20261121-073530.swift"].path)
    XCTAssertEqual(try small.folder.read("Workspace/.backups/Package-20261121-073530.swift"), "// mine\n")
    XCTAssertTrue(try small.folder.read("Workspace/Package.swift").contains("Lab02"))
  }

  func testResettingKeepsWhatTheLearnerWrote() throws {
    let small = try SmallCourse(for: self)
    let course = try small.course()
    let lab = course.curriculum.labs[0]
    _ = try Workspace(course).start(lab)
    try small.folder.write("first", to: "Workspace/01-adding/Exercise.swift")
    _ = try Workspace(course).reset(lab, at: date)
    XCTAssertEqual(try small.folder.read("Workspace/01-adding/Exercise.swift"), SmallCourse.stubs)
    try small.folder.write("second", to: "Workspace/01-adding/Exercise.swift")
    _ = try Workspace(course).reset(lab, at: date)
    let backups = "Workspace/.backups/01-adding"
    XCTAssertEqual(
      try small.folder.names(in: backups),
      ["Exercise-20261121-073530-2.swift", "Exercise-20261121-073530.swift"])
    XCTAssertEqual(try small.folder.read("\(backups)/Exercise-20261121-073530.swift"), "first")
    XCTAssertEqual(try small.folder.read("\(backups)/Exercise-20261121-073530-2.swift"), "second")
  }

  func testACourseWithoutItsStubsSaysWhichFile() throws {
    let small = try SmallCourse(for: self)
    let course = try small.course()
    let stubs = small.folder["Labs/01-adding/Exercise.swift"]
    try FileManager.default.removeItem(at: stubs)
    XCTAssertThrowsError(try Workspace(course).start(course.curriculum.labs[0])) {
      XCTAssertEqual("\($0)", "\(stubs.path) cannot be read: No such file or directory.")
    }
    XCTAssertFalse(course.isStarted(course.curriculum.labs[0]))
  }

  func testALessonIsCopiedOnceAndKeptOnReset() throws {
    let small = try SmallCourse(for: self)
    let course = try small.course()
    let lab = course.curriculum.labs[0]
    XCTAssertEqual(
      try Workspace(course).copyLesson(of: lab).path, small.folder["Workspace/01-adding/lab.swift"].path)
    try small.folder.write("// mine", to: "Workspace/01-adding/lab.swift")
    _ = try Workspace(course).copyLesson(of: lab)
    _ = try Workspace(course).start(lab)
    _ = try Workspace(course).reset(lab)
    XCTAssertEqual(try small.folder.read("Workspace/01-adding/lab.swift"), "// mine")
  }
}
