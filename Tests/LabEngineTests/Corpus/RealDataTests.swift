import Foundation
import XCTest

@testable import LabEngine

final class RealDataTests: XCTestCase {
  func testAFileIsReadWhereItIsAndNilWhereItIsNot() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "labs-data-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    addTeardownBlock { try FileManager.default.removeItem(at: folder) }
    try Data([1, 2, 3]).write(to: folder.appending(path: "three"))
    let environment = ["LABS_DATA_DIR": folder.path]
    XCTAssertEqual(try RealData.read("three", environment: environment), [1, 2, 3])
    XCTAssertNil(try RealData.read("four", environment: environment))
    XCTAssertNil(try RealData.read("three", environment: ["LABS_DATA_DIR": ""]))
    XCTAssertNil(try RealData.read("three", environment: [:]))
  }

  func testAFileThatIsThereButCannotBeReadIsAnError() throws {
    let folder = FileManager.default.temporaryDirectory
    XCTAssertThrowsError(try RealData.read(".", environment: ["LABS_DATA_DIR": folder.path]))
  }
}
