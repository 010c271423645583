/// The two 8-bit floating-point formats of the OCP specification (OFP8, revision 1.0; Micikevicius et al. 2022).
public enum Float8: String, Hashable, Sendable, CaseIterable {
  /// 1 sign, 4 exponent and 3 fraction bits: up to 448. No infinities; one NaN of each sign.
  case e4m3
  /// 1 sign, 5 exponent and 2 fraction bits: up to 57344, with infinities, as a shortened float16.
  case e5m2

  /// The largest finite number.
  public var largest: Float { self == .e4m3 ? 448 : 57344 }

  private var fractionBits: Int { self == .e4m3 ? 3 : 2 }
  /// The exponent of the smallest normal number, shared by the subnormal ones.
  private var smallestExponent: Int { self == .e4m3 ? -6 : -14 }

  /// The nearest code, ties to even. Numbers beyond the largest become the largest, infinities too (the
  /// specification's saturating mode); NaN stays NaN.
  public func encode(_ value: Float) -> UInt8 {
    let sign: UInt8 = value.sign == .minus ? 0x80 : 0
    if value.isNaN { return sign | 0x7F }
    let magnitude = min(abs(value), largest)
    guard magnitude > 0 else { return sign }
    let exponent = max(Int(magnitude.exponent), smallestExponent)
    let step = Float(sign: .plus, exponent: exponent - fractionBits, significand: 1)
    let fraction = Int((magnitude / step).rounded(.toNearestOrEven))
    // Subnormal numbers begin at code 0, normal ones go on counting; a carry is the next exponent.
    return sign | UInt8((exponent - smallestExponent) << fractionBits + fraction)
  }

  /// The number that a code stands for.
  public func decode(_ code: UInt8) -> Float {
    let sign: Float = code & 0x80 == 0 ? 1 : -1
    let magnitude = Int(code & 0x7F)
    let (exponent, fraction) = (magnitude >> fractionBits, magnitude & (1 << fractionBits - 1))
    switch self {
    case .e4m3 where magnitude == 0x7F: return .nan
    case .e5m2 where exponent == 31: return fraction == 0 ? sign * .infinity : .nan
    default: break
    }
    let step = Float(
      sign: .plus, exponent: max(1, exponent) - 1 + smallestExponent - fractionBits, significand: 1)
    return sign * Float(exponent == 0 ? fraction : fraction + 1 << fractionBits) * step
  }
}

/// Float8 numbers times a scale that brings the largest of a row, or of the matrix, to the format's largest.
public struct ScaledFloat8: WeightScheme, Hashable {
  /// The format of the numbers.
  public let format: Float8
  /// What shares a scale.
  public var granularity: IntegerScheme.Granularity { grid.granularity }
  /// Groups are cut as for integers.
  private let grid: IntegerScheme

  /// A scheme. Throws `QuantizationError.invalidScheme` for groups of less than 1.
  public init(_ format: Float8, granularity: IntegerScheme.Granularity) throws(QuantizationError) {
    self.format = format
    grid = try IntegerScheme(bits: 8, mapping: .absmax, granularity: granularity)
  }

  /// What tables call it.
  public var name: String { "\(format.rawValue.uppercased()), \(granularity)" }

  /// Eight bits and float32 scales.
  public func bitsPerWeight(rows: Int, columns: Int) -> Double {
    guard rows > 0, columns > 0 else { return 8 }
    let scales = granularity == .tensor ? 1 : rows * grid.groupsPerRow(columns)
    return 8 + 32 * Double(scales) / Double(rows * columns)
  }

  /// The weights after they were written down and read back.
  public func restored(_ weights: Tensor) throws -> Tensor {
    let (rows, columns) = try matrixSize(weights)
    let size = granularity == .tensor ? max(1, weights.count) : grid.groupSize(columns)
    let rowLength = granularity == .tensor ? weights.count : columns
    var values: [Float] = []
    values.reserveCapacity(weights.count)
    for start in stride(from: 0, to: rows * columns, by: max(1, rowLength)) {
      for first in stride(from: start, to: start + rowLength, by: size) {
        let group = weights.values[first..<min(first + size, start + rowLength)]
        let scale = group.reduce(0) { max($0, abs($1)) } / format.largest
        values += group.map { scale > 0 ? format.decode(format.encode($0 / scale)) * scale : 0 }
      }
    }
    return Tensor(trusted: values, shape: weights.shape)
  }
}
