/// How the numbers of a tensor in a GGUF file are stored. Types that ggml knows and this engine does not are
/// refused when they are read.
public enum GGUFTensorType: Hashable, Sendable {
  /// float32.
  case f32
  /// float16.
  case f16
  /// bfloat16.
  case bf16
  /// Quantized blocks.
  case blocks(BlockFormat)

  /// All types and the numbers that files have for them (ggml.h, `enum ggml_type`).
  private static let codes: [(type: GGUFTensorType, code: UInt32)] = [
    (.f32, 0), (.f16, 1), (.bf16, 30), (.blocks(.q40), 2), (.blocks(.q41), 3), (.blocks(.q80), 8),
    (.blocks(.q4K), 12),
  ]

  /// The type that a file's number stands for, or `nil`.
  public init?(code: UInt32) {
    guard let known = Self.codes.first(where: { $0.code == code }) else { return nil }
    self = known.type
  }

  /// The number that files have for it.
  public var code: UInt32 { Self.codes.first { $0.type == self }?.code ?? 0 }

  /// What people call it.
  public var name: String {
    switch self {
    case .f32: "F32"
    case .f16: "F16"
    case .bf16: "BF16"
    case .blocks(let format): format.rawValue
    }
  }

  /// Numbers and bytes of the smallest piece.
  var block: (size: Int, bytes: Int) {
    switch self {
    case .f32: (1, 4)
    case .f16, .bf16: (1, 2)
    case .blocks(let format): (format.blockSize, format.bytesPerBlock)
    }
  }

  /// The bytes of a tensor. Throws `FormatError.invalid` for shapes that are none or rows of broken blocks.
  func byteCount(of shape: [Int], _ name: String) throws(FormatError) -> Int {
    guard let count = elementCount(of: shape), (1...4).contains(shape.count) else {
      throw .invalid(field: "\(name)'s shape", reason: "\(shape) is not a shape of 1 to 4 dimensions")
    }
    guard shape[shape.count - 1] % block.size == 0 else {
      throw .invalid(
        field: "\(name)'s shape",
        reason: "rows of \(shape[shape.count - 1]) are no whole blocks of \(self.name)")
    }
    let (bytes, overflow) = (count / block.size).multipliedReportingOverflow(by: block.bytes)
    guard !overflow else { throw .invalid(field: "\(name)'s shape", reason: "\(shape) overflows") }
    return bytes
  }
}

extension GGUF.TensorEntry {
  /// A tensor written in float32, float16 or blocks.
  ///
  /// Throws `FormatError` for shapes the type cannot hold, `QuantizationError` for numbers it cannot.
  public init(name: String, _ tensor: Tensor, as type: GGUFTensorType) throws {
    let bytes: [UInt8]
    switch type {
    case .f32: bytes = tensor.values.flatMap { littleEndian($0.bitPattern) }
    case .f16: bytes = tensor.values.flatMap { littleEndian(HalfPrecision.float16Bits($0)) }
    case .bf16: throw FormatError.unsupported(field: "\(name)'s type", value: "BF16 for writing")
    case .blocks(let format):
      _ = try type.byteCount(of: tensor.shape, name)
      bytes = try format.encode(tensor.values)
    }
    try self.init(name: name, shape: tensor.shape, type: type, bytes: bytes)
  }

  /// The numbers in float32.
  public func decoded() throws -> Tensor {
    var reader = ByteReader(bytes)
    let count = elementCount(of: shape) ?? 0
    let values =
      switch type {
      case .f32: try reader.floats(count, name)
      case .f16: try reader.halves(count, name, HalfPrecision.float16)
      case .bf16: try reader.halves(count, name, HalfPrecision.bfloat16)
      case .blocks(let format): try format.decode(bytes)
      }
    return try Tensor(values, shape: shape)
  }
}

/// The bytes of a number, the lowest first.
func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
