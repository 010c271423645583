import LabEngine
import XCTest

final class AbstainingRouterTests: XCTestCase {
  func testAnUnsureRouterHandsOverToAPerson() throws {
    let model = try NaiveBayes(training: Examples.evidence)
    XCTAssertEqual(AbstainingRouter(model, below: 0.5).route("refund damaged item"), .refund)
    XCTAssertEqual(AbstainingRouter(model, below: 0.5).route("hello"), .manualReview)
    XCTAssertEqual(AbstainingRouter(model, below: 0).route("hello"), model.route("hello"))
  }
}
