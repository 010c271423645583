import Foundation
import LabContracts
import LabTesting

/// One scale for a list of numbers, symmetric around 0.
extension Misconceptions {
  /// 07.1
  static let absmaxScale: [Misconception] = [
    absmax(
      "largest-number-instead-of-magnitude",
      "You take the largest number; −254 is farther from 0 than 10. Compare magnitudes."
    ) { ($0.max() ?? 0) / Double(Oracle.largestCode($1)) },
    absmax(
      "absmax-over-128",
      "You divide by 2^(bits − 1). The largest code is one less, 127 with 8 bits, and the largest number should get it."
    ) { Oracle.magnitude($0) / exp2(Double($1 - 1)) },
    absmax(
      "absmax-over-all-codes",
      "You share one side's magnitude out among all codes; codes below 0 are for the other side."
    ) { Oracle.magnitude($0) / Double(Oracle.lastCode($1)) },
    absmax(
      "twice-absmax-over-255",
      "You share −max…max out among 255 steps. From −127 to 127 there are only 254: divide max |x| by 127."
    ) { 2 * Oracle.magnitude($0) / Double(Oracle.lastCode($1)) },
    absmax(
      "range-instead-of-magnitude",
      "You divide max − min. That is the scale of codes with a zero point; here 0 stays in the middle."
    ) { (($0.max() ?? 0) - ($0.min() ?? 0)) / Double(Oracle.lastCode($1)) },
    absmax("always-eight-bits", "You divide by 127 whatever the bits: with 4 the largest code is 7.") {
      values, _ in
      Oracle.magnitude(values) / 127
    },
    absmax(
      "scale-upside-down",
      "You return codes for a number, 127 / max |x|. The scale is what one code is worth, max |x| / 127."
    ) { values, bits in
      let magnitude = Oracle.magnitude(values)
      return magnitude == 0 ? 0 : Double(Oracle.largestCode(bits)) / magnitude
    },
    absmax("mean-magnitude", "You take the mean magnitude. Half of the numbers would lie beyond the codes.") {
      $0.isEmpty
        ? 0
        : $0.reduce(0) { $0 + abs($1) } / Double($0.count) / Double(Oracle.largestCode($1))
    },
    absmax("last-number-decides", "Your loop keeps the last number, not the largest magnitude so far.") {
      abs($0.last ?? 0) / Double(Oracle.largestCode($1))
    },
    absmax(
      "scale-one-for-zeros",
      "For zeros you return 1, so that nothing is divided by 0. Here the scale of zeros is 0, and 07.2 knows what to do."
    ) { Oracle.magnitude($0) == 0 ? 1 : Oracle.absmaxScale($0, $1) },
    absmax(
      "scale-kept-above-a-tiny-number",
      "You keep the scale above 1e-8 against a division by 0. Smaller numbers would all become 0; answer 0 for zeros."
    ) { max(1e-8, Oracle.absmaxScale($0, $1)) },
    absmax(
      "half-range-for-positive-numbers",
      "Where no number is below 0 you use the codes of one side twice over. The scale depends on magnitudes alone."
    ) {
      $0.allSatisfy { $0 >= 0 }
        ? Oracle.magnitude($0) / Double(Oracle.lastCode($1)) : Oracle.absmaxScale($0, $1)
    },
    absmax(
      "not-a-number-accepted-as-magnitude",
      "NaN and infinity have no codes. Refuse them before you look for the largest: `max` may step over a NaN.",
      sparing: .notFinite
    ) { Oracle.absmaxScale($0.filter(\.isFinite), $1) },
    absmax(
      "any-number-of-bits", "Codes have 2 to 8 bits: throw `invalidBits` for all others.",
      sparing: .invalidBits
    ) { Oracle.absmaxScale($0, min(62, max(2, $1))) },
    Misconception(
      "scale-of-nothing-in-any-bits", lives: "07.1",
      sentence: "You answer an empty list before you look at the bits. Check first: 9 bits are never right."
    ) {
      $0.bind(Quantization.absmaxScale) { values, bits in
        if values.isEmpty { return 0 }
        let refuse = Refusal(sparing: nil)
        try refuse.bits(bits)
        try refuse.notFinite(values)
        return Float(Oracle.absmaxScale(values.map(Double.init), bits))
      }
    },
  ]

