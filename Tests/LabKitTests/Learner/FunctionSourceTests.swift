import LabKit
import LabTesting
import XCTest

final class FunctionSourceTests: XCTestCase {
  func testFindsAFunctionWithItsComment() {
    let source = FunctionSource(SmallCourse.answers)
    XCTAssertEqual(source.names, ["add", "double"])
    XCTAssertEqual(
      source.text(of: "add"),
      """
      /// Adds.
      public func add(_ a: Int, _ b: Int) -> Int {
        a + b
      }
      """)
    XCTAssertEqual(source.text(of: "double"), "public func double(_ a: Int) -> Int { a + a }")
    XCTAssertNil(source.text(of: "ad"))
  }

  func testALongSignatureAndInnerFunctionsStayWhole() {
    let text = """
      func best<T>(
        _ a: [T]
      ) -> [T] {
        func inner() {}
        return a
      }
      let after = 1
      """
    let source = FunctionSource(text)
    XCTAssertEqual(source.names, ["best"])
    XCTAssertEqual(source.text(of: "best"), text.replacing("\nlet after = 1", with: ""))
  }
}
