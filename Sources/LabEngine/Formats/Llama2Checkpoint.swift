import Foundation
import LabKernels

/// A model in the layout of llama2.c (Karpathy): seven 32-bit integers, then every kind of weight for all
/// layers in turn, in float32.
///
/// The header holds dModel, hidden, nLayers, nHeads, nKVHeads, the vocabulary (negative when the head is
/// not the token embedding) and the context. Rotary positions are interleaved. Two tables of angles follow
/// the weights; they are skipped, because the angles are computed.
public enum Llama2Checkpoint {
  /// Reads a model from a file. Throws `FormatError`, which names the field, or `TransformerError`.
  public static func read(contentsOf url: URL) throws -> Transformer {
    try read(bytes: FileBytes.read(url))
  }

  /// Reads a model from the bytes of a file.
  public static func read(bytes: [UInt8]) throws -> Transformer {
    var reader = ByteReader(bytes)
    let configuration = try readHeader(&reader)
    // Before anything is allocated: a header may promise any size.
    let needed = 4 * (configuration.parameterCount + configuration.context * configuration.dHead)
    guard reader.available == needed else {
      throw reader.available < needed
        ? FormatError.truncated(field: "the weights", needed: needed, available: reader.available)
        : FormatError.invalid(
          field: "the file", reason: "\(reader.available - needed) bytes follow the last weight")
    }
    let weights = try Weights(configuration, &reader)
    let model = try Transformer(configuration, parameters: weights.parameters(configuration))
    try model.requireFiniteParameters()
    return model
  }

  private static func readHeader(_ reader: inout ByteReader) throws -> TransformerConfiguration {
    let names = ["dModel", "hidden", "nLayers", "nHeads", "nKVHeads", "vocabulary", "context"]
    var sizes: [String: Int] = [:]
    for name in names {
      let value = Int(try reader.int32("the header's \(name)"))
      guard value > 0 || (name == "vocabulary" && value < 0) else {
        throw FormatError.invalid(field: "the header's \(name)", reason: "it is \(value)")
      }
      sizes[name] = value
    }
    let vocabulary = sizes["vocabulary"] ?? 0
    let configuration = TransformerConfiguration(
      vocabulary: abs(vocabulary), context: sizes["context"] ?? 0, dModel: sizes["dModel"] ?? 0,
      nLayers: sizes["nLayers"] ?? 0, nHeads: sizes["nHeads"] ?? 0, nKVHeads: sizes["nKVHeads"],
      hidden: sizes["hidden"], positions: .rotary(.interleaved, base: 10_000), normalization: .rmsNorm,
      mlp: .swiGLU, tiesHead: vocabulary > 0)
    do {
      try configuration.validate()
    } catch {
      throw FormatError.invalid(field: "the header", reason: "\(error)")
    }
    return configuration
  }

  /// The file's arrays, in its order.
  private struct Weights {
    let embedding, attentionNorm, query, key, value, output, mlpNorm, gate, down, up, norm, head: [Float]

    init(_ c: TransformerConfiguration, _ reader: inout ByteReader) throws(FormatError) {
      let kvWidth = c.nKVHeads * c.dHead
      embedding = try reader.floats(c.vocabulary * c.dModel, "the token embedding")
      attentionNorm = try reader.floats(c.nLayers * c.dModel, "the attention norms")
      query = try reader.floats(c.nLayers * c.dModel * c.dModel, "the query weights")
      key = try reader.floats(c.nLayers * kvWidth * c.dModel, "the key weights")
      value = try reader.floats(c.nLayers * kvWidth * c.dModel, "the value weights")
      output = try reader.floats(c.nLayers * c.dModel * c.dModel, "the attention outputs")
      mlpNorm = try reader.floats(c.nLayers * c.dModel, "the feed-forward norms")
      gate = try reader.floats(c.nLayers * c.hidden * c.dModel, "the gates")
      down = try reader.floats(c.nLayers * c.dModel * c.hidden, "the down projections")
      up = try reader.floats(c.nLayers * c.hidden * c.dModel, "the up projections")
      norm = try reader.floats(c.dModel, "the last norm")
      _ = try reader.skip(4 * c.context * c.dHead, "the rotation tables")
      head = c.tiesHead ? [] : try reader.floats(c.vocabulary * c.dModel, "the head")
    }

    /// In the order of `parameterShapes`: projections that read the same input lie in one matrix.
    func parameters(_ c: TransformerConfiguration) throws(TensorError) -> [Tensor] {
      func part(_ array: [Float], _ layer: Int) -> [Float] {
        let size = array.count / c.nLayers
        return Array(array[layer * size..<(layer + 1) * size])
      }
      var arrays = [embedding]
      for layer in 0..<c.nLayers {
        arrays.append(part(attentionNorm, layer))
        arrays.append(part(query, layer) + part(key, layer) + part(value, layer))
        arrays.append(part(output, layer))
        arrays.append(part(mlpNorm, layer))
        arrays.append(part(gate, layer) + part(up, layer))
        arrays.append(part(down, layer))
      }
      arrays += c.tiesHead ? [norm] : [norm, head]
      var parameters: [Tensor] = []
      for (array, parameter) in zip(arrays, c.parameterShapes) {
        parameters.append(try Tensor(array, shape: parameter.shape))
      }
      return parameters
    }
  }
}
