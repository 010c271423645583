import Foundation
import LabContracts
import LabTesting

/// Codes with a zero point, made and read.
extension Misconceptions {
  /// 07.4
  static let quantizeAffine: [Misconception] = [
    affineCodes(
      "zero-point-subtracted", "You subtract the zero point. That is the way back; here it is added."
    ) {
      clampedCodes($0, $1, $2) { $0 - $1 }
    },
    affineCodes("zero-point-forgotten", "0 must get the zero point: add it to the rounded quotient.") {
      clampedCodes($0, $1, $2) { steps, _ in steps }
    },
    affineCodes(
      "zero-point-added-before-dividing",
      "You add the zero point to the number. It is a code: divide first, then add it."
    ) { values, parameters, bits in
      Oracle.quantizeAffine(
        values.map { $0 + Double(parameters.zeroPoint) }, Parameters(scale: parameters.scale), bits
      ).map { parameters.scale == 0 ? parameters.zeroPoint : $0 }
    },
    affineCodes(
      "rounded-with-the-zero-point",
      "You add the zero point before you round, and −0.5 steps then go up. Round x / scale, then add."
    ) { roundedCodes($0, $1, $2, sum: Oracle.rounded) { $0 } },
    affineCodes("affine-fraction-cut-off", "You cut the fraction off. Round x / scale to the nearest.") {
      roundedCodes($0, $1, $2) { $0.rounded(.towardZero) }
    },
    affineCodes(
      "affine-fraction-cut-off-last",
      "Converting to Int cuts the fraction off. Round x / scale before you add the zero point."
    ) { roundedCodes($0, $1, $2, sum: { $0.rounded(.towardZero) }) { $0 } },
    affineCodes("affine-ties-to-even", "You round ties to the even code; here they go away from zero.") {
      roundedCodes($0, $1, $2) { $0.rounded(.toNearestOrEven) }
    },
    affineCodes("affine-codes-symmetric", "You clamp to −127…127. These codes go from 0 to 2^bits − 1.") {
      codes($0, $1, from: -Oracle.largestCode($2), to: Oracle.largestCode($2))
    },
    affineCodes("affine-codes-signed", "You clamp to −128…127. These codes go from 0 to 2^bits − 1.") {
      codes($0, $1, from: -Oracle.largestCode($2) - 1, to: Oracle.largestCode($2))
    },
    affineCodes("affine-codes-end-early", "You clamp one code too early: 2^bits − 1 is a code as well.") {
      codes($0, $1, from: 0, to: Oracle.lastCode($2) - 1)
    },
    affineCodes(
      "affine-codes-end-late", "You clamp at 2^bits, which does not fit: 255 is the last with 8 bits."
    ) {
      codes($0, $1, from: 0, to: Oracle.lastCode($2) + 1)
    },
    affineCodes("affine-nothing-clamped", "Numbers beyond the range get codes that do not fit. Clamp them.") {
      values, parameters, _ in
      codes(values, parameters, from: -(1 << 60), to: 1 << 60)
    },
    affineCodes(
      "affine-codes-wrapped", "You let codes overflow: 256 comes out as 0, at the other end. Clamp."
    ) {
      values, parameters, bits in
      codes(values, parameters, from: -(1 << 60), to: 1 << 60).map { $0 & Oracle.lastCode(bits) }
    },
    affineCodes(
      "clamped-before-the-zero-point",
      "You clamp the quotient and then add the zero point, which may lead beyond the codes. Clamp last."
    ) { values, parameters, bits in
      codes(values, Parameters(scale: parameters.scale), from: 0, to: Oracle.lastCode(bits)).map {
        parameters.scale == 0 ? parameters.zeroPoint : $0 + parameters.zeroPoint
      }
    },
    affineCodes(
      "affine-numbers-below-zero-dropped",
      "Numbers below 0 lose their sign or their code: they get the codes below the zero point."
    ) { clampedCodes($0, $1, $2) { abs($0) + $1 } },
    affineCodes("affine-multiplied", "You multiply by the scale. A code counts how many scales a number has.")
    {
      guard $1.scale != 0 else { return Oracle.quantizeAffine($0, $1, $2) }
      return codes(
        $0.map { [scale = Double($1.scale)] in $0 * scale * scale }, $1, from: 0, to: Oracle.lastCode($2))
    },
    affineCodes("affine-bits-ignored", "You clamp to 0…255 whatever the bits.") { values, parameters, _ in
      Oracle.quantizeAffine(values, parameters, 8)
    },
    affineCodes(
      "affine-scale-zero-gives-zero", "With a scale of 0 every number is 0, and 0 has the zero point."
    ) {
      $1.scale == 0 ? $0.map { _ in 0 } : Oracle.quantizeAffine($0, $1, $2)
    },
    affineCodes(
      "affine-scale-zero-taken-for-one", "With a scale of 0 you divide by 1; every code is the zero point."
    ) {
      Oracle.quantizeAffine(
        $0, Parameters(scale: $1.scale == 0 ? 1 : $1.scale, zeroPoint: $1.zeroPoint), $2)
    },
    affineCodes(
      "affine-scale-zero-sends-codes-to-the-ends",
      "x / 0 is infinite, and clamping makes an end code of it. With a scale of 0 every code is the zero point."
    ) { endCodes($0, $1, $2) { $1 } },
    affineCodes(
      "affine-zero-by-zero-to-the-last-code",
      "x / 0 is infinite and 0 / 0 is NaN, and clamping makes end codes of them. With a scale of 0 every code is the zero point."
    ) { endCodes($0, $1, $2) { last, _ in last } },
    affineCodes(
      "affine-zero-by-zero-to-the-first-code",
      "x / 0 is infinite and 0 / 0 is NaN, and clamping makes end codes of them. With a scale of 0 every code is the zero point."
    ) { endCodes($0, $1, $2) { _, _ in 0 } },
    affineCodes(
      "zero-point-of-any-size",
      "A zero point is a code: throw `codeOutOfRange` where it does not fit the bits.",
      sparing: .codeOutOfRange, Oracle.quantizeAffine),
    affineCodes(
      "affine-negative-scale-accepted",
      "A scale is not below 0 and is a finite number: throw `invalidScale` otherwise.",
      sparing: .invalidScale
    ) { values, parameters, bits in
      parameters.scale.isFinite ? Oracle.quantizeAffine(values, parameters, bits) : values.map { _ in 0 }
    },
    affineCodes(
      "affine-not-a-number-accepted", "NaN and infinity have no codes: throw `notFinite`.",
      sparing: .notFinite, Oracle.quantizeAffine),
    affineCodes(
      "affine-codes-of-any-bits", "Codes have 2 to 8 bits: throw `invalidBits` for all others.",
      sparing: .invalidBits
    ) { Oracle.quantizeAffine($0, $1, max(2, $2)) },
    unchecked(
      "affine-scale-zero-answered-first",
      "With a scale of 0 you answer before you look at the rest. NaN and a zero point that is no code are refused with any scale."
    ) { _, parameters in parameters.scale == 0 },
    unchecked(
      "nothing-to-lay-over-a-range-answered-first",
      "You answer an empty list before you look at the parameters. Check first, whatever there is to quantize."
    ) { values, _ in values.isEmpty },
  ]

