import XCTest
final class Lab01Smoke: XCTestCase { func testA() {} }
