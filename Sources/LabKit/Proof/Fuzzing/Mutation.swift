/// Changes of bytes, as fuzzers make them: small, many, and at places that mean something.
enum Mutation {
  /// A new input, made from the samples of a target.
  static func input(of target: FuzzTarget, _ random: inout some RandomNumberGenerator) -> [UInt8] {
    // Pure noise now and then: whatever a mutation keeps must not be what saves a decoder.
    if Int.random(in: 0..<50, using: &random) == 0 { return noise(upTo: 600, &random) }
    var bytes = target.samples.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 1...6, using: &random) { change(&bytes, target, &random) }
    if Bool.random(using: &random) { target.mend(&bytes) }
    return bytes
  }

  private static func change(
    _ bytes: inout [UInt8], _ target: FuzzTarget, _ random: inout some RandomNumberGenerator
  ) {
    let range = anyRange(in: bytes, &random)
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1: flipBit(&bytes, &random)
    case 2: bytes.replaceSubrange(range, with: noise(upTo: 8, &random))
    case 3: bytes.insert(contentsOf: noise(upTo: 8, &random), at: range.lowerBound)
    case 4: bytes.removeSubrange(range)
    case 5: bytes.insert(contentsOf: Array(bytes[range]), at: range.upperBound)
    case 6:
      bytes.insert(contentsOf: target.fragments.randomElement(using: &random) ?? [], at: range.lowerBound)
    case 7:
      overwrite(&bytes, with: target.fragments.randomElement(using: &random) ?? [], at: range.lowerBound)
    default: splice(&bytes, with: target.samples.randomElement(using: &random) ?? [], &random)
    }
  }

  private static func flipBit(_ bytes: inout [UInt8], _ random: inout some RandomNumberGenerator) {
    guard let place = bytes.indices.randomElement(using: &random) else { return }
    bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
  }

  private static func overwrite(_ bytes: inout [UInt8], with fragment: [UInt8], at place: Int) {
    bytes.replaceSubrange(place..<min(bytes.count, place + fragment.count), with: fragment)
  }

  /// The beginning of one and the end of the other.
  private static func splice(
    _ bytes: inout [UInt8], with other: [UInt8], _ random: inout some RandomNumberGenerator
  ) {
    let head = Int.random(in: 0...bytes.count, using: &random)
    let tail = Int.random(in: 0...other.count, using: &random)
    bytes = Array(bytes[..<head] + other[tail...])
  }

  /// A range of some bytes, mostly few.
  private static func anyRange(in bytes: [UInt8], _ random: inout some RandomNumberGenerator) -> Range<Int> {
    let start = Int.random(in: 0...bytes.count, using: &random)
    let longest = Int.random(in: 0..<4, using: &random) == 0 ? bytes.count : 8
    return start..<min(bytes.count, start + Int.random(in: 0...longest, using: &random))
  }

  private static func noise(upTo most: Int, _ random: inout some RandomNumberGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...most, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
  }
}
