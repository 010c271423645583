import Foundation

extension GGUF {
  /// Reads the bytes of a file. Throws `FormatError`, which names the field at fault.
  public init(bytes: [UInt8]) throws(FormatError) {
    var reader = ByteReader(bytes)
    guard try reader.bytes(4, "the magic").elementsEqual(Self.magic) else {
      throw .invalid(field: "the magic", reason: "the file does not begin with GGUF")
    }
    let version = try reader.uint32("the version")
    guard version == Self.version else { throw .unsupported(field: "the version", value: "\(version)") }
    // The least bytes that an entry can take bound the counts: a name's length, a type, a value or an offset.
    let tensorCount = try reader.count("the number of tensors", leastBytes: 24)
    let entryCount = try reader.count("the number of metadata", leastBytes: 13)
    self.init()
    for index in 0..<entryCount {
      let key = try reader.string("the key of entry \(index)")
      let type = try reader.uint32("\(key)'s type")
      metadata.append(Entry(key, try reader.value(type, key)))
    }
    try requireUnique(metadata.map(\.key), "the metadata")
    var infos: [TensorInfo] = []
    for index in 0..<tensorCount { infos.append(try TensorInfo(&reader, index)) }
    try requireUnique(infos.map(\.name), "the tensors")
    try readTensors(infos, bytes, from: reader.position)
  }

  /// Takes the tensors out of the data, which begin at the first multiple of the alignment behind the header.
  private mutating func readTensors(
    _ infos: [TensorInfo], _ bytes: [UInt8], from end: Int
  ) throws(FormatError) {
    let alignment = try alignment()
    let start = Self.aligned(end, alignment)
    let available = max(0, bytes.count - start)
    for info in infos {
      guard info.offset % alignment == 0 else {
        throw .invalid(
          field: "\(info.name)'s offset", reason: "\(info.offset) is no multiple of \(alignment)")
      }
      guard info.offset <= available, info.byteCount <= available - info.offset else {
        throw .truncated(field: info.name, needed: info.byteCount, available: max(0, available - info.offset))
      }
    }
    try requireApart(infos)
    for info in infos {
      let first = start + info.offset
      let data = info.byteCount == 0 ? [] : Array(bytes[first..<first + info.byteCount])
      tensors.append(try TensorEntry(name: info.name, shape: info.shape, type: info.type, bytes: data))
    }
  }

  /// A few bytes that many tensors claim could be made into memory without end.
  private func requireApart(_ infos: [TensorInfo]) throws(FormatError) {
    let sorted = infos.filter { $0.byteCount > 0 }.sorted { $0.offset < $1.offset }
    for (left, right) in zip(sorted, sorted.dropFirst()) where left.offset + left.byteCount > right.offset {
      throw .invalid(field: "\(right.name)'s offset", reason: "\(right.offset) lies inside \(left.name)")
    }
  }

  /// A tensor as the header describes it.
  private struct TensorInfo {
    let name: String
    let shape: [Int]
    let type: GGUFTensorType
    let offset: Int
    let byteCount: Int

    init(_ reader: inout ByteReader, _ index: Int) throws(FormatError) {
      let name = try reader.string("the name of tensor \(index)")
      let dimensions = try reader.uint32("\(name)'s dimensions")
      guard (1...4).contains(dimensions) else {
        throw .invalid(field: "\(name)'s dimensions", reason: "there are \(dimensions); 1 to 4 are allowed")
      }
      var shape: [Int] = []
      for _ in 0..<dimensions { shape.append(try reader.integer("\(name)'s shape")) }
      shape.reverse()
      let code = try reader.uint32("\(name)'s type")
      guard let type = GGUFTensorType(code: code) else {
        throw .unsupported(field: "\(name)'s type", value: "\(code)")
      }
      (self.name, self.shape, self.type) = (name, shape, type)
      byteCount = try type.byteCount(of: shape, name)
      offset = try reader.integer("\(name)'s offset")
    }
  }
}

extension ByteReader {
  fileprivate mutating func uint32(_ field: String) throws(FormatError) -> UInt32 {
    UInt32(bitPattern: try int32(field))
  }

  /// A 64-bit number that fits into `Int`.
  fileprivate mutating func integer(_ field: String) throws(FormatError) -> Int {
    let value = try uint64(field)
    guard let integer = Int(exactly: value) else {
      throw .invalid(field: field, reason: "\(value) is more than any file holds")
    }
    return integer
  }

  /// How many things follow that take at least `leastBytes` each.
  fileprivate mutating func count(_ field: String, leastBytes: Int) throws(FormatError) -> Int {
    let count = try integer(field)
    guard count <= available / leastBytes else {
      throw .invalid(
        field: field, reason: "\(count) of them do not fit into the \(available) bytes that follow")
    }
    return count
  }

  fileprivate mutating func string(_ field: String) throws(FormatError) -> String {
    let count = try integer(field)
    guard let text = String(bytes: try bytes(count, field), encoding: .utf8) else {
      throw .invalid(field: field, reason: "it is not UTF-8")
    }
    return text
  }

  /// - Parameter depth: how many arrays the value is inside of; a file may not nest them without end.
  fileprivate mutating func value(
    _ type: UInt32, _ key: String, depth: Int = 0
  ) throws(FormatError) -> GGUFValue {
    switch type {
    case 0: return .uint8(try byte(key))
    case 1: return .int8(Int8(bitPattern: try byte(key)))
    case 2: return .uint16(try uint16(key))
    case 3: return .int16(Int16(bitPattern: try uint16(key)))
    case 4: return .uint32(try uint32(key))
    case 5: return .int32(try int32(key))
    case 6: return .float32(Float(bitPattern: try uint32(key)))
    case 7:
      let byte = try byte(key)
      guard byte <= 1 else { throw .invalid(field: key, reason: "\(byte) is neither true nor false") }
      return .bool(byte == 1)
    case 8: return .string(try string(key))
    case 9:
      guard depth < 4 else { throw .invalid(field: key, reason: "arrays lie more than four deep") }
      let elementType = try uint32(key)
      let leastBytes = [1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8]
      guard elementType < leastBytes.count else {
        throw .unsupported(field: "\(key)'s type", value: "\(elementType)")
      }
      let count = try count(key, leastBytes: leastBytes[Int(elementType)])
      var elements: [GGUFValue] = []
      for _ in 0..<count { elements.append(try value(elementType, key, depth: depth + 1)) }
      return .array(elementType: elementType, elements)
    case 10: return .uint64(try uint64(key))
    case 11: return .int64(Int64(bitPattern: try uint64(key)))
    case 12: return .float64(Double(bitPattern: try uint64(key)))
    default: throw .unsupported(field: "\(key)'s type", value: "\(type)")
    }
  }

  private mutating func byte(_ field: String) throws(FormatError) -> UInt8 {
    try bytes(1, field).first ?? 0
  }

  private mutating func uint16(_ field: String) throws(FormatError) -> UInt16 {
    UInt16(try byte(field)) | UInt16(try byte(field)) << 8
  }
}
