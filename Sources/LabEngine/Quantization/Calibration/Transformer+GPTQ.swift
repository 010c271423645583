extension Transformer {
  /// The model with the matrices of its blocks restored from `scheme`, to be measured: weights are float32
  /// again, with the errors that the scheme makes.
  ///
  /// Throws `QuantizationError`.
  public func restored(by scheme: some WeightScheme) throws -> Transformer {
    let restored = try blockMatrices.map { name in
      (name, try scheme.restored(try matrix(name)))
    }
    return try replacing(Dictionary(uniqueKeysWithValues: restored))
  }

  /// Quantizes the matrices of the blocks one after another, each for the inputs that the ones before it,
  /// quantized already, give it.
  ///
  /// - Parameter windows: texts like those that the model will read; never those it will be measured on.
  ///
  /// Throws as `inputStatistics` and `GPTQ.quantize` do.
  public func quantized(
    by method: GPTQ, calibratingOn windows: [[Int]]
  ) throws -> [String: QuantizedMatrix] {
    var model = self
    var result: [String: QuantizedMatrix] = [:]
    for name in blockMatrices {
      let statistics = try model.inputStatistics(of: name, on: windows)
      let quantized = try method.quantize(model.matrix(name), for: statistics)
      model = try model.replacing([name: quantized.dequantized()])
      result[name] = quantized
    }
    return result
  }

  /// The same by AWQ, as restored weights.
  ///
  /// Throws as `inputStatistics` and `AWQ.quantize` do.
  public func restored(by method: AWQ, calibratingOn windows: [[Int]]) throws -> Transformer {
    var model = self
    for name in blockMatrices {
      let statistics = try model.inputStatistics(of: name, on: windows)
      model = try model.replacing([name: method.quantize(model.matrix(name), for: statistics).restored])
    }
    return model
  }

  private func matrix(_ name: String) throws(TransformerError) -> Tensor {
    guard let matrix = parameter(named: name) else {
      throw .parameterMismatch("the model has no parameter \(name)")
    }
    return matrix
  }
}
