import Foundation

extension Safetensors {
  /// Reads the bytes of a file. Throws `FormatError`, which names the field at fault.
  public init(bytes: [UInt8]) throws(FormatError) {
    var reader = ByteReader(bytes)
    let length = try reader.uint64("the header's length")
    guard length <= Safetensors.largestHeader else {
      throw .invalid(
        field: "the header's length", reason: "\(length) is more than \(Safetensors.largestHeader)")
    }
    let header = try Header(json: reader.bytes(Int(length), "the header"))
    metadata = header.metadata
    tensors = []
    try header.requireContiguous(available: reader.available)
    for field in header.fields {
      tensors.append(Entry(name: field.name, tensor: try field.read(from: &reader)))
    }
  }

  /// What the header says, with the fields in the order of their bytes.
  private struct Header: Decodable {
    let metadata: [String: String]
    let fields: [Field]

    init(json: ArraySlice<UInt8>) throws(FormatError) {
      guard json.first == UInt8(ascii: "{") else {
        throw .invalid(field: "the header", reason: "it does not begin with {")
      }
      do {
        self = try JSONDecoder().decode(Header.self, from: Data(json))
      } catch {
        throw .invalid(field: "the header", reason: Header.explain(error))
      }
    }

    init(from decoder: Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      metadata = try container.decodeIfPresent([String: String].self, forKey: Name("__metadata__")) ?? [:]
      fields = try container.allKeys.filter { $0.stringValue != "__metadata__" }
        .map {
          Field(name: $0.stringValue, description: try container.decode(Field.Description.self, forKey: $0))
        }
        // Empty tensors share their place with the next one; names make the order definite.
        .sorted { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }
    }

    /// The specification forbids gaps and overlaps, so that no byte goes unread or is read twice.
    func requireContiguous(available: Int) throws(FormatError) {
      var position = 0
      for field in fields {
        guard field.begin == position, field.end >= field.begin else {
          throw .invalid(
            field: "\(field.name).data_offsets",
            reason: "\(field.begin)..\(field.end) does not follow byte \(position)")
        }
        position = field.end
      }
      guard position <= available else {
        throw .truncated(field: "the numbers", needed: position, available: available)
      }
      guard position == available else {
        throw .invalid(field: "the file", reason: "\(available - position) bytes follow the last tensor")
      }
    }

    private static func explain(_ error: Error) -> String {
      guard let error = error as? DecodingError else { return "it is not JSON" }
      switch error {
      case .keyNotFound(let key, let context): return "\(path(context)) has no \(key.stringValue)"
      case .typeMismatch(let type, let context): return "\(path(context)) is not a \(type)"
      case .valueNotFound(_, let context): return "\(path(context)) is null"
      default: return "it is not JSON"
      }
    }

    private static func path(_ context: DecodingError.Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".")
    }
  }

  /// One tensor as the header describes it.
  private struct Field {
    let name: String
    let description: Description

    struct Description: Decodable {
      let dtype: String
      let shape: [Int]
      let data_offsets: Offsets
    }

    struct Offsets: Decodable {
      let begin: Int
      let end: Int

      init(from decoder: Decoder) throws {
        var container = try decoder.unkeyedContainer()
        begin = try container.decode(Int.self)
        end = try container.decode(Int.self)
        guard container.isAtEnd else {
          throw DecodingError.typeMismatch(
            [Int].self, .init(codingPath: decoder.codingPath, debugDescription: "more than two offsets"))
        }
      }
    }

    var begin: Int { description.data_offsets.begin }
    var end: Int { description.data_offsets.end }

    func read(from reader: inout ByteReader) throws(FormatError) -> Tensor {
      guard let count = elementCount(of: description.shape) else {
        throw .invalid(field: "\(name).shape", reason: "\(description.shape) is not a shape")
      }
      let size: Int
      switch description.dtype {
      case "F32": size = 4
      case "F16", "BF16": size = 2
      default: throw .unsupported(field: "\(name).dtype", value: description.dtype)
      }
      let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, bytes == end - begin else {
        throw .invalid(
          field: "\(name).data_offsets",
          reason: "\(end - begin) bytes do not hold \(description.dtype) \(description.shape)")
      }
      return Tensor(trusted: try values(count, from: &reader), shape: description.shape)
    }

    private func values(_ count: Int, from reader: inout ByteReader) throws(FormatError) -> [Float] {
      switch description.dtype {
      case "F16": try reader.halves(count, name, HalfPrecision.float16)
      case "BF16": try reader.halves(count, name, HalfPrecision.bfloat16)
      default: try reader.floats(count, name)
      }
    }
  }

  /// Any string as a key.
  private struct Name: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }
}
