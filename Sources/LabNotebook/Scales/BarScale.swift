import Foundation

/// How long bars are, as shares of the space there is for them.
///
/// On a linear axis bars begin at zero, which is always in view. A logarithmic axis has no zero: there they begin
/// at the power of ten below the smallest value.
struct BarScale {
  /// Where bars begin, from 0 (the left end) to 1.
  let start: Double
  private let axis: Axis
  private let largest: Double
  private let lengthOfLargest: Double
  private let logarithmic: AxisScale?

  init(values: [Double], axis: Axis) {
    self.axis = axis
    let ends = [axis.range?.lowerBound, axis.range?.upperBound].compactMap(\.self)
    let drawable = (values + ends).filter(\.isFinite).map(clampedForDrawing)
    if axis.scale == .log {
      (start, largest, lengthOfLargest) = (0, 1, 1)
      logarithmic = AxisScale(Self.logarithmic(axis, values: drawable), fitting: [], maximumTicks: 7)
    } else {
      let (low, high) = (min(0, drawable.min() ?? 0), max(0, drawable.max() ?? 0))
      // In shares of the largest value, so that neither huge nor tiny numbers overflow.
      largest = max(-low, high, .leastNonzeroMagnitude)
      let span = high / largest - low / largest
      lengthOfLargest = span > 0 ? 1 / span : 0
      start = -low / largest * lengthOfLargest
      logarithmic = nil
    }
  }

  /// The length of a bar, negative to the left; nothing for what cannot be drawn.
  func length(_ value: Double) -> Double {
    if let logarithmic { return max(0, min(1, logarithmic.unit(value) ?? 0)) }
    return value.isFinite ? clampedForDrawing(value) / largest * lengthOfLargest : 0
  }

  /// An axis from the power of ten below the smallest value to the largest.
  static func logarithmic(_ axis: Axis, values: [Double]) -> Axis {
    let positive = values.filter { $0 > 0 && $0.isFinite }
    guard axis.range == nil, let low = positive.min(), let high = positive.max() else { return axis }
    var axis = axis
    let below = pow(10, (log10(low) - 1e-9).rounded(.down))
    axis.range = max(below, .leastNonzeroMagnitude)...max(high, below * 10)
    return axis
  }
}
