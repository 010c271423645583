import Foundation

/// A model file in the GGUF format, version 3 (ggml's specification): named values, then named tensors in
/// blocks of bytes, each at a multiple of the alignment.
///
/// Nothing in such a file is trusted: counts, lengths, offsets and shapes are held against the bytes that
/// are there before anything is allocated for them.
public struct GGUF: Equatable, Sendable {
  /// Named values, in the order of the file.
  public var metadata: [Entry]
  /// Named tensors, in the order of the file.
  public var tensors: [TensorEntry]

  /// A named value.
  public struct Entry: Equatable, Sendable {
    /// Unique in the file, for example `llama.block_count`.
    public let key: String
    /// What it is.
    public let value: GGUFValue

    /// A named value.
    public init(_ key: String, _ value: GGUFValue) { (self.key, self.value) = (key, value) }
  }

  /// A named tensor, as the file holds it.
  public struct TensorEntry: Equatable, Sendable {
    /// Unique in the file.
    public let name: String
    /// The last dimension is that of neighbours in memory. (The file lists dimensions the other way round.)
    public let shape: [Int]
    /// How numbers are stored.
    public let type: GGUFTensorType
    /// The numbers.
    public let bytes: [UInt8]

    /// A tensor.
    ///
    /// Throws `FormatError.invalid` when the bytes are not those of the shape.
    public init(
      name: String, shape: [Int], type: GGUFTensorType, bytes: [UInt8]
    ) throws(FormatError) {
      guard try type.byteCount(of: shape, name) == bytes.count else {
        throw .invalid(
          field: name, reason: "\(bytes.count) bytes do not hold \(type.name) numbers of shape \(shape)")
      }
      (self.name, self.shape, self.type, self.bytes) = (name, shape, type, bytes)
    }
  }

  /// A file to be written.
  public init(metadata: [Entry] = [], tensors: [TensorEntry] = []) {
    (self.metadata, self.tensors) = (metadata, tensors)
  }

  /// The value called `key`, or `nil`.
  public subscript(key: String) -> GGUFValue? { metadata.first { $0.key == key }?.value }

  /// The tensor called `name`, or `nil`.
  public func tensor(named name: String) -> TensorEntry? { tensors.first { $0.name == name } }

  /// Reads a file. Throws `FormatError`, which names the field at fault.
  public init(contentsOf url: URL) throws(FormatError) {
    try self.init(bytes: FileBytes.read(url))
  }

  /// Writes a file under another name first and renames it.
  public func write(to url: URL) throws(FormatError) {
    try FileBytes.write(encoded(), to: url)
  }

  static let magic = Array("GGUF".utf8)
  static let version: UInt32 = 3
  static let alignmentKey = "general.alignment"
  static let usualAlignment = 32
}
