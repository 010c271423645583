import LabKernels

extension Transformer {
  /// The model as a GGUF file: matrices in `format`, or float16 where their rows do not fill whole blocks;
  /// gains in float32. Without a format everything is float32.
  ///
  /// Throws `FormatError.unsupported` for an arrangement other than Llama's, `QuantizationError` for numbers
  /// that the format cannot hold.
  public func gguf(as format: BlockFormat? = nil) throws -> GGUF {
    var file = GGUF(metadata: try LlamaGGUF.metadata(configuration))
    for (tensor, (shape, parts)) in zip(parameters, LlamaGGUF.parts(configuration)) {
      var type = GGUFTensorType.f32
      if let format, shape.shape.count == 2 {
        type = shape.shape[1] % format.blockSize == 0 ? .blocks(format) : .f16
      }
      try file.append(parts, GGUF.TensorEntry(name: shape.name, tensor, as: type))
    }
    return file
  }

  /// The model that a GGUF file holds, in float32 whatever its types are.
  ///
  /// Throws `FormatError`, `QuantizationError` or `TransformerError`, which name what is wrong.
  public init(_ file: GGUF) throws {
    let configuration = try LlamaGGUF.configuration(file)
    let parameters = try LlamaGGUF.parts(configuration).map { shape, parts in
      try Tensor(parts.flatMap { try file.entry($0, like: shape).decoded().values }, shape: shape.shape)
    }
    try self.init(configuration, parameters: parameters)
    try requireFiniteParameters()
  }
}

extension QuantizedTransformer {
  /// The model as a GGUF file: Q8_0 and Q4_0 as they are run, or float16 where rows do not fill whole blocks.
  ///
  /// Throws as `Transformer.gguf(as:)` does.
  public func gguf() throws -> GGUF {
    var file = GGUF(metadata: try LlamaGGUF.metadata(configuration))
    for (weight, (shape, parts)) in zip(weights, LlamaGGUF.parts(configuration)) {
      switch weight {
      case .exact(let tensor):
        try file.append(parts, GGUF.TensorEntry(name: shape.name, tensor, as: .f32))
      case .tiles(let tiles) where tiles.columns % QuantizedTiles.blockSize == 0:
        let (format, bytes) = try tiles.blocks()
        try file.append(
          parts,
          GGUF.TensorEntry(name: shape.name, shape: shape.shape, type: .blocks(format), bytes: bytes))
      case .tiles(let tiles):
        try file.append(parts, GGUF.TensorEntry(name: shape.name, tiles.dequantized(), as: .f16))
      }
    }
    return file
  }

  /// The model that a GGUF file holds, run on the blocks of the file; what is not in Q8_0 or Q4_0 becomes float32.
  ///
  /// Throws as `Transformer.init(_:)` does.
  public init(_ file: GGUF, inputs: Kernels.ProductInputs = .float) throws {
    var tiles: [String: QuantizedTiles] = [:]
    let model = try Transformer(file)
    for (shape, parts) in LlamaGGUF.parts(model.configuration) where shape.shape.count == 2 {
      let entries = try parts.map { try file.entry($0, like: shape) }
      guard case .blocks(let format) = entries[0].type, format == .q80 || format == .q40,
        entries.allSatisfy({ $0.type == entries[0].type })
      else { continue }
      tiles[shape.name] = try QuantizedTiles(
        blocks: entries.flatMap(\.bytes), as: format, rows: shape.shape[0], columns: shape.shape[1])
    }
    try self.init(model, replacing: tiles, inputs: inputs)
  }
}

extension GGUF {
  /// Cuts a parameter's rows into the tensors that files hold.
  fileprivate mutating func append(_ parts: [LlamaGGUF.Part], _ whole: TensorEntry) throws(FormatError) {
    let rowBytes = whole.bytes.count / max(1, whole.shape[0])
    var row = 0
    for part in parts {
      let bytes = Array(whole.bytes[row * rowBytes..<(row + part.rows) * rowBytes])
      tensors.append(
        try TensorEntry(
          name: part.name, shape: [part.rows] + whole.shape.dropFirst(), type: whole.type, bytes: bytes))
      row += part.rows
    }
  }

  /// A tensor of the file, which must have the shape of a parameter's rows.
  fileprivate func entry(_ part: LlamaGGUF.Part, like shape: ParameterShape) throws(FormatError)
    -> TensorEntry
  {
    guard let entry = tensor(named: part.name) else {
      throw .invalid(field: part.name, reason: "the file does not hold it")
    }
    let expected = [part.rows] + shape.shape.dropFirst()
    guard entry.shape == expected else {
      throw .invalid(field: part.name, reason: "its shape is \(entry.shape), not \(expected)")
    }
    return entry
  }
}
