/// What a model in Llama's arrangement is called in GGUF files: names of values and tensors, and which rows of
/// this engine's arrays they are (ggml's specification, "llama"; llama.cpp, `gguf-py/gguf/constants.py`).
enum LlamaGGUF {
  /// A tensor of the file: rows of a parameter, from top to bottom.
  struct Part {
    let name: String
    let rows: Int
  }

  /// For every parameter, the tensors it is cut into. Queries, keys and values lie in one array here, and so do
  /// the gate and the up projection.
  static func parts(_ c: TransformerConfiguration) -> [(parameter: ParameterShape, parts: [Part])] {
    c.parameterShapes.map { ($0, parts(of: $0, c)) }
  }

  private static func parts(of parameter: ParameterShape, _ c: TransformerConfiguration) -> [Part] {
    let words = parameter.name.split(separator: ".")
    let block = words.count > 1 ? "blk.\(words[1])." : ""
    let queries = c.nHeads * c.dHead
    let keys = c.nKVHeads * c.dHead
    func whole(_ name: String) -> [Part] { [Part(name: name, rows: parameter.shape[0])] }
    switch words.dropFirst(words.first == "layers" ? 2 : 0).joined(separator: ".") {
    case "embedding.tokens": return whole("token_embd.weight")
    case "norm.gain": return whole("output_norm.weight")
    case "head.weight": return whole("output.weight")
    case "attention.norm.gain": return whole(block + "attn_norm.weight")
    case "attention.qkv.weight":
      return [
        Part(name: block + "attn_q.weight", rows: queries), Part(name: block + "attn_k.weight", rows: keys),
        Part(name: block + "attn_v.weight", rows: keys),
      ]
    case "attention.output.weight": return whole(block + "attn_output.weight")
    case "mlp.norm.gain": return whole(block + "ffn_norm.weight")
    case "mlp.up.weight":
      return [
        Part(name: block + "ffn_gate.weight", rows: c.hidden),
        Part(name: block + "ffn_up.weight", rows: c.hidden),
      ]
    case "mlp.down.weight": return whole(block + "ffn_down.weight")
    default: return whole(parameter.name)
    }
  }

  /// The values that describe a configuration.
  ///
  /// Throws `FormatError.unsupported` for one that is not Llama's arrangement.
  static func metadata(_ c: TransformerConfiguration) throws(FormatError) -> [GGUF.Entry] {
    guard case .rotary(.interleaved, let base) = c.positions, c.normalization == .rmsNorm,
      c.placement == .pre,
      c.mlp == .swiGLU, !c.hasBiases, c.window == nil, c.rotaryScaling == nil
    else {
      throw .unsupported(
        field: "the model's arrangement", value: "not Llama's (\(c.positions), \(c.normalization))")
    }
    func count(_ key: String, _ value: Int) -> GGUF.Entry {
      GGUF.Entry("llama.\(key)", .uint32(UInt32(value)))
    }
    return [
      GGUF.Entry("general.architecture", .string("llama")),
      count("vocab_size", c.vocabulary), count("context_length", c.context),
      count("embedding_length", c.dModel), count("block_count", c.nLayers),
      count("feed_forward_length", c.hidden), count("attention.head_count", c.nHeads),
      count("attention.head_count_kv", c.nKVHeads), count("rope.dimension_count", c.dHead),
      GGUF.Entry("llama.rope.freq_base", .float32(Float(base))),
      GGUF.Entry("llama.attention.layer_norm_rms_epsilon", .float32(c.epsilon)),
    ]
  }

  /// The configuration that a file describes.
  ///
  /// Throws `FormatError` for values that are missing or make no model.
  static func configuration(_ file: GGUF) throws(FormatError) -> TransformerConfiguration {
    let architecture = file["general.architecture"]?.text ?? "missing"
    guard architecture == "llama" else {
      throw .unsupported(field: "general.architecture", value: architecture)
    }
    func count(_ key: String, default usual: Int? = nil) throws(FormatError) -> Int {
      guard let value = file["llama.\(key)"].map({ $0.integer }) ?? usual, (1...1 << 31).contains(value)
      else {
        throw .invalid(field: "llama.\(key)", reason: "it is missing or no count")
      }
      return value
    }
    let nHeads = try count("attention.head_count")
    let rows = file.tensor(named: "token_embd.weight")?.shape.first
    var configuration = TransformerConfiguration.llama(
      vocabulary: try count("vocab_size", default: rows), context: try count("context_length"),
      dModel: try count("embedding_length"), nLayers: try count("block_count"), nHeads: nHeads,
      nKVHeads: try count("attention.head_count_kv", default: nHeads),
      hidden: try count("feed_forward_length"), tiesHead: file.tensor(named: "output.weight") == nil)
    configuration.positions = .rotary(.interleaved, base: file["llama.rope.freq_base"]?.number ?? 10_000)
    configuration.epsilon = Float(file["llama.attention.layer_norm_rms_epsilon"]?.number ?? 1e-5)
    do {
      try configuration.validate()
    } catch {
      throw .invalid(field: "the metadata", reason: "\(error)")
    }
    guard try count("rope.dimension_count", default: configuration.dHead) == configuration.dHead else {
      throw .unsupported(field: "llama.rope.dimension_count", value: "not the width of a head")
    }
    return configuration
  }
}
