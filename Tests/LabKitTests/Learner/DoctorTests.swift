import Foundation
import LabNotebook
import XCTest

@testable import LabKit
@testable import LabTesting

final class DoctorTests: XCTestCase {
  func testOnlySwift6_2OrLaterWillDo() {
    XCTAssertTrue(Doctor.isRecent("Swift version 6.2 (swift-6.2-RELEASE)"))
    XCTAssertTrue(Doctor.isRecent("Apple Swift version 10.0.1 (x)"))
    XCTAssertFalse(Doctor.isRecent("Swift version 6.1.3 (swift-6.1.3-RELEASE)"))
    XCTAssertFalse(Doctor.isRecent("Swift version 5.10"))
    XCTAssertFalse(Doctor.isRecent("unknown version"))
  }

  func testWhatIsMissingComesWithAdvice() throws {
    let small = try SmallCourse(for: self)
    let doctor = Doctor(
      try small.course(), terminal: TerminalTraits(width: 40, unicode: false),
      environment: ["PATH": small.folder.url.path, "LABS_DATA_DIR": "/nowhere/at/all"],
      products: BuildProducts(folder: small.folder.url))
    let findings = Dictionary(uniqueKeysWithValues: doctor.findings().map { ($0.subject, $0) })
    XCTAssertEqual(findings["toolchain"]?.verdict, .bad)
    XCTAssertEqual(findings["hosts"]?.advice, "Run `swift build` in \(small.folder.url.path).")
    XCTAssertEqual(findings["write access"]?.verdict, .good)
    XCTAssertEqual(findings["terminal"]?.found, "40 columns, ASCII only")
    XCTAssertEqual(findings["real data"]?.verdict, .limited)
    for finding in findings.values where finding.verdict != .good { XCTAssertNotNil(finding.advice) }
    XCTAssertFalse(try small.folder.names().contains { $0.hasPrefix(".labs-doctor") }, "the trial is removed")
  }
}
