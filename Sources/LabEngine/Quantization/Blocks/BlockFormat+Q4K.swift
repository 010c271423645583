extension BlockWriter {
  /// Eight groups of 32, each with a scale and a minimum of its own; those are stored in 6 bits each, as
  /// multiples of two float16 numbers of the block.
  ///
  /// Codes are chosen last, for the scales as they will be read back. ggml searches with other weights, so
  /// its bytes differ; what they mean does not.
  mutating func writeQ4K(_ x: [Float]) throws(QuantizationError) {
    let fits = (0..<8).map { AffineFit(Array(x[32 * $0..<32 * $0 + 32])) }
    let (d, dmin) = (largest(fits.map(\.scale)) / 63, largest(fits.map(\.minimum)) / 63)
    try appendHalf(d)
    try appendHalf(dmin)
    let (dRead, dminRead) = (HalfPrecision.roundedToFloat16(d), HalfPrecision.roundedToFloat16(dmin))
    let scales = fits.map { sixBits($0.scale, dRead) }
    let minima = fits.map { sixBits($0.minimum, dminRead) }
    append(Self.packed(scales, minima))
    let codes = (0..<8).map { group in
      let (scale, minimum) = (dRead * Float(scales[group]), dminRead * Float(minima[group]))
      let inverse = Self.inverse(scale)
      return x[32 * group..<32 * group + 32].map {
        UInt8(max(0, min(15, (($0 + minimum) * inverse).rounded())))
      }
    }
    // Two groups share 32 bytes.
    for pair in 0..<4 {
      append((0..<32).map { codes[2 * pair][$0] | codes[2 * pair + 1][$0] << 4 })
    }
  }

  private func largest(_ values: [Float]) -> Float { values.max() ?? 0 }

  private func sixBits(_ value: Float, _ unit: Float) -> UInt8 {
    UInt8(max(0, min(63, (value * Self.inverse(unit)).rounded())))
  }

  /// Twelve bytes: six bits of the first four scales and minima, whose two upper bits carry the upper bits of
  /// the other four.
  private static func packed(_ scales: [UInt8], _ minima: [UInt8]) -> [UInt8] {
    (0..<4).map { scales[$0] | (scales[$0 + 4] >> 4) << 6 }
      + (0..<4).map { minima[$0] | (minima[$0 + 4] >> 4) << 6 }
      + (4..<8).map { scales[$0] & 15 | minima[$0] << 4 }
  }
}

extension BlockFormat {
  static func readQ4K(_ block: [UInt8]) -> [Float] {
    let (d, dmin) = (half(block, at: 0), half(block, at: 2))
    return (0..<8).flatMap { group in
      let (scale, minimum) = scaleAndMinimum(block[4..<16].map { $0 }, group)
      let (step, offset) = (d * Float(scale), dmin * Float(minimum))
      let bytes = block[16 + group / 2 * 32..<48 + group / 2 * 32]
      return bytes.map { step * Float($0 >> (group % 2 * 4) & 15) - offset }
    }
  }

  private static func scaleAndMinimum(_ packed: [UInt8], _ group: Int) -> (UInt8, UInt8) {
    if group < 4 { return (packed[group] & 63, packed[group + 4] & 63) }
    let (upperScale, upperMinimum) = (packed[group - 4] >> 6, packed[group] >> 6)
    return (packed[group + 4] & 15 | upperScale << 4, packed[group + 4] >> 4 | upperMinimum << 4)
  }
}

/// The scale and the minimum, both 0 or more, for x ≈ code · scale − minimum with codes 0…15.
///
/// From several ranges a little narrower and wider than that of the numbers, the one is kept whose codes
/// leave the smallest squares after scale and minimum were fitted to them.
struct AffineFit {
  private(set) var scale: Float = 0
  private(set) var minimum: Float = 0
  private var error = Double.infinity

  init(_ x: [Float]) {
    let (low, high) = (min(0, x.min() ?? 0), max(0, x.max() ?? 0))
    let range = high / 15 - low / 15
    guard range > 0 else { return }
    for tenths in -10...10 {
      let step = range * 15 / (15 + Float(tenths) / 10)
      let codes = x.map { max(0, min(15, (($0 - low) * BlockWriter.inverse(step)).rounded())) }
      let fitted = Self.leastSquares(x, codes)
      tryOut(x, step, -low)
      tryOut(x, fitted.scale, fitted.minimum)
    }
  }

  private mutating func tryOut(_ x: [Float], _ scale: Float, _ minimum: Float) {
    let inverse = BlockWriter.inverse(scale)
    let error = x.reduce(0.0) { sum, value in
      let code = max(0, min(15, ((value + minimum) * inverse).rounded()))
      let difference = Double(code * scale - minimum - value)
      return sum + difference * difference
    }
    if error < self.error { (self.scale, self.minimum, self.error) = (scale, minimum, error) }
  }

  /// The line through (code, x) with the smallest squares; through 0 when its offset would be positive.
  private static func leastSquares(_ x: [Float], _ codes: [Float]) -> (scale: Float, minimum: Float) {
    let n = Double(x.count)
    var (q, qq, sum, qx) = (0.0, 0.0, 0.0, 0.0)
    for (value, code) in zip(x, codes) {
      let (value, code) = (Double(value), Double(code))
      (q, qq, sum, qx) = (q + code, qq + code * code, sum + value, qx + code * value)
    }
    let determinant = n * qq - q * q
    let slope = determinant > 0 ? (n * qx - q * sum) / determinant : 0
    let offset = (sum - slope * q) / n
    if offset > 0 || slope <= 0 { return (Float(max(0, qq > 0 ? qx / qq : 0)), 0) }
    return (Float(slope), Float(-offset))
  }
}
