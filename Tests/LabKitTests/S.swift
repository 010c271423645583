import XCTest
final class LabKitSmoke: XCTestCase { func testA() {} }
