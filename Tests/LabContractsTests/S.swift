import XCTest
final class LabContractsSmoke: XCTestCase { func testA() {} }
