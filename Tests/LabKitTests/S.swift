import XCTest
final class Smoke: XCTestCase { func testA() {} }
