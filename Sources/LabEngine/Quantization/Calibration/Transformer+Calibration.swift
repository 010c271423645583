import LabKernels

extension Transformer {
  /// The matrices inside the blocks, in the order in which a text meets them. The tables of tokens and
  /// positions and a head of its own are not among them.
  public var blockMatrices: [String] {
    layout.layers.flatMap { [$0.qkv, $0.attentionOutput, $0.up, $0.down] }
      .map { layout.shapes[$0.weight].name }
  }

  /// What one matrix reads while the model reads `windows`, each from nothing.
  ///
  /// Throws `TransformerError.parameterMismatch` for a name that is none of `blockMatrices`, and as `logits` does.
  public func inputStatistics(of matrix: String, on windows: [[Int]]) throws -> InputStatistics {
    guard blockMatrices.contains(matrix),
      let index = layout.shapes.firstIndex(where: { $0.name == matrix })
    else { throw TransformerError.parameterMismatch("the blocks hold no matrix \(matrix)") }
    let recorder = InputRecorder(columns: parameters[index].shape[1])
    let observed = ObservedTransformer(model: self, matrix: index, recorder: recorder)
    for window in windows {
      _ = try observed.scoreEveryToken(window)
      if let error = recorder.error { throw error }
    }
    return recorder.statistics
  }
}

/// A model that writes down what one of its matrices reads.
private struct ObservedTransformer: DecoderStack {
  let model: Transformer
  let matrix: Int
  let recorder: InputRecorder

  var configuration: TransformerConfiguration { model.configuration }
  var layout: TransformerLayout { model.layout }
  var rotary: RotaryPositions? { model.rotary }
  var slopes: [Float] { model.slopes }
  var sinusoids: [Float]? { model.sinusoids }

  func values(_ parameter: Int) -> [Float] { model.values(parameter) }

  func gatherRows(_ ids: [Int], of table: Int, into rows: inout [Float]) {
    model.gatherRows(ids, of: table, into: &rows)
  }

  func multiply(_ x: ArraySlice<Float>, by matrix: Int, rows: Int, into y: inout [Float]) {
    if matrix == self.matrix { recorder.add(x) }
    model.multiply(x, by: matrix, rows: rows, into: &y)
  }
}

/// A class, because a product that is watched must not change the model.
private final class InputRecorder {
  private(set) var statistics: InputStatistics
  private(set) var error: QuantizationError?

  init(columns: Int) { statistics = InputStatistics(columns: columns) }

  func add(_ x: ArraySlice<Float>) {
    do {
      try statistics.add(x)
    } catch {
      self.error = error
    }
  }
}
