/// Unpacks deflated bytes (RFC 1951), never beyond a limit.
///
/// It decodes bit by bit along the canonical codes: a submission is small, and tables for speed would be
/// more to get wrong.
enum Inflate {
  /// What came out, and where in the input it ended.
  struct Result {
    let bytes: [UInt8]
    let end: Int
  }

  static func unpack(_ input: ArraySlice<UInt8>, atMost limit: Int) throws(ArchiveProblem) -> Result {
    var decoder = InflateDecoder(input, limit: limit)
    try decoder.run()
    return Result(bytes: decoder.output, end: decoder.bits.position)
  }
}

private struct InflateDecoder {
  var bits: BitReader
  var output: [UInt8] = []
  let limit: Int

  init(_ input: ArraySlice<UInt8>, limit: Int) {
    bits = BitReader(input)
    self.limit = limit
  }

  /// Block after block, to the one that says it is the last (section 3.2.3).
  mutating func run() throws(ArchiveProblem) {
    var isLast = false
    while !isLast {
      isLast = try bits.read(1) == 1
      switch try bits.read(2) {
      case 0: try copyStored()
      case 1: try decode(HuffmanCode.fixedLiterals, HuffmanCode.fixedDistances)
      case 2:
        let (literals, distances) = try readCodes()
        try decode(literals, distances)
      default: throw .damaged("a block is of no known type")
      }
    }
  }

  private mutating func append(_ byte: UInt8) throws(ArchiveProblem) {
    guard output.count < limit else { throw .tooLarge(limit: limit) }
    output.append(byte)
  }

  /// Bytes as they are (section 3.2.4).
  private mutating func copyStored() throws(ArchiveProblem) {
    bits.skipToByte()
    let count = try bits.read(16)
    guard try bits.read(16) == ~count & 0xFFFF else { throw .damaged("a block's length is not its own") }
    for _ in 0..<count { try append(UInt8(truncatingIfNeeded: bits.read(8))) }
  }

  /// Literals, and pairs of a length and a distance back (section 3.2.5).
  private mutating func decode(
    _ literals: HuffmanCode, _ distances: HuffmanCode
  ) throws(ArchiveProblem) {
    while true {
      let symbol = try literals.decode(&bits)
      if symbol < 256 {
        try append(UInt8(symbol))
      } else if symbol == 256 {
        return
      } else {
        try copy(length: length(symbol), distance: distance(distances.decode(&bits)))
      }
    }
  }

  private mutating func length(_ symbol: Int) throws(ArchiveProblem) -> Int {
    let index = symbol - 257
    guard index < Self.lengths.count else { throw .damaged("a length is of no known kind") }
    return Self.lengths[index] + (try bits.read(Self.lengthBits[index]))
  }

  private mutating func distance(_ symbol: Int) throws(ArchiveProblem) -> Int {
    guard symbol < Self.distances.count else { throw .damaged("a distance is of no known kind") }
    return Self.distances[symbol] + (try bits.read(Self.distanceBits[symbol]))
  }

  /// The copy may overlap what it writes.
  private mutating func copy(length: Int, distance: Int) throws(ArchiveProblem) {
    guard distance <= output.count else { throw .damaged("a copy begins before the start") }
    for _ in 0..<length { try append(output[output.count - distance]) }
  }

  /// The codes that stand before a block, themselves encoded (section 3.2.7).
  private mutating func readCodes() throws(ArchiveProblem) -> (HuffmanCode, HuffmanCode) {
    let literalCount = try bits.read(5) + 257
    let distanceCount = try bits.read(5) + 1
    let codeCount = try bits.read(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else { throw .damaged("a block has too many codes") }
    var codeLengths = [UInt8](repeating: 0, count: 19)
    for place in Self.codeOrder.prefix(codeCount) { codeLengths[place] = UInt8(try bits.read(3)) }
    let lengths = try readLengths(
      count: literalCount + distanceCount, by: HuffmanCode(lengths: codeLengths))
    guard lengths[256] > 0 else { throw .damaged("a block has no end") }
    return (
      try HuffmanCode(lengths: lengths[..<literalCount]),
      try HuffmanCode(lengths: lengths[literalCount...], mayBeIncomplete: true)
    )
  }

  private mutating func readLengths(
    count: Int, by code: HuffmanCode
  ) throws(ArchiveProblem) -> [UInt8] {
    var lengths: [UInt8] = []
    while lengths.count < count {
      let symbol = try code.decode(&bits)
      switch symbol {
      case ..<16: lengths.append(UInt8(symbol))
      case 16:
        guard let last = lengths.last else { throw .damaged("the first length repeats nothing") }
        lengths += [UInt8](repeating: last, count: try bits.read(2) + 3)
      case 17: lengths += [UInt8](repeating: 0, count: try bits.read(3) + 3)
      default: lengths += [UInt8](repeating: 0, count: try bits.read(7) + 11)
      }
    }
    guard lengths.count == count else { throw .damaged("lengths go beyond their end") }
    return lengths
  }

  private static let codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  private static let lengths = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
  ]
  private static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distances = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
    4097, 6145, 8193, 12289, 16385, 24577,
  ]
  private static let distanceBits = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]
}
