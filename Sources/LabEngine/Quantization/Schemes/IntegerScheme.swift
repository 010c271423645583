/// Weights as small integers: x ≈ (code − zero) · scale, with a scale and a zero for each group.
public struct IntegerScheme: WeightScheme, Hashable {
  /// 2…8.
  public let bits: Int
  /// How a group's numbers are laid over the codes.
  public let mapping: Mapping
  /// Which weights share a scale.
  public let granularity: Granularity

  /// How a group's numbers are laid over the codes.
  public enum Mapping: String, Hashable, Sendable, CaseIterable {
    /// scale = max |x| / (2^(bits−1) − 1), codes −(2^(bits−1) − 1) … 2^(bits−1) − 1. The code −2^(bits−1) is
    /// never used, so that the codes of x and −x are opposite.
    case absmax
    /// scale = (the x of largest magnitude, with its sign) / −2^(bits−1), codes −2^(bits−1) … 2^(bits−1) − 1:
    /// the lowest code is used and falls on the largest number. What Q4_0 does.
    case signedAbsmax
    /// scale = (max − min) / (2^bits − 1), codes 0 … 2^bits − 1, and a whole number `zero` that stands for 0.
    /// The range is widened to contain 0 where it does not: a zero outside the codes could not be stored.
    case zeroPoint
  }

  /// Which weights share a scale.
  public enum Granularity: Hashable, Sendable {
    /// All of them.
    case tensor
    /// A row, that is an output of the matrix.
    case channel
    /// So many neighbours in a row; the last group of a row holds what remains.
    case group(Int)
  }

  /// A scheme. Throws `QuantizationError.invalidScheme` for bits outside 2…8 or groups of less than 1.
  public init(bits: Int, mapping: Mapping, granularity: Granularity) throws(QuantizationError) {
    guard (2...8).contains(bits) else {
      throw .invalidScheme("codes have 2 to 8 bits, not \(bits)")
    }
    if case .group(let size) = granularity, size < 1 {
      throw .invalidScheme("a group holds 1 weight or more, not \(size)")
    }
    (self.bits, self.mapping, self.granularity) = (bits, mapping, granularity)
  }

  /// The codes that may occur.
  public var codes: ClosedRange<Int> {
    let half = 1 << (bits - 1)
    return switch mapping {
    case .absmax: -(half - 1)...(half - 1)
    case .signedAbsmax: -half...(half - 1)
    case .zeroPoint: 0...(2 * half - 1)
    }
  }

  /// What tables call it: `4-bit absmax, groups of 32`.
  public var name: String { "\(bits)-bit \(mapping.rawValue), \(granularity)" }

  /// Bits for each weight when scales are stored in float16 and zeros in a code's bits.
  public func bitsPerWeight(rows: Int, columns: Int) -> Double {
    guard rows > 0, columns > 0 else { return Double(bits) }
    let scales = granularity == .tensor ? 1 : rows * groupsPerRow(columns)
    let perScale = 16 + (mapping == .zeroPoint ? bits : 0)
    return Double(bits) + Double(scales * perScale) / Double(rows * columns)
  }

  /// The weights after they were written down and read back.
  public func restored(_ weights: Tensor) throws -> Tensor {
    try QuantizedMatrix(weights, scheme: self).dequantized()
  }

  /// Weights of a full group in a row of `columns`.
  func groupSize(_ columns: Int) -> Int {
    if case .group(let size) = granularity { min(size, max(1, columns)) } else { max(1, columns) }
  }

  /// Groups of a row, the remainder included.
  func groupsPerRow(_ columns: Int) -> Int {
    let size = groupSize(columns)
    return columns / size + (columns % size == 0 ? 0 : 1)
  }
}

extension IntegerScheme.Granularity: CustomStringConvertible {
  /// A few words for tables.
  public var description: String {
    switch self {
    case .tensor: "one scale"
    case .channel: "a scale a row"
    case .group(let size): "groups of \(size)"
    }
  }
}
