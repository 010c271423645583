import Foundation
import LabKit
import LabTesting
import XCTest

final class DataFolderTests: XCTestCase {
  func testAFileIsThereOnlyWhenItsBytesAreRight() throws {
    let folder = try TemporaryFolder(for: self)
    let dataSet = try Curriculum(json: Data(SmallCourse.curriculum.utf8)).dataSets[0]
    let data = DataFolder(environment: ["LABS_DATA_DIR": folder.url.path])
    XCTAssertEqual(try data.state(of: dataSet), .missing)
    try folder.write("ab", to: "text/abc.txt")
    XCTAssertEqual(try data.state(of: dataSet), .wrongSize(found: 2))
    try folder.write("abd", to: "text/abc.txt")
    let hash = "a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9"
    XCTAssertEqual(try data.state(of: dataSet), .wrongHash(found: hash))
    try folder.write("abc", to: "text/abc.txt")
    XCTAssertEqual(try data.state(of: dataSet), .present)
    XCTAssertEqual(try DataFolder(environment: [:]).state(of: dataSet), .missing)
  }
}
