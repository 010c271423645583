import Foundation

extension Safetensors {
  /// The bytes of a file.
  ///
  /// Throws `FormatError.invalid` when two tensors have one name, or one is called `__metadata__`.
  public func encoded() throws(FormatError) -> [UInt8] {
    let header = try encodedHeader()
    var bytes = [UInt8](
      repeating: 0, count: 8 + header.count + tensors.reduce(0) { $0 + 4 * $1.tensor.count })
    for i in 0..<8 { bytes[i] = UInt8(truncatingIfNeeded: header.count >> (8 * i)) }
    for (i, byte) in header.enumerated() { bytes[8 + i] = byte }
    var position = 8 + header.count
    for entry in tensors {
      for value in entry.tensor.values {
        let bits = value.bitPattern
        bytes[position] = UInt8(truncatingIfNeeded: bits)
        bytes[position + 1] = UInt8(truncatingIfNeeded: bits >> 8)
        bytes[position + 2] = UInt8(truncatingIfNeeded: bits >> 16)
        bytes[position + 3] = UInt8(truncatingIfNeeded: bits >> 24)
        position += 4
      }
    }
    return bytes
  }

  /// Sorted keys make equal tensors equal files; spaces at the end align the numbers to eight bytes.
  private func encodedHeader() throws(FormatError) -> [UInt8] {
    var header: [String: HeaderValue] = metadata.isEmpty ? [:] : ["__metadata__": .metadata(metadata)]
    var offset = 0
    for entry in tensors {
      guard header[entry.name] == nil, entry.name != "__metadata__" else {
        throw .invalid(field: "the name \(entry.name)", reason: "it is taken")
      }
      header[entry.name] = .tensor(
        shape: entry.tensor.shape, begin: offset, end: offset + 4 * entry.tensor.count)
      offset += 4 * entry.tensor.count
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(header) else {
      throw .invalid(field: "the header", reason: "it cannot be written as JSON")
    }
    return json + [UInt8](repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
  }

  private enum HeaderValue: Encodable {
    case metadata([String: String])
    case tensor(shape: [Int], begin: Int, end: Int)

    func encode(to encoder: Encoder) throws {
      switch self {
      case .metadata(let texts): try texts.encode(to: encoder)
      case .tensor(let shape, let begin, let end):
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("F32", forKey: .dtype)
        try container.encode(shape, forKey: .shape)
        try container.encode([begin, end], forKey: .data_offsets)
      }
    }

    private enum Key: String, CodingKey { case dtype, shape, data_offsets }
  }
}
