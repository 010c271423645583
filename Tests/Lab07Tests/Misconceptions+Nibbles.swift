import LabContracts
import LabTesting

/// Two codes in a byte: which, and where.
extension Misconceptions {
  /// 07.9
  static let packNibbles: [Misconception] = [
    packed(
      "neighbours-share-a-byte",
      "You put neighbours into one byte. In Q4_0 codes j and j + n/2 share byte j."
    ) { codes in stride(from: 0, to: codes.count - 1, by: 2).map { byte(codes[$0], codes[$0 + 1]) } },
    packed(
      "neighbours-share-a-byte-first-on-top",
      "You put neighbours into one byte, the first on top. Codes j and j + n/2 share byte j, the first below."
    ) { codes in stride(from: 0, to: codes.count - 1, by: 2).map { byte(codes[$0 + 1], codes[$0]) } },
    packed(
      "first-half-on-top",
      "Your halves are exchanged: code j belongs in the low nibble, j + n/2 in the high one."
    ) {
      codes in
      (0..<codes.count / 2).map { byte(codes[$0 + codes.count / 2], codes[$0]) }
    },
    packed("second-half-backwards", "The second half comes in the same order as the first, not backwards.") {
      codes in
      (0..<codes.count / 2).map { byte(codes[$0], codes[codes.count - 1 - $0]) }
    },
    packed("one-code-a-byte", "Each code takes a whole byte. Two share one: half as many bytes as codes.") {
      $0.map { UInt8($0) }
    },
    packed("shifted-by-eight", "A nibble has four bits: shift by 4, or multiply by 16.") { codes in
      (0..<codes.count / 2).map { UInt8(codes[$0]) }
    },
    packed("shifted-by-three", "A nibble has four bits: shift by 4, or multiply by 16.") { codes in
      (0..<codes.count / 2).map {
        UInt8(truncatingIfNeeded: codes[$0] | codes[$0 + codes.count / 2] << 3)
      }
    },
    packed(
      "always-sixteen-apart",
      "You pack blocks of 32. Here the halves are those of the list: code j and j + n/2."
    ) {
      codes in
      codes.count > 32 ? Oracle.groups(codes, 32).flatMap(Oracle.packNibbles) : Oracle.packNibbles(codes)
    },
    packed("offset-taken-from-codes", "You move codes by 8. They are 0…15 already.") {
      Oracle.packNibbles($0.map { ($0 + 8) % 16 })
    },
    packed(
      "large-codes-cut",
      "A code beyond 15 loses its upper bits in a nibble. Refuse it: throw `codeOutOfRange`.",
      sparing: .codeOutOfRange
    ) { Oracle.packNibbles($0.map { $0 & 15 }) },
    packed(
      "large-codes-clamped",
      "A code beyond 0…15 is no code: throw `codeOutOfRange` and do not make another of it.",
      sparing: .codeOutOfRange
    ) { Oracle.packNibbles($0.map { max(0, min(15, $0)) }) },
    Misconception(
      "codes-below-zero-packed", lives: "07.9",
      sentence: "You look for codes above 15 only. Codes below 0 do not fit either: throw `codeOutOfRange`."
    ) {
      $0.bind(Quantization.packNibbles) { codes in
        let refuse = Refusal(sparing: nil)
        try refuse(.incompleteBlock, unless: codes.count % 2 == 0)
        try refuse(.codeOutOfRange, unless: codes.allSatisfy { $0 <= 15 })
        return Oracle.packNibbles(codes.map { $0 & 15 })
      }
    },
    packed(
      "odd-code-filled-up", "An odd number of codes does not fill whole bytes: throw `incompleteBlock`.",
      sparing: .incompleteBlock
    ) { Oracle.packNibbles($0 + ($0.count % 2 == 0 ? [] : [0])) },
    packed(
      "odd-code-dropped",
      "The last of an odd number of codes is lost without a word: throw `incompleteBlock`.",
      sparing: .incompleteBlock, Oracle.packNibbles),
  ]

  private static func packed(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Int]) -> [UInt8]
  ) -> Misconception {
    Misconception(id, lives: "07.9", sentence: sentence) { $0.packNibbles(sparing: spared, answer) }
  }

  private static func byte(_ low: Int, _ high: Int) -> UInt8 { UInt8(low | high << 4) }

  /// 07.10
  static let unpackNibbles: [Misconception] = [
    unpacked(
      "byte-by-byte", "You take both halves of a byte before the next byte. All low halves come first."
    ) {
      $0.flatMap { [Int($0 & 15), Int($0 >> 4)] }
    },
    unpacked(
      "byte-by-byte-top-first",
      "You take each byte's high half and then its low one. All low halves come first."
    ) { $0.flatMap { [Int($0 >> 4), Int($0 & 15)] } },
    unpacked("top-halves-first", "The high halves come first in your list; the low halves do.") {
      $0.map { Int($0 >> 4) } + $0.map { Int($0 & 15) }
    },
    unpacked("top-halves-backwards", "The high halves come in the order of the bytes, not backwards.") {
      $0.map { Int($0 & 15) } + $0.reversed().map { Int($0 >> 4) }
    },
    unpacked(
      "nibbles-with-a-sign",
      "You read a nibble as a signed number: 15 became −1. Codes are 0…15; 07.12 takes off 8."
    ) { Oracle.unpackNibbles($0).map { $0 < 8 ? $0 : $0 - 16 } },
    unpacked(
      "high-nibble-with-a-sign",
      "You shift a signed byte: its sign comes along, and 0xA1 gives −6 above. Shift the UInt8, or mask after."
    ) { $0.map { Int($0 & 15) } + $0.map { Int(Int8(bitPattern: $0) >> 4) } },
    unpacked("eight-taken-off", "You subtract 8. That turns codes into steps, and is the business of 07.12.")
    {
      Oracle.unpackNibbles($0).map { $0 - 8 }
    },
    unpacked("high-nibble-not-shifted", "The high half must come down by four bits: `>> 4`.") {
      $0.map { Int($0 & 15) } + $0.map { Int($0 & 240) }
    },
    unpacked("low-nibble-not-masked", "The low half still has the high one in it: `& 15`.") {
      $0.map { Int($0) } + $0.map { Int($0 >> 4) }
    },
    unpacked("low-halves-alone", "Each byte holds two codes; you return one of them.") {
      $0.map { Int($0 & 15) }
    },
  ]

  private static func unpacked(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable ([UInt8]) -> [Int]
  ) -> Misconception {
    Misconception(id, lives: "07.10", sentence: sentence) {
      $0.bind(Quantization.unpackNibbles, to: answer)
    }
  }
}
