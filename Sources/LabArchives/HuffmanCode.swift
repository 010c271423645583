/// A canonical Huffman code, given by the length of each symbol's code (RFC 1951, section 3.2.2).
struct HuffmanCode {
  /// How many codes have each length, from 0 to 15 bits.
  private var counts = [Int](repeating: 0, count: 16)
  /// The symbols, by the length of their code and then in order.
  private var symbols: [Int] = []

  /// - Parameter mayBeIncomplete: a block with at most one distance has a code with room left.
  init(lengths: some Collection<UInt8>, mayBeIncomplete: Bool = false) throws(ArchiveProblem) {
    for length in lengths { counts[Int(length)] += 1 }
    var room = 1
    for length in 1...15 {
      room = room << 1 - counts[length]
      guard room >= 0 else { throw .damaged("a code is over-full") }
    }
    let used = lengths.count - counts[0]
    guard room == 0 || (mayBeIncomplete && used <= 1) else { throw .damaged("a code is incomplete") }
    for length in 1...15 where counts[length] > 0 {
      for (symbol, own) in lengths.enumerated() where Int(own) == length { symbols.append(symbol) }
    }
  }

  private init(unchecked lengths: [UInt8]) {
    for length in lengths { counts[Int(length)] += 1 }
    symbols = lengths.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
  }

  /// Reads the next symbol: codes of one length are consecutive numbers, and begin where the shorter ones ended.
  func decode(_ bits: inout BitReader) throws(ArchiveProblem) -> Int {
    var (code, first, index) = (0, 0, 0)
    for length in 1...15 {
      code |= try bits.read(1)
      let count = counts[length]
      if code - first < count { return symbols[index + code - first] }
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    throw .damaged("a code stands for nothing")
  }

  /// The codes that need no table (section 3.2.6).
  static let fixedLiterals = HuffmanCode(
    unchecked: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  static let fixedDistances = HuffmanCode(unchecked: [UInt8](repeating: 5, count: 30))
}

/// Reads bits, the lowest of each byte first (RFC 1951, section 3.1.1).
struct BitReader {
  private let bytes: ArraySlice<UInt8>
  private var next: Int
  private var buffer = 0
  private var count = 0

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    next = bytes.startIndex
  }

  /// The place of the first byte of which no bit was read.
  var position: Int { next - count / 8 }

  /// Up to 16 bits, as a number.
  mutating func read(_ wanted: Int) throws(ArchiveProblem) -> Int {
    while count < wanted {
      guard next < bytes.endIndex else { throw .damaged("it ends too early") }
      buffer |= Int(bytes[next]) << count
      next += 1
      count += 8
    }
    let value = buffer & (1 << wanted - 1)
    buffer >>= wanted
    count -= wanted
    return value
  }

  mutating func skipToByte() {
    buffer >>= count % 8
    count -= count % 8
  }
}
