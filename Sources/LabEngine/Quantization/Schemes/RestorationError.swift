import Foundation

/// How far restored numbers are from the original ones. Sums are in float64.
public struct RestorationError: Hashable, Sendable {
  /// Σ e² / n.
  public let meanSquare: Double
  /// max |e|.
  public let largest: Double
  /// ‖e‖ / ‖x‖: 0 when both are 0, infinite when only x is.
  public let relative: Double
  /// √(Σ e²) / n, the figure that ggml's tests print. It is not the root mean square: it shrinks with n.
  public let ggmlFigure: Double

  /// Compares two tensors of one shape. Throws `QuantizationError.mismatch`.
  public init(of restored: Tensor, from original: Tensor) throws(QuantizationError) {
    guard restored.shape == original.shape else {
      throw .mismatch("shape \(restored.shape) cannot be compared with \(original.shape)")
    }
    var (errors, squares, largest) = (0.0, 0.0, 0.0)
    for (x, y) in zip(original.values, restored.values) {
      let error = Double(y) - Double(x)
      errors += error * error
      squares += Double(x) * Double(x)
      // A comparison with NaN is false: it must not pass for a small error.
      if !(abs(error) <= largest) { largest = abs(error) }
    }
    let count = Double(max(1, original.count))
    meanSquare = errors / count
    self.largest = errors.isNaN ? .nan : largest
    relative = errors == 0 ? 0 : (errors / squares).squareRoot()
    ggmlFigure = errors.squareRoot() / count
  }

  /// √(Σ e² / n).
  public var rootMeanSquare: Double { meanSquare.squareRoot() }

  /// ‖x‖² / ‖e‖² in decibels; each bit of a code is worth about 6.
  public var signalToNoise: Double { -20 * log10(relative) }
}