  private static func absmax(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Double], _ bits: Int) -> Double
  ) -> Misconception {
    Misconception(id, lives: "07.1", sentence: sentence) { $0.absmaxScale(sparing: spared, answer) }
  }

  /// 07.2
  static let quantize: [Misconception] = [
    rounding(
      "fraction-cut-off", "`Int(x / scale)` cuts the fraction off: 2.7 becomes 2. Round to the nearest code."
    ) { $0.rounded(.towardZero) },
    rounding("rounded-down", "You round down, and −0.4 becomes −1. Round to the nearest code.") {
      $0.rounded(.down)
    },
    rounding("rounded-up", "You round up, and 0.4 becomes 1. Round to the nearest code.") { $0.rounded(.up) },
    rounding(
      "ties-to-even", "You round ties to the even code: 2.5 becomes 2. Here they go away from zero, to 3."
    ) {
      $0.rounded(.toNearestOrEven)
    },
    rounding("ties-up", "`floor(x + 0.5)` rounds −2.5 to −2. Ties go away from zero, to −3.") {
      floor($0 + 0.5)
    },
    rounding(
      "half-added-and-cut-off", "`Int(x + 0.5)` is right above 0 only: −2.7 becomes −2. Use `rounded()`."
    ) {
      ($0 + 0.5).rounded(.towardZero)
    },
    rounding("rounded-away-from-zero", "You round away from zero: 0.4 becomes 1. Only ties go there.") {
      $0.rounded(.awayFromZero)
    },
    codes(
      "lowest-code-used",
      "You let codes go down to −128. The range is −127…127, so that the codes of x and −x are opposite."
    ) { Oracle.codes($0, scale: $1, from: -Oracle.largestCode($2) - 1, to: Oracle.largestCode($2)) },
    codes(
      "clamped-by-int8",
      "`Int8(clamping:)` ends at −128 and 127 whatever the bits. With 8 codes end at ±127, with 4 at ±7."
    ) {
      values, scale, _ in
      Oracle.codes(values, scale: scale, from: -128, to: 127)
    },
    codes("one-code-too-many", "You clamp at 2^(bits − 1), 128 with 8 bits; the largest code is one less.") {
      Oracle.codes($0, scale: $1, from: -Oracle.largestCode($2) - 1, to: Oracle.largestCode($2) + 1)
    },
    codes(
      "one-code-too-few", "You clamp one code too early: 127 with 8 bits, and 7 with 4, are codes as well."
    ) { Oracle.codes($0, scale: $1, from: 1 - Oracle.largestCode($2), to: Oracle.largestCode($2) - 1) },
    codes(
      "codes-of-one-sign", "Your codes begin at 0. These are symmetric around it: numbers below 0 have codes."
    ) { Oracle.codes($0, scale: $1, from: 0, to: Oracle.lastCode($2)) },
    codes(
      "codes-moved-above-zero",
      "You add 2^(bits − 1) to every code. That is another way to store them; here 0 gets the code 0."
    ) {
      let (scale, bits) = ($1, $2)
      return Oracle.quantize($0, scale, bits).map { $0 + Oracle.largestCode(bits) + 1 }
    },
    codes("nothing-clamped", "Numbers beyond the range get codes beyond the bits. Clamp to the end codes.") {
      values, scale, _ in
      Oracle.codes(values, scale: scale, from: -(1 << 60), to: 1 << 60)
    },
    codes(
      "codes-wrapped",
      "You let codes overflow: 128 comes out as −128, at the other end. Clamp before you convert."
    ) { values, scale, bits in
      let size = 1 << bits
      return Oracle.codes(values, scale: scale, from: -(1 << 60), to: 1 << 60).map {
        let code = (($0 % size) + size) % size
        return code < size / 2 ? code : code - size
      }
    },
    codes(
      "clamped-before-dividing", "You clamp the number and then divide it. It is the code that is clamped."
    ) {
      let end = Double(Oracle.largestCode($2))
      return Oracle.quantize($0.map { max(-end, min(end, $0)) }, $1, $2)
    },
    codes("multiplied-by-the-scale", "You multiply by the scale. A code says how many scales a number has.") {
      $1 == 0 ? $0.map { _ in 0 } : Oracle.quantize($0, 1 / $1, $2)
    },
    codes("bits-ignored", "You clamp to −127…127 whatever the bits: with 4 codes end at −7 and 7.") {
      values, scale, _ in
      Oracle.quantize(values, scale, 8)
    },
    codes(
      "tiny-number-added-to-the-scale",
      "You add 1e-8 to the scale against a division by 0. Small scales change by it: treat the scale 0 apart."
    ) { values, scale, bits in
      scale == 0 ? values.map { _ in 0 } : Oracle.quantize(values, scale + 1e-8, bits)
    },
    codes("scale-zero-taken-for-one", "With a scale of 0 you divide by 1 instead. Every code is 0 then.") {
      Oracle.quantize($0, $1 == 0 ? 1 : $1, $2)
    },
    codes(
      "scale-zero-sends-codes-to-the-ends",
      "x / 0 is infinite, and clamping makes an end code of it. With a scale of 0 every code is 0."
    ) { values, scale, bits in
      let end = Oracle.largestCode(bits)
      guard scale == 0 else { return Oracle.quantize(values, scale, bits) }
      return values.map { $0 == 0 ? 0 : $0 < 0 ? -end : end }
    },
    codes(
      "negative-scale-accepted",
      "A scale is not below 0 and is a finite number: throw `invalidScale` otherwise.",
      sparing: .invalidScale
    ) { Oracle.quantize($0, $1.isFinite ? abs($1) : 0, $2) },
    codes(
      "infinity-gets-the-last-code",
      "Infinity is no large number, and NaN none at all: throw `notFinite` before anything is clamped.",
      sparing: .notFinite, Oracle.quantize),
    codes(
      "codes-of-any-bits", "Codes have 2 to 8 bits: throw `invalidBits` for all others.",
      sparing: .invalidBits
    ) { Oracle.quantize($0, $1, max(2, $2)) },
    Misconception(
      "zeros-refused", lives: "07.2",
      sentence: "A scale of 0 is that of a group of zeros: every code is 0, and nothing is wrong with it."
    ) {
      $0.bind(Quantization.quantize) { values, scale, bits in
        let refuse = Refusal(sparing: nil)
        try refuse.bits(bits)
        try refuse(.invalidScale, unless: scale > 0 && scale.isFinite)
        try refuse.notFinite(values)
        return Oracle.quantize(values.map(Double.init), Double(scale), bits)
      }
    },
    unchecked(
      "scale-zero-answered-first",
      "With a scale of 0 you answer before you look at the numbers. NaN and infinity are refused with any scale."
    ) { _, scale in scale == 0 },
    unchecked(
      "nothing-to-quantize-answered-first",
      "You answer an empty list before you look at scale and bits. Check first, whatever there is to quantize."
    ) { values, _ in values.isEmpty },
  ]

  /// Right answers, but for zeros that are returned before anything is checked.
  private static func unchecked(
    _ id: String, _ sentence: String,
    _ isAnsweredFirst: @escaping @Sendable (_ values: [Float], _ scale: Float) -> Bool
  ) -> Misconception {
    Misconception(id, lives: "07.2", sentence: sentence) {
      $0.bind(Quantization.quantize) { values, scale, bits in
        if isAnsweredFirst(values, scale) { return values.map { _ in 0 } }
        let refuse = Refusal(sparing: nil)
        try refuse.bits(bits)
        try refuse.scale(scale)
        try refuse.notFinite(values)
        return Oracle.quantize(values.map(Double.init), Double(scale), bits)
      }
    }
  }

  private static func codes(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Double], _ scale: Double, _ bits: Int) -> [Int]
  ) -> Misconception {
    Misconception(id, lives: "07.2", sentence: sentence) { $0.quantize(sparing: spared, answer) }
  }

  private static func rounding(
    _ id: String, _ sentence: String, _ round: @escaping @Sendable (Double) -> Double
  ) -> Misconception {
    codes(id, sentence) {
      Oracle.codes($0, scale: $1, from: -Oracle.largestCode($2), to: Oracle.largestCode($2), round)
    }
  }
}
