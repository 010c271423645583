import Foundation
import LabContracts
import LabTesting

/// A scale and a zero point for a range that need not be symmetric.
extension Misconceptions {
  /// 07.3
  static let affineParameters: [Misconception] = [
    affine(
      "range-without-zero",
      "Your range does not contain 0 where all numbers lie on one side of it. Widen it: low ≤ 0 ≤ high, or 0 has no code."
    ) { Oracle.affine(low: $0.min() ?? 0, high: $0.max() ?? 0, $1) },
    affine(
      "zero-point-beyond-the-codes",
      "Your zero point is no code where all numbers lie on one side of 0. Widen the range to contain 0."
    ) { values, bits in
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      let scale = (high - low) / Double(Oracle.lastCode(bits))
      let zero = scale == 0 ? 0 : Oracle.whole(Oracle.rounded(-low / scale))
      return Parameters(scale: Float(scale), zeroPoint: zero)
    },
    affine(
      "zero-point-always-in-the-middle",
      "Your zero point is the middle code though the range is not symmetric: numbers at one end fall beyond the codes."
    ) {
      Parameters(
        scale: Oracle.affineParameters($0, $1).scale, zeroPoint: Int(exp2(Double($1 - 1))))
    },
    affine(
      "symmetric-range",
      "You lay the codes over −max |x| … max |x|. Half of them are lost where all numbers are above 0."
    ) { Oracle.affine(low: -Oracle.magnitude($0), high: Oracle.magnitude($0), $1) },
    affine(
      "range-over-number-of-codes",
      "You divide by 2^bits. Between 2^bits codes there are only 2^bits − 1 steps."
    ) { values, bits in
      let right = Oracle.affineParameters(values, bits)
      let scale = Double(right.scale) * Double(Oracle.lastCode(bits)) / exp2(Double(bits))
      let zero = scale == 0 ? 0 : Oracle.rounded(-min(0, values.min() ?? 0) / scale)
      return Parameters(
        scale: Float(scale), zeroPoint: Oracle.clamped(zero, from: 0, to: Oracle.lastCode(bits)))
    },
    zeroPoint("zero-point-cut-off", "You cut the zero point's fraction off; round −low / scale.") {
      low, _, scale, _ in
      floor(-low / scale)
    },
    zeroPoint(
      "zero-point-ties-to-even",
      "You round ties to the even code: 0.5 becomes 0. They go away from zero, to 1."
    ) { low, _, scale, _ in (-low / scale).rounded(.toNearestOrEven) },
    zeroPoint(
      "zero-point-rounded-up", "You round the zero point up; round −low / scale to the nearest code."
    ) {
      low, _, scale, _ in
      ceil(-low / scale)
    },
    zeroPoint("zero-point-below-zero", "Your zero point has low's sign. 0 lies above low: −low / scale.") {
      low, _, scale, _ in
      Oracle.rounded(low / scale)
    },
    zeroPoint(
      "zero-point-not-divided", "You round −low itself. The zero point counts steps: divide by scale."
    ) {
      low, _, _, _ in
      Oracle.rounded(-low)
    },
    zeroPoint("zero-point-from-the-top", "high / scale counts the codes above 0; the zero point those below.")
    {
      _, high, scale, _ in
      Oracle.rounded(high / scale)
    },
    zeroPoint(
      "zero-point-for-signed-codes",
      "You subtract 2^(bits − 1), as for codes from −128 to 127. These go from 0 to 255."
    ) { low, _, scale, bits in Oracle.rounded(-low / scale) - exp2(Double(bits - 1)) },
    zeroPoint(
      "lowest-number-gets-zero", "You leave the zero point at 0; that is right where no number is below 0."
    ) { _, _, _, _ in 0 },
    affine(
      "range-widened-above-alone",
      "You widen the range down to 0 and not up to 0: numbers may all be below it."
    ) { Oracle.affine(low: min(0, $0.min() ?? 0), high: $0.max() ?? 0, $1) },
    affine(
      "range-widened-below-alone",
      "You widen the range up to 0 and not down to 0: numbers may all be above it."
    ) { Oracle.affine(low: $0.min() ?? 0, high: max(0, $0.max() ?? 0), $1) },
    affine(
      "constant-numbers-lost",
      "Where all numbers are the same you answer 0, and they would be restored as 0. The range goes from 0 to them."
    ) { Set($0).count == 1 ? Parameters(scale: 0) : Oracle.affineParameters($0, $1) },
    affine("affine-scale-one-for-zeros", "For zeros the scale is 0; 07.4 knows what to do with it.") {
      Oracle.magnitude($0) == 0 ? Parameters(scale: 1) : Oracle.affineParameters($0, $1)
    },
    affine(
      "range-overflows",
      "high − low is beyond Float for numbers such as 3e38 and −1e38, and the scale infinite. Divide first, then subtract."
    ) { values, bits in
      let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
      let isTooWide = high - low > Double(Float.greatestFiniteMagnitude)
      return isTooWide ? Parameters(scale: .infinity) : Oracle.affineParameters(values, bits)
    },
    affine(
      "range-kept-above-a-tiny-number",
      "You keep the scale above 1e-8 against a division by 0, and small numbers all get the zero point. 0 alone needs care."
    ) { values, bits in
      let right = Oracle.affineParameters(values, bits)
      guard right.scale > 0 && right.scale < 1e-8 else { return right }
      let zero = Oracle.rounded(-min(0, values.min() ?? 0) / 1e-8)
      return Parameters(scale: 1e-8, zeroPoint: Oracle.clamped(zero, from: 0, to: Oracle.lastCode(bits)))
    },
    affine("always-255-steps", "You share the range out among 255 steps whatever the bits.") { values, _ in
      Oracle.affineParameters(values, 8)
    },
    affine(
      "not-a-number-accepted-in-a-range", "NaN and infinity make no range: throw `notFinite`.",
      sparing: .notFinite
    ) { Oracle.affineParameters($0.filter(\.isFinite), $1) },
    affine(
      "range-in-any-bits", "Codes have 2 to 8 bits: throw `invalidBits` for all others.",
      sparing: .invalidBits
    ) { Oracle.affineParameters($0, max(2, $1)) },
    Misconception(
      "range-of-nothing-in-any-bits", lives: "07.3",
      sentence: "You answer an empty list before you look at the bits. Check first: 9 bits are never right."
    ) {
      $0.bind(Quantization.affineParameters) { values, bits in
        if values.isEmpty { return Parameters(scale: 0) }
        let refuse = Refusal(sparing: nil)
        try refuse.bits(bits)
        try refuse.notFinite(values)
        return Oracle.affineParameters(values.map(Double.init), bits)
      }
    },
  ]

  private static func affine(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Double], _ bits: Int) -> Parameters
  ) -> Misconception {
    Misconception(id, lives: "07.3", sentence: sentence) { $0.affineParameters(sparing: spared, answer) }
  }

  /// The right scale, and a zero point of its own.
  private static func zeroPoint(
    _ id: String, _ sentence: String,
    _ zero: @escaping @Sendable (_ low: Double, _ high: Double, _ scale: Double, _ bits: Int) -> Double
  ) -> Misconception {
    affine(id, sentence) { values, bits in
      let scale = Oracle.affineParameters(values, bits).scale
      guard scale > 0 else { return Parameters(scale: 0) }
      let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
      return Parameters(scale: scale, zeroPoint: Oracle.whole(zero(low, high, Double(scale), bits)))
    }
  }
}
