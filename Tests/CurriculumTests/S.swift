import XCTest
final class CurriculumSmoke: XCTestCase { func testA() {} }
