/// Weights in blocks of bytes, exactly as ggml and GGUF files hold them (ggml-common.h, ggml-quants.c).
///
/// A block is a few small float16 scales and then the codes. All numbers are little-endian.
public enum BlockFormat: String, Hashable, Sendable, CaseIterable {
  /// 34 bytes for 32: scale, then signed bytes.
  case q80 = "Q8_0"
  /// 18 bytes for 32: scale, then nibbles; x = (code − 8) · d.
  case q40 = "Q4_0"
  /// 20 bytes for 32: scale and minimum, then nibbles; x = code · d + m.
  case q41 = "Q4_1"
  /// 144 bytes for 256: two scales, eight pairs of 6-bit scales, then nibbles; x = d · sc · code − dmin · m.
  case q4K = "Q4_K"

  /// Weights in a block.
  public var blockSize: Int { self == .q4K ? 256 : 32 }

  /// Bytes of a block.
  public var bytesPerBlock: Int {
    switch self {
    case .q80: 34
    case .q40: 18
    case .q41: 20
    case .q4K: 144
    }
  }

  /// The blocks of a row of weights.
  ///
  /// Throws `QuantizationError.incompleteBlock`, `.notFinite`, or `.scaleOverflow` when a scale is beyond float16.
  public func encode(_ values: some Collection<Float>) throws(QuantizationError) -> [UInt8] {
    guard values.count % blockSize == 0 else {
      throw .incompleteBlock(format: rawValue, count: values.count, blockSize: blockSize)
    }
    try requireFinite(values)
    let values = Array(values)
    var writer = BlockWriter(format: self)
    for block in 0..<values.count / blockSize {
      writer.block = block
      let slice = Array(values[block * blockSize..<(block + 1) * blockSize])
      switch self {
      case .q80: try writer.writeQ80(slice)
      case .q40: try writer.writeQ40(slice)
      case .q41: try writer.writeQ41(slice)
      case .q4K: try writer.writeQ4K(slice)
      }
    }
    return writer.bytes
  }

  /// The numbers that blocks stand for. Throws `QuantizationError.incompleteBlock`.
  public func decode(_ bytes: some Collection<UInt8>) throws(QuantizationError) -> [Float] {
    guard bytes.count % bytesPerBlock == 0 else {
      throw .incompleteBlock(format: "\(rawValue) in bytes", count: bytes.count, blockSize: bytesPerBlock)
    }
    let bytes = Array(bytes)
    var values: [Float] = []
    values.reserveCapacity(bytes.count / bytesPerBlock * blockSize)
    for start in stride(from: 0, to: bytes.count, by: bytesPerBlock) {
      let block = Array(bytes[start..<start + bytesPerBlock])
      switch self {
      case .q80: values += Self.readQ80(block)
      case .q40: values += Self.readQ40(block)
      case .q41: values += Self.readQ41(block)
      case .q4K: values += Self.readQ4K(block)
      }
    }
    return values
  }
}

extension BlockFormat: WeightScheme {
  /// What tables call it.
  public var name: String { rawValue }

  /// Bits for each weight of rows that are filled up to whole blocks.
  public func bitsPerWeight(rows: Int, columns: Int) -> Double {
    guard columns > 0 else { return 0 }
    let blocks = columns / blockSize + (columns % blockSize == 0 ? 0 : 1)
    return Double(blocks * bytesPerBlock * 8) / Double(columns)
  }

  /// The weights after they were written down and read back; rows are filled up to whole blocks with zeros.
  public func restored(_ weights: Tensor) throws -> Tensor {
    let (rows, columns) = try matrixSize(weights)
    var values: [Float] = []
    values.reserveCapacity(weights.count)
    for row in 0..<rows {
      let blocks = try encode(filled(weights.values[row * columns..<(row + 1) * columns]))
      values += try decode(blocks).prefix(columns)
    }
    return Tensor(trusted: values, shape: weights.shape)
  }

  /// A row and zeros up to the end of its last block.
  func filled(_ row: ArraySlice<Float>) -> [Float] {
    let missing = (blockSize - row.count % blockSize) % blockSize
    return row + [Float](repeating: 0, count: missing)
  }
}

/// Bytes of blocks as they are made.
struct BlockWriter {
  let format: BlockFormat
  /// The number of the block that is written, for errors.
  var block = 0
  private(set) var bytes: [UInt8] = []

  init(format: BlockFormat) { self.format = format }

  mutating func append(_ more: some Sequence<UInt8>) { bytes += more }

  /// Throws when float16 would make an infinity of a scale.
  mutating func appendHalf(_ value: Float) throws(QuantizationError) {
    let bits = HalfPrecision.float16Bits(value)
    guard bits & 0x7FFF < 0x7C00 else {
      throw .scaleOverflow(format: format.rawValue, block: block, scale: value)
    }
    bytes += [UInt8(bits & 0xFF), UInt8(bits >> 8)]
  }

  /// 1 / d, or 0 where that is no number: the block is then all zeros as far as float16 can tell.
  static func inverse(_ d: Float) -> Float {
    let inverse = 1 / d
    return inverse.isFinite ? inverse : 0
  }
}

extension BlockFormat {
  static func half(_ block: [UInt8], at offset: Int) -> Float {
    HalfPrecision.float16(UInt16(block[offset]) | UInt16(block[offset + 1]) << 8)
  }
}
