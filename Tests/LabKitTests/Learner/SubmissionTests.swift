import Foundation
import LabKit
import LabTesting
import XCTest

final class SubmissionTests: XCTestCase {
  private let date = Date(timeIntervalSince1970: 1_795_246_500)

  func testAnArchiveHoldsTheLearnersFileAndItsManifest() throws {
    let small = try SmallCourse(for: self)
    let course = try small.course()
    let lab = course.curriculum.labs[0]
    _ = try Workspace(course).start(lab)
    try small.folder.write("let mine = \"né\"\n", to: "Workspace/01-adding/Exercise.swift")
    let submission = try Submission(of: lab, in: course, at: date)
    let again = try Submission(of: lab, in: course, at: date)
    XCTAssertEqual(submission.archive, again.archive, "equal files and an equal date give equal bytes")

    let entries = try storedEntries(of: submission.archive)
    XCTAssertEqual(entries.map(\.path), ["Exercise.swift", "submission.json"])
    XCTAssertEqual(String(decoding: entries[0].data, as: UTF8.self), "let mine = \"né\"\n")
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    let manifest = try decoder.decode(Submission.Manifest.self, from: entries[1].data)
    XCTAssertEqual(manifest.format, 1)
    XCTAssertEqual(manifest.lab, "01")
    XCTAssertEqual(manifest.course, "1.2.3")
    XCTAssertEqual(manifest.date, date)
    XCTAssertEqual(manifest.files.map(\.bytes), [entries[0].data.count])
    XCTAssertEqual(manifest.files.map(\.sha256), [SHA256.hexadecimal(of: entries[0].data)])
  }

  /// Reads the local headers one after the other, as a reader that knows only the specification would.
  private func storedEntries(of archive: Data) throws -> [(path: String, data: Data)] {
    func number(_ offset: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(archive[offset + $1]) << (8 * $1) }
    }
    var entries: [(String, Data)] = []
    var offset = 0
    while number(offset, 4) == 0x0403_4b50 {
      let size = number(offset + 18, 4)
      let path = offset + 30
      let data = path + number(offset + 26, 2) + number(offset + 28, 2)
      entries.append(
        (
          String(decoding: archive[path..<path + number(offset + 26, 2)], as: UTF8.self),
          archive[data..<data + size]
        ))
      offset = data + size
    }
    return entries
  }
}
