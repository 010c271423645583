import Foundation

/// Counts of values over equal intervals.
///
/// ```swift
/// display(Histogram("Words a ticket", of: lengths, x: "words", bins: 12))
/// ```
public struct Histogram: Codable, Equatable, Sendable, Displayable {
  /// What the plot shows, in a few words.
  public var title: String
  /// The quantity that was counted.
  public var x: Axis
  /// The first edge; bin `i` covers `start + i * width ..< start + (i + 1) * width`, the last one its upper
  /// edge too.
  public let start: Double
  /// The width of one bin.
  public let width: Double
  /// How many values fell into each bin.
  public let counts: [Int]
  /// How many values were not finite and are in no bin.
  public let leftOut: Int

  /// Counts `values` in bins of a round width.
  ///
  /// - Parameter bins: about how many bins to make; the width is rounded to 1, 2, 2.5 or 5 times a power of
  ///   ten. By default the Freedman–Diaconis rule (1981), between 5 and 30.
  public init<Value: Plottable>(_ title: String, of values: [Value], x: Axis, bins: Int? = nil) {
    let finite = values.map(\.plotValue).filter(\.isFinite).map(clampedForDrawing).sorted()
    self.title = title
    self.x = x
    self.leftOut = values.count - finite.count
    guard let low = finite.first, let high = finite.last else {
      (start, width, counts) = (0, 1, [])
      return
    }
    let wanted = max(1, min(bins ?? freedmanDiaconis(finite), 1000))
    let spread = high > low ? high - low : max(abs(low), 1)
    // Steps only one unit in the last place apart would put two edges on one number.
    let width = max(roundStep(spread / Double(wanted)), spread.ulp, low.magnitude.ulp, high.magnitude.ulp)
    let start = (low / width).rounded(.down) * width
    let last = max(0, Int(((high - start) / width).rounded(.up)) - 1)
    var counts = [Int](repeating: 0, count: last + 1)
    for value in finite {
      counts[max(0, min(last, Int((value - start) / width)))] += 1
    }
    (self.start, self.width, self.counts) = (start, width, counts)
  }

  /// The edges of the bins, one more than there are bins.
  var allEdges: [Double] {
    (0...counts.count).map { start + Double($0) * width }
  }

  /// The histogram as a display.
  public var display: Display { .histogram(self) }
}

/// 2 · IQR / ∛n as a bin width, as a number of bins.
private func freedmanDiaconis(_ sorted: [Double]) -> Int {
  let quarter = sorted.count / 4
  let interquartile = sorted[sorted.count - 1 - quarter] - sorted[quarter]
  let spread = sorted[sorted.count - 1] - sorted[0]
  guard interquartile > 0 else { return 5 }
  return Int(max(5, min(30, spread / (2 * interquartile / cbrt(Double(sorted.count))))))
}
