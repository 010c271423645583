/// A matrix of small integers with a scale for every 32 numbers of a row, laid out to be multiplied.
///
/// Four rows lie side by side: 32 codes of the first, of the second, third and fourth, then the next 32
/// columns. A product reads memory straight through, and what it loads of x serves four rows. Rows and
/// columns that are missing at the edges are zeros.
public struct QuantizedTiles: Hashable, Sendable {
  /// How a code is stored.
  public enum CodeWidth: Sendable {
    /// A byte: −128…127.
    case byte
    /// Four bits: −8…7.
    case nibble

    /// Bytes that hold the 32 codes of a block.
    @inline(__always)
    var blockBytes: Int { self == .byte ? 32 : 16 }
  }

  /// How a code is stored.
  public let width: CodeWidth
  /// Outputs of the product.
  public let rows: Int
  /// Inputs of the product.
  public let columns: Int
  let codes: [UInt8]  // [rows / 4, blocks, 4, blockBytes]
  let scales: [Float]  // [rows / 4, blocks, 4]

  /// Numbers that share a scale.
  public static let blockSize = 32
  static let tileRows = 4

  /// Scales of a row.
  var blocks: Int { ceilingQuotient(columns, Self.blockSize) }

  /// Bytes in memory, codes and float32 scales.
  public var byteCount: Int { codes.count + scales.count * MemoryLayout<Float>.size }

  /// Rearranges codes and scales for products.
  ///
  /// - Parameters:
  ///   - codes: `[rows, columns]`; of a `.nibble` only the last four bits are kept.
  ///   - scales: `[rows, columns / 32]`, rounded up.
  public init(width: CodeWidth, rows: Int, columns: Int, codes: [Int8], scales: [Float]) {
    Kernels.requireDimensions(rows, columns)
    let blocks = ceilingQuotient(columns, Self.blockSize)
    Kernels.requireCount(codes.count, rows * columns, "the codes")
    Kernels.requireCount(scales.count, rows * blocks, "the scales")
    let slots = ceilingQuotient(rows, Self.tileRows) * Self.tileRows * blocks
    // A nibble holds its code plus 8: zeros at the edges are 8 in both halves.
    var packed = [UInt8](repeating: width == .byte ? 0 : 0x88, count: slots * width.blockBytes)
    var arranged = [Float](repeating: 0, count: slots)
    for row in 0..<rows {
      for block in 0..<blocks {
        let slot = (row / Self.tileRows * blocks + block) * Self.tileRows + row % Self.tileRows
        arranged[slot] = scales[row * blocks + block]
        let columnsHere = block * Self.blockSize..<min(columns, (block + 1) * Self.blockSize)
        for (i, column) in columnsHere.enumerated() {
          let code = UInt8(bitPattern: codes[row * columns + column])
          switch width {
          case .byte:
            packed[slot * 32 + i] = code
          case .nibble:
            let (byte, shift) = (slot * 16 + i % 16, i < 16 ? 0 : 4)
            packed[byte] = packed[byte] & ~(15 << shift) | ((code &+ 8) & 15) << shift
          }
        }
      }
    }
    (self.width, self.rows, self.columns) = (width, rows, columns)
    (self.codes, self.scales) = (packed, arranged)
  }

  /// The codes of a row, without those that fill it up.
  public func codes(ofRow row: Int) -> [Int8] {
    (0..<columns).map { column in
      let (slot, i) = (slot(row, column / Self.blockSize), column % Self.blockSize)
      return switch width {
      case .byte: Int8(bitPattern: codes[slot * 32 + i])
      case .nibble: Int8(codes[slot * 16 + i % 16] >> (i < 16 ? 0 : 4) & 15) - 8
      }
    }
  }

  /// The scales of a row, one for each block.
  public func scales(ofRow row: Int) -> [Float] {
    (0..<blocks).map { scales[slot(row, $0)] }
  }

  /// Where a block of a row lies.
  private func slot(_ row: Int, _ block: Int) -> Int {
    guard (0..<rows).contains(row) else { fatalError("row \(row) is outside 0..<\(rows)") }
    return (row / Self.tileRows * blocks + block) * Self.tileRows + row % Self.tileRows
  }
}
