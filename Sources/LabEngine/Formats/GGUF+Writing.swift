extension GGUF {
  /// The bytes of the file.
  ///
  /// Throws `FormatError.invalid` for names that occur twice, an alignment that is none, or an array whose
  /// elements are not of its type.
  public func encoded() throws(FormatError) -> [UInt8] {
    try requireUnique(metadata.map(\.key), "the metadata")
    try requireUnique(tensors.map(\.name), "the tensors")
    let alignment = try alignment()
    var bytes = Self.magic + littleEndian(Self.version)
    bytes += littleEndian(UInt64(tensors.count)) + littleEndian(UInt64(metadata.count))
    for entry in metadata {
      Self.append(entry.key, to: &bytes)
      bytes += littleEndian(entry.value.type)
      try Self.append(entry.value, entry.key, to: &bytes)
    }
    var offset = 0
    for tensor in tensors {
      Self.append(tensor.name, to: &bytes)
      bytes += littleEndian(UInt32(tensor.shape.count))
      for dimension in tensor.shape.reversed() { bytes += littleEndian(UInt64(dimension)) }
      bytes += littleEndian(tensor.type.code) + littleEndian(UInt64(offset))
      offset = Self.aligned(offset + tensor.bytes.count, alignment)
    }
    for tensor in tensors {
      Self.pad(&bytes, alignment)
      bytes += tensor.bytes
    }
    Self.pad(&bytes, alignment)
    return bytes
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes += littleEndian(UInt64(text.utf8.count)) + Array(text.utf8)
  }

  private static func append(_ value: GGUFValue, _ key: String, to bytes: inout [UInt8]) throws(FormatError) {
    switch value {
    case .uint8(let value): bytes.append(value)
    case .int8(let value): bytes += littleEndian(value)
    case .uint16(let value): bytes += littleEndian(value)
    case .int16(let value): bytes += littleEndian(value)
    case .uint32(let value): bytes += littleEndian(value)
    case .int32(let value): bytes += littleEndian(value)
    case .float32(let value): bytes += littleEndian(value.bitPattern)
    case .bool(let value): bytes.append(value ? 1 : 0)
    case .string(let text): append(text, to: &bytes)
    case .uint64(let value): bytes += littleEndian(value)
    case .int64(let value): bytes += littleEndian(value)
    case .float64(let value): bytes += littleEndian(value.bitPattern)
    case .array(let type, let elements):
      bytes += littleEndian(type) + littleEndian(UInt64(elements.count))
      for element in elements {
        guard element.type == type else {
          throw .invalid(field: key, reason: "an array of type \(type) holds a value of type \(element.type)")
        }
        try append(element, key, to: &bytes)
      }
    }
  }

  private static func pad(_ bytes: inout [UInt8], _ alignment: Int) {
    bytes += [UInt8](repeating: 0, count: aligned(bytes.count, alignment) - bytes.count)
  }

  /// The next multiple of the alignment.
  static func aligned(_ offset: Int, _ alignment: Int) -> Int {
    (offset + alignment - 1) / alignment * alignment
  }

  /// What tensors are aligned to: a power of two from 8 to 1 MiB, 32 where the metadata do not say.
  func alignment() throws(FormatError) -> Int {
    guard let value = self[Self.alignmentKey] else { return Self.usualAlignment }
    guard let alignment = value.integer, (8...1 << 20).contains(alignment), alignment.nonzeroBitCount == 1
    else {
      throw .invalid(field: Self.alignmentKey, reason: "\(value) is not a power of two from 8 to 1048576")
    }
    return alignment
  }

  func requireUnique(_ names: [String], _ what: String) throws(FormatError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw .invalid(field: what, reason: "\(name) occurs twice")
    }
  }
}
