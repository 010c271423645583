/// Ties the functions of one implementation to the endpoints of a contract.
///
/// ```swift
/// let labBinding = Binding { $0.bind(BPE.merge, to: merge) }
/// ```
public struct Binding: Sendable {
  private var handlers: [String: @Sendable (inout WireReader) throws -> [UInt8]] = [:]

  /// A binding with everything that `body` binds.
  public init(_ body: (inout Binding) -> Void) {
    body(&self)
  }

  /// Answers calls of `endpoint` with `function`, which may throw.
  public mutating func bind<each Argument: Wire, Answer: Wire>(
    _ endpoint: Endpoint<repeat each Argument, Answer>,
    to function: @escaping @Sendable (repeat each Argument) throws -> Answer
  ) {
    handlers[endpoint.name] = { reader in
      let arguments = (repeat try (each Argument)(from: &reader))
      try reader.finish()
      return try function(repeat each arguments).wireBytes
    }
  }

  /// The names that are bound.
  public var names: Set<String> { Set(handlers.keys) }

  /// Decodes the arguments, runs the function and encodes its answer.
  ///
  /// Throws what the function throws, and `WireError` when `arguments` are not those of the endpoint.
  /// - Returns: `nil` when nothing is bound to `name`.
  public func answer(_ name: String, arguments: [UInt8]) throws -> [UInt8]? {
    guard let handler = handlers[name] else { return nil }
    var reader = WireReader(arguments)
    return try handler(&reader)
  }
}
