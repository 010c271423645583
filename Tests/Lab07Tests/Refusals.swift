import LabContracts

/// Ways to bind a wrong answer that still refuses what must be refused, so that only the answer is wrong; or to spare
/// one kind of input that should be refused, so that only this is wrong.
extension LabContracts.Binding {
  mutating func absmaxScale(
    sparing spared: InputError? = nil, _ answer: @escaping @Sendable ([Double], _ bits: Int) -> Double
  ) {
    bind(Quantization.absmaxScale) { values, bits in
      let refuse = Refusal(sparing: spared)
      try refuse.bits(bits)
      try refuse.notFinite(values)
      return Float(answer(values.map(Double.init), bits))
    }
  }

  mutating func quantize(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Double], _ scale: Double, _ bits: Int) -> [Int]
  ) {
    bind(Quantization.quantize) { values, scale, bits in
      let refuse = Refusal(sparing: spared)
      try refuse.bits(bits)
      try refuse.scale(scale)
      try refuse.notFinite(values)
      return answer(values.map(Double.init), Double(scale), bits)
    }
  }

  mutating func affineParameters(
    sparing spared: InputError? = nil, _ answer: @escaping @Sendable ([Double], _ bits: Int) -> Parameters
  ) {
    bind(Quantization.affineParameters) { values, bits in
      let refuse = Refusal(sparing: spared)
      try refuse.bits(bits)
      try refuse.notFinite(values)
      return answer(values.map(Double.init), bits)
    }
  }

  mutating func quantizeAffine(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Double], Parameters, _ bits: Int) -> [Int]
  ) {
    bind(Quantization.quantizeAffine) { values, parameters, bits in
      let refuse = Refusal(sparing: spared)
      try refuse.bits(bits)
      try refuse.scale(parameters.scale)
      try refuse(.codeOutOfRange, unless: (0...Oracle.lastCode(bits)).contains(parameters.zeroPoint))
      try refuse.notFinite(values)
      return answer(values.map(Double.init), parameters, bits)
    }
  }

  mutating func dequantize(_ answer: @escaping @Sendable ([Int], Parameters) -> [Double]) {
    bind(Quantization.dequantize) { codes, parameters in answer(codes, parameters).map { Float($0) } }
  }

  mutating func quantizeRows(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ rows: [[Double]], _ bits: Int) -> QuantizedMatrix
  ) {
    bind(Quantization.quantizeRows) { weights, bits in
      let refuse = Refusal(sparing: spared)
      try refuse(.shapeMismatch, unless: weights.rank == 2)
      try refuse.bits(bits)
      try refuse.notFinite(weights.values)
      return answer(weights.rows.map { $0.map(Double.init) }, bits)
    }
  }

  mutating func quantizeGroups(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ rows: [[Double]], _ size: Int, _ bits: Int) -> QuantizedMatrix
  ) {
    bind(Quantization.quantizeGroups) { weights, size, bits in
      let refuse = Refusal(sparing: spared)
      try refuse(.shapeMismatch, unless: weights.rank == 2)
      try refuse(.invalidSize, unless: size >= 1)
      try refuse.bits(bits)
      try refuse.notFinite(weights.values)
      return answer(weights.rows.map { $0.map(Double.init) }, size, bits)
    }
  }

  mutating func dequantizeGroups(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (QuantizedMatrix, _ size: Int) -> PlainTensor
  ) {
    bind(Quantization.dequantizeGroups) { matrix, size in
      let refuse = Refusal(sparing: spared)
      try refuse(.invalidSize, unless: size >= 1)
      let columns = matrix.codes.first?.count ?? 0
      try refuse(
        .shapeMismatch,
        unless: matrix.codes.allSatisfy { $0.count == columns }
          && matrix.codes.count == matrix.parameters.count
          && matrix.parameters.allSatisfy { $0.count == (columns + size - 1) / max(1, size) })
      return answer(matrix, size)
    }
  }

  mutating func packNibbles(
    sparing spared: InputError? = nil, _ answer: @escaping @Sendable ([Int]) -> [UInt8]
  ) {
    bind(Quantization.packNibbles) { codes in
      let refuse = Refusal(sparing: spared)
      try refuse(.incompleteBlock, unless: codes.count % 2 == 0)
      try refuse(.codeOutOfRange, unless: codes.allSatisfy((0...15).contains))
      return answer(codes)
    }
  }

  mutating func encodeQ40(
    sparing spared: InputError? = nil, _ answer: @escaping @Sendable ([Double]) throws -> [UInt8]
  ) {
    bind(Quantization.encodeQ40) { weights in
      let refuse = Refusal(sparing: spared)
      try refuse(.incompleteBlock, unless: weights.count % 32 == 0)
      try refuse.notFinite(weights)
      try refuse(.scaleOverflow, unless: weights.allSatisfy { !(abs($0) >= 8 * 65_520) })
      return try answer(weights.map(Double.init))
    }
  }

  mutating func decodeQ40(
    sparing spared: InputError? = nil, _ answer: @escaping @Sendable ([UInt8]) -> [Double]
  ) {
    bind(Quantization.decodeQ40) { bytes in
      let refuse = Refusal(sparing: spared)
      try refuse(.incompleteBlock, unless: bytes.count % 18 == 0)
      try refuse(
        .notFinite, unless: Oracle.groups(bytes, 18).allSatisfy { $0.count < 2 || $0[1] & 0x7C != 0x7C })
      return answer(bytes).map { Float($0) }
    }
  }

  mutating func errorFigures(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ original: [Double], _ restored: [Double]) -> Quantization.ErrorFigures
  ) {
    bind(Quantization.errorFigures) { original, restored in
      let refuse = Refusal(sparing: spared)
      try refuse(.shapeMismatch, unless: original.count == restored.count)
      try refuse(.invalidSize, unless: !original.isEmpty)
      return answer(original.map(Double.init), restored.map(Double.init))
    }
  }

  mutating func gptqStep(
    sparing spared: InputError? = nil,
    _ answer:
      @escaping @Sendable (PlainTensor, _ column: Int, _ factor: PlainTensor, [Float], _ bits: Int) throws ->
      Quantization.GPTQStep
  ) {
    bind(Quantization.gptqStep) { weights, column, factor, scales, bits in
      let refuse = Refusal(sparing: spared)
      try Refusal(sparing: nil)(.shapeMismatch, unless: weights.rank == 2)
      let (rows, columns) = (weights.shape[0], weights.shape[1])
      try Refusal(sparing: nil)(
        .shapeMismatch, unless: scales.count == rows && factor.shape == [columns, columns])
      try Refusal(sparing: nil)(.invalidSize, unless: (0..<columns).contains(column))
      let pivot = factor[column, column]
      try refuse(.notPositiveDefinite, unless: pivot > 0 && pivot.isFinite)
      try refuse.bits(bits)
      for scale in scales { try refuse.scale(scale) }
      try refuse.notFinite((0..<rows).map { weights[$0, column] })
      return try answer(weights, column, factor, scales, bits)
    }
  }

  mutating func weightBytes(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Quantization.MatrixShape], Quantization.BlockLayout) -> Int
  ) {
    bind(Quantization.weightBytes) { shapes, layout in
      let refuse = Refusal(sparing: spared)
      try refuse(
        .invalidSize,
        unless: layout.count >= 1 && layout.bytes >= 1
          && shapes.allSatisfy { $0.rows >= 0 && $0.columns >= 0 })
      return answer(shapes, layout)
    }
  }

  mutating func cacheBytes(
    sparing spared: InputError? = nil,
    _ answer:
      @escaping @Sendable (Quantization.ModelShape, _ tokens: Int, _ sequences: Int, Quantization.BlockLayout)
      -> Int
  ) {
    bind(Quantization.cacheBytes) { model, tokens, sequences, layout in
      let refuse = Refusal(sparing: spared)
      let sizes = [model.nLayers, model.nHeads, model.nKVHeads, model.dModel, layout.count, layout.bytes]
      try refuse(.invalidSize, unless: sizes.allSatisfy { $0 >= 1 } && tokens >= 0 && sequences >= 0)
      try refuse(
        .headsDoNotDivide,
        unless: sizes.contains { $0 < 1 }
          || (model.nHeads % model.nKVHeads == 0 && model.dModel % model.nHeads == 0))
      return answer(model, tokens, sequences, layout)
    }
  }
}

/// Refuses input as the exercises must, but for one kind of it.
struct Refusal {
  private let spared: InputError?

  init(sparing spared: InputError?) { self.spared = spared }

  func callAsFunction(_ error: InputError, unless condition: Bool) throws {
    if !condition && error != spared { throw error }
  }

  func bits(_ bits: Int) throws { try self(.invalidBits, unless: (2...8).contains(bits)) }

  func scale(_ scale: Float) throws { try self(.invalidScale, unless: scale >= 0 && scale.isFinite) }

  func notFinite(_ values: [Float]) throws { try self(.notFinite, unless: values.allSatisfy(\.isFinite)) }
}
