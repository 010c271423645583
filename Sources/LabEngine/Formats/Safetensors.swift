import Foundation

/// Named tensors in the safetensors format (Hugging Face's specification): eight bytes that hold the
/// length of a header, the header in JSON, then the numbers of all tensors without gaps.
///
/// Nothing in such a file is code, and every length is checked before anything is allocated for it.
/// Reads F32, F16 and BF16, writes F32.
public struct Safetensors: Equatable, Sendable {
  /// The tensors in the order of their bytes.
  public var tensors: [Entry]
  /// Free text about them.
  public var metadata: [String: String]

  /// A tensor and its name.
  public struct Entry: Equatable, Sendable {
    /// Unique in the file.
    public let name: String
    /// Its shape and numbers.
    public let tensor: Tensor

    /// A named tensor.
    public init(name: String, tensor: Tensor) {
      self.name = name
      self.tensor = tensor
    }
  }

  /// Tensors to be written.
  public init(tensors: [Entry] = [], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor called `name`, or `nil`.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name }?.tensor }

  /// Reads a file. Throws `FormatError`, which names the field at fault.
  public init(contentsOf url: URL) throws(FormatError) {
    try self.init(bytes: FileBytes.read(url))
  }

  /// Writes a file under another name first and renames it, so that no half-written file is ever seen.
  public func write(to url: URL) throws(FormatError) {
    try FileBytes.write(encoded(), to: url)
  }

  /// The longest header the specification allows.
  static let largestHeader = 100_000_000
}
