import Foundation
import LabTesting
import XCTest

@testable import LabKit

final class NewLabTests: XCTestCase {
  func testTheNameGivesAllOthers() throws {
    let lab = try NewLab("08-best-of-n")
    XCTAssertEqual(
      [lab.number, lab.slug, lab.contractName, lab.title], ["08", "best-of-n", "BestOfN", "Best of n"])
    for name in ["8-retrieval", "08", "08-", "08-Retrieval", "08-a--b", "08-../x", "008-x", "", "08-a/b"] {
      XCTAssertThrowsError(try NewLab(name), name) {
        XCTAssertEqual(
          "\($0)",
          "`\(name)` is not a lab's name: two digits, a dash and lowercase words, such as `08-retrieval`.")
      }
    }
  }

  func testTheCurriculumAndTheManifestNameTheLab() throws {
    let small = try SmallCourse(for: self)
    let files = try NewLab("03-tripling").layOut(in: small.course())
    for file in files { XCTAssertTrue(FileManager.default.fileExists(atPath: file.path), file.path) }
    let lab = try XCTUnwrap(try small.course().curriculum.labs.last)
    XCTAssertEqual(lab.folderName, "03-tripling")
    XCTAssertEqual(lab.checkpoints.map(\.exercises), [["03.1"]])
    XCTAssertTrue(
      try small.folder.read("Package.swift").contains("let labNumbers = [\"01\", \"02\", \"03\"]\n"))
  }

  func testNothingIsOverwrittenAndARefusalWritesNothing() throws {
    let small = try SmallCourse(for: self)
    try small.folder.write("mine", to: "Sources/LabContracts/Tripling.swift")
    let before = try snapshot(small.folder)
    let refusals = [
      ("03-tripling", "Sources/LabContracts/Tripling.swift is there already; nothing was written."),
      (
        "01-other",
        "The lab does not fit the curriculum (labs[2].number: \"01\" stands already at labs[0].number); "
          + "nothing was written."
      ),
    ]
    for (name, sentence) in refusals {
      XCTAssertThrowsError(try NewLab(name).layOut(in: small.course())) { XCTAssertEqual("\($0)", sentence) }
      XCTAssertEqual(try snapshot(small.folder), before)
    }
    try small.folder.write("// nothing here", to: "Package.swift")
    XCTAssertThrowsError(try NewLab("04-x").layOut(in: small.course())) {
      XCTAssertEqual(
        "\($0)", "Package.swift has no `let labNumbers = […]` to add the lab to; nothing was written.")
    }
  }

  /// A folder in the way of one file stands for any failure half-way.
  func testAFailureTakesBackWhatWasWritten() throws {
    let small = try SmallCourse(for: self)
    try small.folder.write("a file where a folder must be", to: "Tests")
    let before = try snapshot(small.folder)
    XCTAssertThrowsError(try NewLab("03-tripling").layOut(in: small.course())) {
      XCTAssertTrue($0 is FileError)
    }
    XCTAssertEqual(try snapshot(small.folder), before)
  }

  /// Every file with its text.
  private func snapshot(_ folder: TemporaryFolder) throws -> [String: String] {
    let paths = try XCTUnwrap(FileManager.default.enumerator(atPath: folder.url.path)).compactMap {
      $0 as? String
    }
    return Dictionary(
      uniqueKeysWithValues: paths.compactMap { path in (try? folder.read(path)).map { (path, $0) } })
  }
}