  /// Right answers, but for zero points that are returned before anything is checked.
  private static func unchecked(
    _ id: String, _ sentence: String,
    _ isAnsweredFirst: @escaping @Sendable (_ values: [Float], Parameters) -> Bool
  ) -> Misconception {
    Misconception(id, lives: "07.4", sentence: sentence) {
      $0.bind(Quantization.quantizeAffine) { values, parameters, bits in
        if isAnsweredFirst(values, parameters) { return values.map { _ in parameters.zeroPoint } }
        let refuse = Refusal(sparing: nil)
        try refuse.bits(bits)
        try refuse.scale(parameters.scale)
        try refuse(.codeOutOfRange, unless: (0...Oracle.lastCode(bits)).contains(parameters.zeroPoint))
        try refuse.notFinite(values)
        return Oracle.quantizeAffine(values.map(Double.init), parameters, bits)
      }
    }
  }

  /// With a scale of 0 the codes at the ends; what 0 / 0 becomes depends on how one clamps.
  private static func endCodes(
    _ values: [Double], _ parameters: Parameters, _ bits: Int,
    zero: (_ last: Int, _ zeroPoint: Int) -> Int
  ) -> [Int] {
    let last = Oracle.lastCode(bits)
    guard parameters.scale == 0 else { return Oracle.quantizeAffine(values, parameters, bits) }
    return values.map { $0 == 0 ? zero(last, parameters.zeroPoint) : $0 < 0 ? 0 : last }
  }

