import LabKernels

/// Rows brought to a common size, so that the layers after them see numbers of one scale.
extension Variable {
  /// gain · (x − mean) / √(variance + ε) + bias along the last dimension (Ba, Kiros and Hinton 2016).
  ///
  /// - Parameters:
  ///   - gain: one factor for each column.
  ///   - bias: one addend for each column, or none.
  public func layerNorm(gain: Variable, bias: Variable? = nil, epsilon: Float = 1e-5) throws -> Variable {
    let (rows, columns) = try rowsAndColumns("layerNorm")
    try Variable.requireVectors([gain] + (bias.map { [$0] } ?? []), columns, "layerNorm's gain and bias")
    let inputs = [self, gain] + (bias.map { [$0] } ?? [])
    try tape.check(inputs)
    let (x, g) = (tape.values(of: self), tape.values(of: gain))
    let offsets = bias.map { tape.values(of: $0) }
    var statistics = [Float](repeating: 0, count: 2 * rows)  // mean and 1/σ of each row
    return try tape.record(shape, inputs: inputs) { y in
      if let offsets {
        Kernels.layerNorm(
          x, gain: g, bias: offsets, epsilon: epsilon, into: &y, statistics: &statistics,
          rows: rows, columns: columns)
      } else {
        Kernels.layerNorm(
          x, gain: g, epsilon: epsilon, into: &y, statistics: &statistics, rows: rows, columns: columns)
      }
    } backward: { step in
      let (x, g, dy) = (step.input(0), step.input(1), step.gradient)
      step.add(to: 1) { dGain in
        step.write(to: 0) { dx, isFirst in
          Kernels.layerNormBackward(
            x, gain: g, statistics: statistics, dOutput: dy, into: &dx, accumulating: !isFirst,
            dParameters: &dGain, rows: rows, columns: columns)
        }
      }
      guard step.inputCount == 3 else { return }
      step.add(to: 2) { Kernels.addColumnSums(of: dy, into: &$0, rows: rows, columns: columns) }
    }
  }

  /// gain · x / √(mean(x²) + ε) along the last dimension (Zhang and Sennrich 2019).
  public func rmsNorm(gain: Variable, epsilon: Float = 1e-5) throws -> Variable {
    let (rows, columns) = try rowsAndColumns("rmsNorm")
    try Variable.requireVectors([gain], columns, "rmsNorm's gain")
    try tape.check([self, gain])
    let (x, g) = (tape.values(of: self), tape.values(of: gain))
    var statistics = [Float](repeating: 0, count: rows)  // 1/√(mean square + ε) of each row
    return try tape.record(shape, inputs: [self, gain]) { y in
      Kernels.rmsNorm(
        x, gain: g, epsilon: epsilon, into: &y, statistics: &statistics, rows: rows, columns: columns)
    } backward: { step in
      let (x, g, dy) = (step.input(0), step.input(1), step.gradient)
      step.add(to: 1) { dGain in
        step.write(to: 0) { dx, isFirst in
          Kernels.rmsNormBackward(
            x, gain: g, statistics: statistics, dOutput: dy, into: &dx, accumulating: !isFirst,
            dGain: &dGain, rows: rows, columns: columns)
        }
      }
    }
  }

  private static func requireVectors(
    _ vectors: [Variable], _ columns: Int, _ what: String
  ) throws(TensorError) {
    for vector in vectors where vector.shape != [columns] {
      throw .unexpectedShape(operation: what, expected: "[\(columns)]", actual: vector.shape)
    }
  }
}
