import LabKernels

extension QuantizedTiles {
  /// The blocks of a matrix in Q8_0 or Q4_0, row after row, rearranged for the kernels. Scales become float32.
  ///
  /// Throws `QuantizationError.notRunnable` for another format, `.mismatch` when the bytes are not those of
  /// `[rows, columns]`.
  public init(blocks: [UInt8], as format: BlockFormat, rows: Int, columns: Int) throws(QuantizationError) {
    let width = try format.codeWidth
    let perRow = columns / Self.blockSize + (columns % Self.blockSize == 0 ? 0 : 1)
    guard rows >= 0, columns >= 0, let count = elementCount(of: [rows, perRow, format.bytesPerBlock]),
      count == blocks.count
    else {
      throw .mismatch("\(blocks.count) bytes are not \(rows) rows of \(columns) in \(format.rawValue)")
    }
    var (codes, scales): ([Int8], [Float]) = ([], [])
    codes.reserveCapacity(rows * columns)
    for row in 0..<rows {
      var codesOfRow: [Int8] = []
      for block in row * perRow..<(row + 1) * perRow {
        let bytes = blocks[block * format.bytesPerBlock..<(block + 1) * format.bytesPerBlock]
        scales.append(
          HalfPrecision.float16(UInt16(bytes[bytes.startIndex]) | UInt16(bytes[bytes.startIndex + 1]) << 8))
        switch width {
        case .byte: codesOfRow += bytes.dropFirst(2).map { Int8(bitPattern: $0) }
        case .nibble: codesOfRow += NibblePacking.unpack(Array(bytes.dropFirst(2))).map { Int8($0) - 8 }
        }
      }
      codes += codesOfRow.prefix(columns)
    }
    self.init(width: width, rows: rows, columns: columns, codes: codes, scales: scales)
  }

  /// A matrix in Q8_0 or Q4_0; rows are filled up to whole blocks with zeros.
  ///
  /// Throws `QuantizationError`.
  public init(_ weights: Tensor, as format: BlockFormat) throws(QuantizationError) {
    let (rows, columns) = try matrixSize(weights)
    var blocks: [UInt8] = []
    for row in 0..<rows {
      blocks += try format.encode(format.filled(weights.values[row * columns..<(row + 1) * columns]))
    }
    try self.init(blocks: blocks, as: format, rows: rows, columns: columns)
  }

  /// A matrix of codes around 0 whose scales are good for 32 neighbours or more, as GPTQ gives. Scales are
  /// rounded to float16, as a file would hold them.
  ///
  /// Throws `QuantizationError.notRunnable` for zeros of their own or groups that blocks of 32 would cut, and
  /// `.scaleOverflow`.
  public init(_ matrix: QuantizedMatrix) throws(QuantizationError) {
    guard matrix.scheme.mapping != .zeroPoint else {
      throw .notRunnable(
        "the kernels know codes around 0; those of \(matrix.scheme.name) have a zero of their own")
    }
    if case .group(let size) = matrix.scheme.granularity, size % Self.blockSize != 0, size < matrix.columns {
      throw .notRunnable(
        "the kernels need a scale for every \(Self.blockSize) weights, not groups of \(size)")
    }
    var scales: [Float] = []
    for row in 0..<matrix.rows {
      for column in stride(from: 0, to: matrix.columns, by: Self.blockSize) {
        let scale = matrix.group(row, column).scale
        let rounded = HalfPrecision.roundedToFloat16(scale)
        guard rounded.isFinite else {
          throw .scaleOverflow(format: matrix.scheme.name, block: scales.count, scale: scale)
        }
        scales.append(rounded)
      }
    }
    self.init(
      width: matrix.scheme.bits <= 4 ? .nibble : .byte, rows: matrix.rows, columns: matrix.columns,
      codes: matrix.codes.map { Int8($0) }, scales: scales)
  }

  /// The format whose blocks these are, and the blocks, row after row: Q8_0 for bytes, Q4_0 for nibbles.
  ///
  /// Throws `QuantizationError.incompleteBlock` when rows do not fill whole blocks.
  public func blocks() throws(QuantizationError) -> (format: BlockFormat, bytes: [UInt8]) {
    let format: BlockFormat = width == .byte ? .q80 : .q40
    guard columns % Self.blockSize == 0 else {
      throw .incompleteBlock(format: format.rawValue, count: columns, blockSize: Self.blockSize)
    }
    var writer = BlockWriter(format: format)
    for row in 0..<rows {
      let (codes, scales) = (codes(ofRow: row), scales(ofRow: row))
      for (block, scale) in scales.enumerated() {
        try writer.appendHalf(scale)
        let part = codes[block * Self.blockSize..<(block + 1) * Self.blockSize]
        switch width {
        case .byte: writer.append(part.map { UInt8(bitPattern: $0) })
        case .nibble: try writer.append(NibblePacking.pack(part.map { UInt8($0 + 8) }))
        }
      }
    }
    return (format, writer.bytes)
  }

  /// The numbers that the codes stand for: `[rows, columns]`.
  public func dequantized() -> Tensor {
    Tensor(trusted: (0..<rows).flatMap { values(ofRow: $0) }, shape: [rows, columns])
  }

  /// The numbers that a row stands for.
  func values(ofRow row: Int) -> [Float] {
    let scales = scales(ofRow: row)
    return codes(ofRow: row).enumerated().map { Float($1) * scales[$0 / Self.blockSize] }
  }
}

extension BlockFormat {
  /// What the kernels call its codes.
  fileprivate var codeWidth: QuantizedTiles.CodeWidth {
    get throws(QuantizationError) {
      switch self {
      case .q80: .byte
      case .q40: .nibble
      case .q41, .q4K: throw .notRunnable("the kernels run Q8_0 and Q4_0, not \(rawValue)")
      }
    }
  }
}
