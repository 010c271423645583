import Foundation
import LabContracts
import LabTesting

/// The bytes of Q4_0, written.
extension Misconceptions {
  /// 07.11
  static let encodeQ40: [Misconception] = [
    q40Scale(
      "unsigned-maximum",
      "Your d is max |x| / 8: where the largest weight is positive it would need the code 16. Keep its sign, divide by −8."
    ) { Oracle.magnitude($0) / 8 },
    q40Scale(
      "maximum-over-seven",
      "You divide by 7 and leave a code unused. d is the largest weight, with its sign, / −8."
    ) {
      Oracle.magnitude($0) / 7
    },
    q40Scale(
      "scale-with-its-sign-turned",
      "You divide by 8, and the largest weight would need the code 16. Divided by −8 it gets the code 0."
    ) {
      -Oracle.q40Scale($0)
    },
    q40Scale(
      "signed-maximum-over-seven", "You divide by −7. The lowest code, 0, is eight steps below the middle."
    ) {
      Oracle.q40Scale($0) * 8 / 7
    },
    q40Scale(
      "largest-number-not-magnitude", "You take the largest number; the largest magnitude may be below 0."
    ) {
      ($0.max() ?? 0) / -8
    },
    q40Scale(
      "smallest-number-not-magnitude", "You take the smallest number; the largest magnitude may be above 0."
    ) {
      ($0.min() ?? 0) / -8
    },
    q40Scale(
      "last-of-the-largest",
      "Of several weights of the same magnitude the first sets the sign; `>=` takes the last."
    ) { block in (block.last { abs($0) == Oracle.magnitude(block) } ?? 0) / -8 },
    q40Scale("range-over-fifteen", "(max − min) / 15 is the scale of Q4_1. Q4_0 has no minimum.") {
      (($0.max() ?? 0) - ($0.min() ?? 0)) / 15
    },
    q40Code(
      "codes-from-the-stored-scale",
      "You round d to float16 before you make the codes. llama.cpp makes them with the d it computed, and rounds for storing."
    ) { x, d in
      let stored = Oracle.signedFloat16(Int(Oracle.float16Bits(d)))
      return stored == 0 ? 8 : Oracle.q40Code(x, stored)
    },
    q40Code("half-forgotten", "x / d + 8, cut down, is not the nearest code: add 8.5.") {
      $1 == 0 ? 8 : Oracle.clamped(floor($0 / $1 + 8), from: 0, to: 15)
    },
    q40Code(
      "rounded-twice",
      "You round x / d + 8.5. The half is there so that cutting off rounds: do one or the other."
    ) {
      $1 == 0 ? 8 : Oracle.clamped(Oracle.rounded($0 / $1 + 8.5), from: 0, to: 15)
    },
    q40Code(
      "rounded-before-eight-is-added",
      "You round x / d and add 8. That differs at ties: −2.5 + 8.5 is 6, and rounded away from zero −2.5 gives 5."
    ) { $1 == 0 ? 8 : Oracle.clamped(Oracle.rounded($0 / $1) + 8, from: 0, to: 15) },
    q40Code(
      "ties-to-even-in-a-block",
      "You round ties to the even code. x / d + 8.5 cut down takes the higher one: 2.5 gives 11, not 10."
    ) { $1 == 0 ? 8 : Oracle.clamped(($0 / $1).rounded(.toNearestOrEven) + 8, from: 0, to: 15) },
    q40Code("offset-of-seven", "The middle is code 8, not 7: there are eight codes below it.") {
      $1 == 0 ? 7 : Oracle.clamped(floor($0 / $1 + 7.5), from: 0, to: 15)
    },
    q40Code(
      "codes-with-a-sign", "You store signed codes in two's complement. Add 8: code 0 stands for −8 · d."
    ) {
      ($1 == 0 ? 0 : Oracle.clamped(Oracle.rounded($0 / $1), from: -8, to: 7)) & 15
    },
    q40Code(
      "sixteen-wraps-to-zero", "The code 16 came out as 0, at the other end. What is above 15 becomes 15."
    ) {
      $1 == 0 ? 8 : Int(floor($0 / $1 + 8.5)) & 15
    },
    q40(
      "sixteen-refused",
      "Where the opposite of the largest weight stands in the block too, x / d + 8.5 is 16.5. Its code is 15."
    ) { weights in
      let codes = Oracle.groups(weights, 32).flatMap { block -> [Double] in
        let d = Oracle.q40Scale(block)
        return d == 0 ? [] : block.map { floor($0 / d + 8.5) }
      }
      try Refusal(sparing: nil)(.codeOutOfRange, unless: codes.allSatisfy { $0 <= 15 })
      return Oracle.encodeQ40(weights)
    },
    q40("d-kept-through-zeros", "A block of zeros gets the d of the block before. Its own is 0 / −8.") {
      weights in
      var d = -0.0
      return Oracle.groups(weights, 32).flatMap { block in
        if Oracle.magnitude(block) > 0 { d = Oracle.q40Scale(block) }
        return Oracle.scaleBytes(d) + Oracle.packNibbles(block.map { Oracle.q40Code($0, d) })
      }
    },
    q40Code("one-code-unused", "You clamp to 1…15. Code 0 belongs to the weight of largest magnitude.") {
      max(1, Oracle.q40Code($0, $1))
    },
    q40Code(
      "zeros-get-code-zero", "In a block of zeros you write 0, which stands for −8 · d. The code of 0 is 8."
    ) {
      $1 == 0 ? 0 : Oracle.q40Code($0, $1)
    },
    q40Bytes("scale-with-its-high-byte-first", "Files are little-endian: the low byte of d comes first.") {
      Oracle.scaleBytes($0).reversed()
    },
    q40Bytes("scale-in-four-bytes", "You store d as a Float, in four bytes. A block has 18: two are for d.") {
      let bits = Float($0).bitPattern
      return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
    },
    q40Bytes("scale-in-bfloat16", "You store the upper half of a Float, which is bfloat16. d is a float16.") {
      let bits = Float($0).bitPattern >> 16
      return [UInt8(bits & 255), UInt8(bits >> 8)]
    },
    q40Bytes("scale-cut-to-float16", "You cut d off to float16's digits. Store the nearest float16.") { d in
      let bits = Int(Oracle.float16Bits(d))
      let isTooLarge = Oracle.float16(bits & 0x7FFF) > abs(d)
      return littleEndian(isTooLarge ? bits - 1 : bits)
    },
    q40Bytes(
      "small-scales-flushed",
      "Scales below 2⁻¹⁴ became 0. Float16 goes on below, in steps of 2⁻²⁴."
    ) { abs($0) < exp2(-14) ? littleEndian($0.sign == .minus ? 0x8000 : 0) : Oracle.scaleBytes($0) },
    q40Bytes("sign-of-zero-lost", "The d of a block of zeros is 0 / −8, which is −0: its bytes are 00 80.") {
      $0 == 0 ? [0, 0] : Oracle.scaleBytes($0)
    },
    q40Bytes(
      "scale-stored-without-its-sign", "You store d's magnitude; restored weights would have the wrong sign."
    ) {
      Oracle.scaleBytes(abs($0))
    },
    q40Packing(
      "neighbours-share-a-byte-of-a-block", "Byte j holds codes j and j + 16 of the block, not neighbours."
    ) {
      codes in
      (0..<16).map { UInt8(codes[2 * $0] | codes[2 * $0 + 1] << 4) }
    },
    q40Packing("block-halves-exchanged", "The block's first 16 codes are the low halves of its bytes.") {
      codes in
      (0..<16).map { UInt8(codes[$0 + 16] | codes[$0] << 4) }
    },
    q40("scale-behind-the-codes", "The scale comes before the codes of its block.") { weights in
      Oracle.groups(weights, 32).flatMap { block in
        let bytes = Oracle.q40Block(block)
        return bytes[2...] + bytes[..<2]
      }
    },
    q40("scales-first", "All scales, then all codes: that is another layout. Each block is whole, 18 bytes.")
    { weights in
      let blocks = Oracle.groups(weights, 32).map { Oracle.q40Block($0) }
      return blocks.flatMap { $0[..<2] } + blocks.flatMap { $0[2...] }
    },
    q40("one-scale-for-all-blocks", "Your d is that of the largest weight of all. Each block has its own.") {
      weights in
      let d = Oracle.q40Scale(weights)
      return Oracle.groups(weights, 32).flatMap { Oracle.q40Block($0, scale: { _ in d }) }
    },
    q40("first-block-alone", "You write one block. Every 32 weights make 18 bytes more.") {
      Oracle.encodeQ40(Array($0.prefix(32)))
    },
    q40(
      "remainder-of-a-block-filled-up",
      "You fill the last block up with zeros, and a reader gets more weights than there were: throw `incompleteBlock`.",
      sparing: .incompleteBlock
    ) { Oracle.encodeQ40($0 + [Double](repeating: 0, count: (32 - $0.count % 32) % 32)) },
    q40(
      "remainder-of-a-block-dropped",
      "The weights behind the last full block are lost without a word: throw `incompleteBlock`.",
      sparing: .incompleteBlock
    ) { Oracle.encodeQ40(Array($0.prefix($0.count / 32 * 32))) },
    q40(
      "overflow-becomes-infinity",
      "A d beyond float16 is stored as infinity, and the whole block is lost: throw `scaleOverflow`.",
      sparing: .scaleOverflow, Oracle.encodeQ40),
    q40(
      "overflow-becomes-the-largest",
      "A d beyond float16 is stored as 65504, and the block is restored too small: throw `scaleOverflow`.",
      sparing: .scaleOverflow
    ) { weights in
      Oracle.groups(weights, 32).flatMap { block in
        Oracle.q40Block(block, scaleBytes: { Oracle.scaleBytes(max(-65504, min(65504, $0))) })
      }
    },
    q40("nan-written-as-zero", "NaN and infinity have no codes: throw `notFinite`.", sparing: .notFinite) {
      Oracle.encodeQ40($0.map { $0.isFinite ? $0 : 0 })
    },
  ]