  private static func affineCodes(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Double], Parameters, _ bits: Int) -> [Int]
  ) -> Misconception {
    Misconception(id, lives: "07.4", sentence: sentence) { $0.quantizeAffine(sparing: spared, answer) }
  }

  private static func codes(
    _ values: [Double], _ parameters: Parameters, from lowest: Int, to highest: Int
  ) -> [Int] {
    Oracle.codes(
      values, scale: Double(parameters.scale), zero: parameters.zeroPoint, from: lowest, to: highest)
  }

  /// Rounded steps put together with the zero point by a rule, and clamped.
  private static func clampedCodes(
    _ values: [Double], _ parameters: Parameters, _ bits: Int,
    _ put: (_ steps: Double, _ zero: Double) -> Double
  ) -> [Int] {
    guard parameters.scale != 0 else { return values.map { _ in parameters.zeroPoint } }
    return values.map {
      let steps = Oracle.rounded($0 / Double(parameters.scale))
      return Oracle.clamped(put(steps, Double(parameters.zeroPoint)), from: 0, to: Oracle.lastCode(bits))
    }
  }

  /// Steps and their sum with the zero point rounded by rules of their own.
  private static func roundedCodes(
    _ values: [Double], _ parameters: Parameters, _ bits: Int, sum: (Double) -> Double = { $0 },
    _ steps: (Double) -> Double
  ) -> [Int] {
    guard parameters.scale != 0 else { return values.map { _ in parameters.zeroPoint } }
    return values.map {
      let code = sum(steps($0 / Double(parameters.scale)) + Double(parameters.zeroPoint))
      return Oracle.clamped(code, from: 0, to: Oracle.lastCode(bits))
    }
  }

  /// 07.5
  static let dequantize: [Misconception] = [
    restored("zero-point-added-back", "You add the zero point. Going back it is subtracted.") {
      Double($0 + $1.zeroPoint) * Double($1.scale)
    },
    restored("zero-point-left-in", "Subtract the zero point first: its code stands for 0.") {
      Double($0) * Double($1.scale)
    },
    restored(
      "zero-point-subtracted-last",
      "code · scale − zero point: the zero point is a code, so it is subtracted before the scale is applied."
    ) { Double($0) * Double($1.scale) - Double($1.zeroPoint) },
    restored("divided-by-the-scale", "You divide by the scale. A code is worth as many times the scale.") {
      $1.scale == 0 ? 0 : Double($0 - $1.zeroPoint) / Double($1.scale)
    },
    restored(
      "difference-wraps", "code − zero point does not fit in eight signed bits: 255 − 10 came out below 0."
    ) {
      Double(Int8(truncatingIfNeeded: $0 - $1.zeroPoint)) * Double($1.scale)
    },
    restored("difference-never-below-zero", "code − zero point may be below 0. Subtract as signed numbers.") {
      Double(max(0, $0 - $1.zeroPoint)) * Double($1.scale)
    },
    restored("code-taken-for-a-byte", "You read codes as bytes: −2 became 254. Codes may be below 0.") {
      Double(($0 & 255) - $1.zeroPoint) * Double($1.scale)
    },
    restored("sign-of-the-scale-lost", "You use the scale's magnitude. The scale of Q4_0 may be below 0.") {
      Double($0 - $1.zeroPoint) * Double(abs($1.scale))
    },
    restored("zero-point-minus-code", "You subtract the code from the zero point: all signs are turned.") {
      Double($1.zeroPoint - $0) * Double($1.scale)
    },
  ]

  private static func restored(
    _ id: String, _ sentence: String, _ number: @escaping @Sendable (_ code: Int, Parameters) -> Double
  ) -> Misconception {
    Misconception(id, lives: "07.5", sentence: sentence) {
      $0.dequantize { codes, parameters in codes.map { number($0, parameters) } }
    }
  }
}
