import XCTest
final class LabNotebookSmoke: XCTestCase { func testA() {} }