  private static func q40(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Double]) throws -> [UInt8]
  ) -> Misconception {
    Misconception(id, lives: "07.11", sentence: sentence) { $0.encodeQ40(sparing: spared, answer) }
  }

  private static func q40Scale(
    _ id: String, _ sentence: String, _ scale: @escaping @Sendable ([Double]) -> Double
  ) -> Misconception {
    q40(id, sentence) { Oracle.groups($0, 32).flatMap { Oracle.q40Block($0, scale: scale) } }
  }

  private static func q40Code(
    _ id: String, _ sentence: String, _ code: @escaping @Sendable (_ x: Double, _ d: Double) -> Int
  ) -> Misconception {
    q40(id, sentence) { Oracle.groups($0, 32).flatMap { Oracle.q40Block($0, code: code) } }
  }

  private static func q40Bytes(
    _ id: String, _ sentence: String, _ bytes: @escaping @Sendable (_ d: Double) -> [UInt8]
  ) -> Misconception {
    q40(id, sentence) { Oracle.groups($0, 32).flatMap { Oracle.q40Block($0, scaleBytes: bytes) } }
  }

  private static func q40Packing(
    _ id: String, _ sentence: String, _ pack: @escaping @Sendable ([Int]) -> [UInt8]
  ) -> Misconception {
    q40(id, sentence) { Oracle.groups($0, 32).flatMap { Oracle.q40Block($0, pack: pack) } }
  }

  private static func littleEndian(_ bits: Int) -> [UInt8] { [UInt8(bits & 255), UInt8(bits >> 8)] }
}
