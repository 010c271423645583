import XCTest

@testable import LabKit

final class JSONInsertionTests: XCTestCase {
  func testOnlyTheEndOfTheListChanges() {
    let cases: [(text: String, result: String?)] = [
      ("{\"labs\": []}", "{\"labs\": [\nNEW\n  ]}"),
      ("{\"labs\": [ 1 ] , \"z\": []}", "{\"labs\": [ 1,\nNEW\n  ] , \"z\": []}"),
      (
        "{\"x\": {\"labs\": [7]}, \"labs\": [[1], {\"labs\": [2]}]}",
        "{\"x\": {\"labs\": [7]}, \"labs\": [[1], {\"labs\": [2]},\nNEW\n  ]}"
      ),
      (
        "{\"t\": \"a ] \\\" labs [\", \"labs\": [\"]\"]}",
        "{\"t\": \"a ] \\\" labs [\", \"labs\": [\"]\",\nNEW\n  ]}"
      ),
      ("{\"labs\": {}}", nil), ("{\"other\": []}", nil), ("", nil), ("{\"labs\": [", nil), ("\"\\", nil),
    ]
    for (text, result) in cases {
      XCTAssertEqual(JSONInsertion.append("NEW", toList: "labs", in: text), result, text)
    }
  }
}
