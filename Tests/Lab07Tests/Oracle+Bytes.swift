import Foundation
import LabContracts

/// Nibbles, float16 and Q4_0, as their definitions have them.
extension Oracle {
  static func packNibbles(_ codes: [Int]) -> [UInt8] {
    let half = codes.count / 2
    return (0..<half).map { UInt8(truncatingIfNeeded: codes[$0] % 16 + 16 * (codes[$0 + half] % 16)) }
  }

  static func unpackNibbles(_ bytes: [UInt8]) -> [Int] {
    bytes.map { Int($0) % 16 } + bytes.map { Int($0) / 16 }
  }

  /// What the bits of a positive float16 stand for; from 0x7C00 on they are no finite number.
  static func float16(_ bits: Int) -> Double {
    let (exponent, fraction) = (bits / 1024, Double(bits % 1024))
    return exponent == 0 ? fraction * exp2(-24) : (1024 + fraction) * exp2(Double(exponent - 25))
  }

  /// The nearest float16, found by halving the list of all; of two as near the even one.
  static func float16Bits(_ value: Double) -> UInt16 {
    let magnitude = abs(value)
    var (below, above) = (0, 0x7C00)
    while above - below > 1 {
      let middle = (below + above) / 2
      if float16(middle) <= magnitude { below = middle } else { above = middle }
    }
    let (down, up) = (magnitude - float16(below), float16(above) - magnitude)
    let nearest = down < up || (down == up && below % 2 == 0) ? below : above
    return UInt16(nearest) | (value.sign == .minus ? 0x8000 : 0)
  }

  /// The two bytes of a scale, the low one first.
  static func scaleBytes(_ d: Double) -> [UInt8] {
    let bits = float16Bits(d)
    return [UInt8(bits % 256), UInt8(bits / 256)]
  }

  static func encodeQ40(_ weights: [Double]) -> [UInt8] {
    groups(weights, 32).flatMap { q40Block($0) }
  }

  /// −1 / 8 of the weight of largest magnitude, the first of several.
  static func q40Scale(_ block: [Double]) -> Double {
    (block.first { abs($0) == magnitude(block) } ?? 0) / -8
  }

  static func q40Code(_ x: Double, _ d: Double) -> Int {
    d == 0 ? 8 : clamped(floor(x / d + 8.5), from: 0, to: 15)
  }

  /// A block, each part of which can be replaced by a wrong one.
  static func q40Block(
    _ block: [Double], scale: ([Double]) -> Double = q40Scale,
    code: (_ x: Double, _ d: Double) -> Int = q40Code, scaleBytes: (Double) -> [UInt8] = scaleBytes,
    pack: ([Int]) -> [UInt8] = packNibbles
  ) -> [UInt8] {
    let d = block.allSatisfy { $0 == 0 } ? -0.0 : scale(block)
    return scaleBytes(d) + pack(block.map { code($0, d) })
  }

  static func decodeQ40(_ bytes: [UInt8]) -> [Double] { decodeQ40(bytes) { Double($0 - 8) * $1 } }

  /// Blocks read, each part of which can be replaced by a wrong one.
  static func decodeQ40(
    _ bytes: [UInt8], scale: ([UInt8]) -> Double = blockScale, unpack: ([UInt8]) -> [Int] = unpackNibbles,
    _ weight: (_ code: Int, _ d: Double) -> Double
  ) -> [Double] {
    groups(bytes, 18).flatMap { block in
      unpack(Array(block.dropFirst(2))).map { weight($0, scale(block)) }
    }
  }

  static func blockScale(_ block: [UInt8]) -> Double {
    signedFloat16(Int(block[0]) + 256 * Int(block[1]))
  }

  static func signedFloat16(_ bits: Int) -> Double {
    bits < 0x8000 ? float16(bits) : -float16(bits - 0x8000)
  }
}
