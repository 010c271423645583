import XCTest
final class LabsSmoke: XCTestCase { func testA() {} }
