/// What memory is reckoned from.
extension Quantization {
  /// The size of a matrix.
  public struct MatrixShape: WireRecord, Hashable, CustomDebugStringConvertible {
    /// Outputs.
    public var rows: Int
    /// Inputs.
    public var columns: Int

    /// So many rows of so many columns.
    public init(_ rows: Int, _ columns: Int) {
      (self.rows, self.columns) = (rows, columns)
    }

    /// Rows, columns.
    public static var fields: some WireFields<MatrixShape> { Fields(MatrixShape.init, \.rows, \.columns) }

    /// As it is written in code.
    public var debugDescription: String { "MatrixShape(\(rows), \(columns))" }
  }

  /// How numbers are stored: so many together, in so many bytes with their scales.
  public struct BlockLayout: WireRecord, Hashable, CustomDebugStringConvertible {
    /// Numbers in a block.
    public var count: Int
    /// Bytes of a block.
    public var bytes: Int

    /// So many numbers in so many bytes.
    public init(count: Int, bytes: Int) {
      (self.count, self.bytes) = (count, bytes)
    }

    /// Each number for itself, in two bytes.
    public static let float16 = BlockLayout(count: 1, bytes: 2)
    /// A scale and 32 codes of eight bits.
    public static let q80 = BlockLayout(count: 32, bytes: 34)
    /// A scale and 32 codes of four bits.
    public static let q40 = BlockLayout(count: 32, bytes: 18)

    /// Count, bytes.
    public static var fields: some WireFields<BlockLayout> {
      Fields(BlockLayout.init(count:bytes:), \.count, \.bytes)
    }

    /// As it is written in code.
    public var debugDescription: String { "BlockLayout(count: \(count), bytes: \(bytes))" }
  }

  /// The sizes of a transformer that decide how large its cache is.
  public struct ModelShape: WireRecord, Hashable, CustomDebugStringConvertible {
    /// Blocks.
    public var nLayers: Int
    /// Heads of queries.
    public var nHeads: Int
    /// Heads of keys and of values.
    public var nKVHeads: Int
    /// Numbers of a token's row, shared out among the heads of queries.
    public var dModel: Int

    /// The four sizes.
    public init(nLayers: Int, nHeads: Int, nKVHeads: Int, dModel: Int) {
      (self.nLayers, self.nHeads, self.nKVHeads, self.dModel) = (nLayers, nHeads, nKVHeads, dModel)
    }

    /// Layers, heads, key and value heads, width.
    public static var fields: some WireFields<ModelShape> {
      Fields(
        ModelShape.init(nLayers:nHeads:nKVHeads:dModel:), \.nLayers, \.nHeads, \.nKVHeads, \.dModel)
    }

    /// As it is written in code.
    public var debugDescription: String {
      "ModelShape(nLayers: \(nLayers), nHeads: \(nHeads), nKVHeads: \(nKVHeads), dModel: \(dModel))"
    }
  }
}
