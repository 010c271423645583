import LabContracts
import LabTesting

/// The bytes of Q4_0, read.
extension Misconceptions {
  /// 07.12
  static let decodeQ40: [Misconception] = [
    weight("eight-forgotten", "code · d: the code of 0 is 8. Subtract it first.") { Double($0) * $1 },
    weight("seven-taken-off", "You subtract 7. The middle is code 8: eight codes lie below it.") {
      Double($0 - 7) * $1
    },
    weight(
      "middle-between-two-codes", "You subtract 7.5, and 0 is no longer restored as 0. The middle is code 8."
    ) {
      (Double($0) - 7.5) * $1
    },
    weight(
      "codes-read-with-a-sign", "You read codes in two's complement. Subtract 8: code 15 stands for 7 · d."
    ) {
      Double($0 < 8 ? $0 : $0 - 16) * $1
    },
    weight("divided-by-d", "You divide by d. A code is worth that many times d.") {
      $1 == 0 ? 0 : Double($0 - 8) / $1
    },
    weight("sign-of-d-lost", "You use d's magnitude. It has a sign, that of −(largest weight).") {
      Double($0 - 8) * abs($1)
    },
    decoded("d-from-the-high-byte-first", "You read d with its high byte first; files are little-endian.") {
      Oracle.decodeQ40($0, scale: { Oracle.signedFloat16(256 * Int($0[0]) + Int($0[1])) }) {
        Double($0 - 8) * $1
      }
    },
    decoded("d-read-as-bfloat16", "You read d as bfloat16, the upper half of a Float. It is a float16.") {
      Oracle.decodeQ40(
        $0, scale: { Double(Float(bitPattern: (UInt32($0[0]) | UInt32($0[1]) << 8) << 16)) }
      ) { Double($0 - 8) * $1 }
    },
    decoded("d-read-as-a-whole-number", "You use the sixteen bits of d as a number. They are a float16.") {
      Oracle.decodeQ40($0, scale: { Double(Int($0[0]) + 256 * Int($0[1])) }) { Double($0 - 8) * $1 }
    },
    decoded("small-d-read-as-zero", "A float16 whose exponent bits are 0 is not 0: it counts steps of 2⁻²⁴.")
    {
      Oracle.decodeQ40($0, scale: { $0[1] & 0x7C == 0 ? 0 : Oracle.blockScale($0) }) { Double($0 - 8) * $1 }
    },
    decoded(
      "decoded-byte-by-byte", "You take both halves of a byte before the next one. The low halves come first."
    ) {
      Oracle.decodeQ40($0, unpack: { $0.flatMap { [Int($0 & 15), Int($0 >> 4)] } }) { Double($0 - 8) * $1 }
    },
    decoded("decoded-top-halves-first", "The high halves are the block's last 16 codes, not its first.") {
      Oracle.decodeQ40($0, unpack: { $0.map { Int($0 >> 4) } + $0.map { Int($0 & 15) } }) {
        Double($0 - 8) * $1
      }
    },
    decoded("first-d-for-all-blocks", "You use the first block's d for all. Each block has its own.") {
      bytes in
      Oracle.decodeQ40(bytes, scale: { _ in Oracle.blockScale(bytes) }) { Double($0 - 8) * $1 }
    },
    decoded("one-block-read", "You read one block. Every 18 bytes make 32 weights more.") {
      Oracle.decodeQ40(Array($0.prefix(18)))
    },
    decoded(
      "broken-block-dropped", "Bytes that are no whole block are no file to trust: throw `incompleteBlock`.",
      sparing: .incompleteBlock
    ) { Oracle.decodeQ40(Array($0.prefix($0.count / 18 * 18))) },
    decoded(
      "infinite-d-accepted", "A d that is infinite or NaN makes a block of nonsense: throw `notFinite`.",
      sparing: .notFinite, Oracle.decodeQ40),
  ]

  private static func decoded(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([UInt8]) -> [Double]
  ) -> Misconception {
    Misconception(id, lives: "07.12", sentence: sentence) { $0.decodeQ40(sparing: spared, answer) }
  }

  private static func weight(
    _ id: String, _ sentence: String, _ weight: @escaping @Sendable (_ code: Int, _ d: Double) -> Double
  ) -> Misconception {
    decoded(id, sentence) { Oracle.decodeQ40($0, weight) }
  }
}
