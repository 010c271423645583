import Foundation

/// A seeded, counter-based random generator with the same stream on every platform.
///
/// Number `i` of a stream is a function of (`seed`, `stream`, `i`) alone, so two parts of a program
/// can draw from streams of their own without disturbing each other, and a stopped run goes on
/// where it was by storing one integer, `position`.
///
/// The function is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy
/// as 1, 2, 3", 2011): ten rounds of multiply and exclusive-or over a 128-bit counter. It is not
/// fit for cryptography.
public struct RandomStream: RandomNumberGenerator, Hashable, Sendable {
  /// Chooses the family of streams; the same seed always gives the same numbers.
  public let seed: UInt64
  /// Chooses one of 2^64 independent streams of the seed.
  public let stream: UInt64
  /// How many 64-bit numbers have been drawn; set it to jump anywhere in constant time.
  public var position: UInt64

  /// A generator at `position` of the stream numbered `stream` of `seed`.
  public init(seed: UInt64, stream: UInt64 = 0, position: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
    self.position = position
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    // A block holds two 64-bit numbers. Both are made each time: a cache would make equal
    // generators unequal, and ten rounds cost a few nanoseconds.
    let block = Philox.block(counter: position / 2, stream: stream, key: seed)
    defer { position += 1 }
    return position % 2 == 0 ? block.0 : block.1
  }
}

extension RandomStream {
  /// A number in [0, 1) with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number from the standard normal distribution, by the Box–Muller transform.
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * Double.pi * uniform())
  }

  /// An index into `weights` drawn in proportion to them; `nil` when no weight is positive and finite.
  public mutating func index(weightedBy weights: [Double]) -> Int? {
    let total = weights.reduce(0) { $0 + ($1 > 0 ? $1 : 0) }
    guard total > 0, total.isFinite else { return nil }
    var remaining = uniform() * total
    var last: Int?
    for (index, weight) in weights.enumerated() where weight > 0 {
      last = index
      remaining -= weight
      if remaining < 0 { return index }
    }
    return last
  }
}

/// Philox4x32-10, one block at a time.
enum Philox {
  static func block(counter: UInt64, stream: UInt64, key: UInt64) -> (UInt64, UInt64) {
    let words = rounds(
      (low(counter), high(counter), low(stream), high(stream)), key: (low(key), high(key)))
    return (UInt64(words.1) << 32 | UInt64(words.0), UInt64(words.3) << 32 | UInt64(words.2))
  }

  static func rounds(
    _ counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
      let product0 = UInt64(c0) * 0xD251_1F53
      let product1 = UInt64(c2) * 0xCD9E_8D57
      (c0, c1, c2, c3) = (high(product1) ^ c1 ^ k0, low(product1), high(product0) ^ c3 ^ k1, low(product0))
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
  }

  private static func low(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value) }
  private static func high(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value >> 32) }
}
