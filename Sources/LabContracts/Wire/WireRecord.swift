/// A struct whose fields cross one after the other.
///
/// ```swift
/// public struct Pair: WireRecord {
///   public var first: Int
///   public var second: Int
///   public static var fields: some WireFields<Pair> { Fields(Pair.init, \.first, \.second) }
/// }
/// ```
public protocol WireRecord: Wire {
  /// What `fields` returns; Swift infers it.
  associatedtype FieldList: WireFields<Self>
  /// The fields in order, and the initializer that takes them in that order.
  static var fields: FieldList { get }
}

/// A record's fields, whatever their number and types.
public protocol WireFields<Record> {
  /// The struct that the fields belong to.
  associatedtype Record
  /// Appends every field of `record`.
  func write(_ record: Record, to writer: inout WireWriter)
  /// Reads every field and makes a record of them.
  func read(from reader: inout WireReader) throws -> Record
  /// A record of blank fields.
  var blank: Record { get }
  /// Whether every field of `a` is alike that of `b`.
  func areAlike(_ a: Record, _ b: Record) -> Bool
  /// The sum over the fields.
  var minimumWireSize: Int { get }
}

/// The fields of a record as key paths, with the initializer that puts them together.
public struct Fields<Record, each Field: Wire>: WireFields {
  private let make: (repeat each Field) -> Record
  private let paths: (repeat KeyPath<Record, each Field>)

  /// Names the initializer and then each of its arguments' properties, in the same order.
  public init(_ make: @escaping (repeat each Field) -> Record, _ path: repeat KeyPath<Record, each Field>) {
    self.make = make
    self.paths = (repeat each path)
  }

  /// Appends every field of `record`.
  public func write(_ record: Record, to writer: inout WireWriter) {
    for path in repeat each paths { record[keyPath: path].write(to: &writer) }
  }

  /// Reads every field, in order, and makes a record of them.
  public func read(from reader: inout WireReader) throws -> Record {
    make(repeat try (each Field)(from: &reader))
  }

  /// A record of blank fields.
  public var blank: Record { make(repeat (each Field).blank) }

  /// Whether every field of `a` is alike that of `b`.
  public func areAlike(_ a: Record, _ b: Record) -> Bool {
    for path in repeat each paths {
      if !a[keyPath: path].isAlike(b[keyPath: path]) { return false }
    }
    return true
  }

  /// The sum over the fields.
  public var minimumWireSize: Int {
    var size = 0
    for type in repeat (each Field).self { size += type.minimumWireSize }
    return size
  }
}

extension WireRecord {
  /// Appends every field.
  public func write(to writer: inout WireWriter) { Self.fields.write(self, to: &writer) }
  /// Reads every field.
  public init(from reader: inout WireReader) throws { self = try Self.fields.read(from: &reader) }
  /// Blank in every field.
  public static var blank: Self { fields.blank }
  /// Alike in every field.
  public func isAlike(_ other: Self) -> Bool { Self.fields.areAlike(self, other) }
  /// The sum over the fields.
  public static var minimumWireSize: Int { fields.minimumWireSize }
}
