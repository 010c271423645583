import Foundation

/// Models as files: the parameters by name, the configuration as JSON among the metadata.
extension Transformer {
  /// Reads a model. Throws `FormatError` or `TransformerError`, which name what is wrong.
  public init(contentsOf url: URL) throws {
    try self.init(Safetensors(contentsOf: url))
  }

  /// The model that a file's tensors and metadata describe.
  ///
  /// Throws `FormatError` for a configuration that is missing or unreadable, `TransformerError` for
  /// parameters that do not fit it or are not finite. Tensors of other names are left alone.
  public init(_ file: Safetensors) throws {
    let configuration = try file.json(TransformerConfiguration.self, named: "configuration")
    try configuration.validate()
    let parameters = try configuration.parameterShapes.map { parameter in
      guard let tensor = file[parameter.name] else {
        throw FormatError.invalid(field: parameter.name, reason: "the file does not hold it")
      }
      return tensor
    }
    try self.init(configuration, parameters: parameters)
    try requireFiniteParameters()
  }

  /// Writes the model; see `Safetensors.write(to:)`.
  ///
  /// - Parameter notes: further texts for the file's metadata, such as how the model was trained.
  public func write(to url: URL, notes: [String: String] = [:]) throws {
    try safetensors(notes: notes).write(to: url)
  }

  /// The parameters and the configuration as they go into a file.
  public func safetensors(notes: [String: String] = [:]) throws -> Safetensors {
    var file = Safetensors(metadata: notes)
    file.tensors = zip(layout.shapes, parameters).map { Safetensors.Entry(name: $0.name, tensor: $1) }
    try file.setJSON(configuration, named: "configuration")
    return file
  }
}

extension Safetensors {
  /// Decodes a value that was stored among the metadata.
  func json<Value: Decodable>(_ type: Value.Type, named name: String) throws(FormatError) -> Value {
    guard let text = metadata[name] else {
      throw .invalid(field: "__metadata__.\(name)", reason: "the file does not hold it")
    }
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw .invalid(field: "__metadata__.\(name)", reason: "it does not describe a \(type)")
    }
  }

  /// Stores a value among the metadata.
  mutating func setJSON(_ value: some Encodable, named name: String) throws(FormatError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let json = try? encoder.encode(value) else {
      throw .invalid(field: "__metadata__.\(name)", reason: "it holds numbers that JSON cannot")
    }
    metadata[name] = String(decoding: json, as: UTF8.self)
  }
}
