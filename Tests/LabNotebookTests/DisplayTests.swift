import Foundation
import LabNotebook
import XCTest

final class DisplayTests: XCTestCase {
  func testJSONRoundTrip() throws {
    for value in DisplayCase.ordinary {
      let json = try value.display.json()
      XCTAssertEqual(try Display(json: json), value.display)
    }
  }

  /// NaN differs from itself, so the JSON is compared.
  func testNumbersThatJSONLacksSurvive() throws {
    for value in DisplayCase.hostile {
      let json = try value.display.json()
      XCTAssertEqual(try Display(json: json).json(), json)
    }
  }

  func testNothingIsTooStrangeToDrawAndNoLineIsTooWide() {
    for value in DisplayCase.ordinary + DisplayCase.hostile {
      for width in [20, 33, 80, 200] {
        for unicode in [true, false] {
          let text = value.display.text(for: TerminalTraits(width: width, unicode: unicode))
          let widest = text.split(separator: "\n").map(\.displayWidth).max() ?? 0
          XCTAssertLessThanOrEqual(widest, width, "\(value.display.summary.prefix(200))\n\(text)")
          if !unicode { XCTAssertTrue(text.allSatisfy(\.isASCII), text) }
        }
      }
    }
  }

  func testEveryDisplayHasWordsForThoseWhoCannotSeeIt() {
    for value in DisplayCase.ordinary { XCTAssertFalse(value.display.summary.isEmpty) }
    let plot = DisplayCase.ordinary[1].display.summary
    XCTAssertEqual(
      plot,
      "Line plot of share against n. one: 3 points, from 10 % at 1 to 90 % at 100. "
        + "two: 3 points, from 20 % at 1 to 40 % at 100. majority: 25 %. stop: 50. best: 50 % at 10.")
  }
}
