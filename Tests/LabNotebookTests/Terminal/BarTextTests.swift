import LabNotebook
import XCTest

final class BarTextTests: XCTestCase {
  func testBarsGrowBothWaysFromZero() {
    let plot = BarPlot("Evidence", value: "log odds", [("money", 2), ("parcel", -1)])
    XCTAssertEqual(
      plot.display.text(for: TerminalTraits(width: 30)),
      """
      Evidence
      log odds
      money        │████████████ 2
      parcel ██████│ -1
      """)
  }

  func testGroupsAndIntervals() {
    let plot = BarPlot("", value: .percent("", 0...1), categories: ["old"]) {
      Bars("rules", [1.0])
      Bars("bayes", [0.5], low: [0.4], high: [0.6])
    }
    XCTAssertEqual(
      plot.display.text(for: TerminalTraits(width: 40, unicode: false)),
      """
      o rules   + bayes
      old o |############### 100 %
          + |######## 50 % [40 %, 60 %]
      """)
  }

  func testHistogramCountsHalfOpenBinsAndClosesTheLast() {
    let histogram = Histogram("", of: [0, 0.5, 1, 1.5, 2, .nan], x: "x", bins: 2)
    XCTAssertEqual(histogram.counts, [2, 3])
    XCTAssertEqual(histogram.leftOut, 1)
    XCTAssertTrue(histogram.display.text().contains("1 not finite, left out"))
  }

  func testHistogramLosesNoValue() {
    for seed in 1...20 {
      var state = UInt64(seed)
      let values = (0..<500).map { _ -> Double in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(Int64(bitPattern: state)) * 1e-17
      }
      let histogram = Histogram("", of: values, x: "x")
      XCTAssertEqual(histogram.counts.reduce(0, +), 500, "seed \(seed)")
      for (bin, count) in histogram.counts.enumerated() {
        let low = histogram.start + Double(bin) * histogram.width
        let isLast = bin == histogram.counts.count - 1
        let inside = values.filter { $0 >= low && ($0 < low + histogram.width || isLast) }
        XCTAssertEqual(inside.count, count, "seed \(seed), bin \(bin)")
      }
    }
  }
}
