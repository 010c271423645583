/// One call of an exercise, on its way to the process that holds the learner's code.
public struct CallRequest: Sendable {
  /// Numbers the calls; the reply carries the same number.
  public let id: UInt32
  /// The endpoint's name.
  public let endpoint: String
  /// The arguments' bytes.
  public let arguments: [UInt8]

  /// A request to be written.
  public init(id: UInt32, endpoint: String, arguments: [UInt8]) {
    (self.id, self.endpoint, self.arguments) = (id, endpoint, arguments)
  }
}

/// What came of a call.
public struct CallReply: Sendable {
  /// The request's number.
  public let id: UInt32
  /// The outcome.
  public let result: Result

  /// A reply to be written.
  public init(id: UInt32, result: Result) {
    (self.id, self.result) = (id, result)
  }

  /// The outcome of a call that came back.
  public enum Result: Sendable {
    /// The bytes of the returned value.
    case value([UInt8])
    /// The exercise threw.
    case thrown(ThrownError)
    /// Nothing is bound to the endpoint.
    case notBound
  }
}

extension CallRequest: Wire {
  /// Appends number, name and arguments.
  public func write(to writer: inout WireWriter) {
    writer.append(id)
    endpoint.write(to: &writer)
    arguments.write(to: &writer)
  }
  /// Reads number, name and arguments.
  public init(from reader: inout WireReader) throws {
    self.init(
      id: try reader.integer(), endpoint: try String(from: &reader), arguments: try [UInt8](from: &reader))
  }
  /// A call of nothing.
  public static var blank: CallRequest { CallRequest(id: 0, endpoint: "", arguments: []) }
  /// Alike when it asks the same.
  public func isAlike(_ other: CallRequest) -> Bool { wireBytes == other.wireBytes }
  /// Number and two lengths.
  public static var minimumWireSize: Int { 12 }
}

extension CallReply: Wire {
  /// Appends number, kind and payload.
  public func write(to writer: inout WireWriter) {
    writer.append(id)
    switch result {
    case .value(let bytes):
      writer.append(UInt8(0))
      bytes.write(to: &writer)
    case .thrown(let error):
      writer.append(UInt8(1))
      error.write(to: &writer)
    case .notBound:
      writer.append(UInt8(2))
    }
  }
  /// Reads number, kind and payload.
  public init(from reader: inout WireReader) throws {
    id = try reader.integer()
    switch try reader.integer(UInt8.self) {
    case 0: result = .value(try [UInt8](from: &reader))
    case 1: result = .thrown(try ThrownError(from: &reader))
    case 2: result = .notBound
    default: throw WireError.invalid(type: "CallReply")
    }
  }
  /// A reply of nothing.
  public static var blank: CallReply { CallReply(id: 0, result: .value([])) }
  /// Alike when the bytes are the same.
  public func isAlike(_ other: CallReply) -> Bool { wireBytes == other.wireBytes }
  /// Number and kind.
  public static var minimumWireSize: Int { 5 }
}
