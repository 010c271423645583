import Foundation

/// Functions of one number, applied to every element.
extension Variable {
  /// The natural logarithm.
  public func log() throws -> Variable {
    try mapped({ Foundation.log($0) }, slope: { x, _ in 1 / x })
  }

  /// log(sigmoid(x)) without overflow: −1000 for x = −1000, where the logarithm of the sigmoid's
  /// rounded value would be −∞. Preference losses are built on it.
  public func logSigmoid() throws -> Variable {
    try mapped(
      { min($0, 0) - Foundation.log1p(Foundation.exp(-abs($0))) }, slope: { x, _ in stableSigmoid(-x) })
  }

  /// xⁿ for a constant exponent.
  public func power(_ exponent: Float) throws -> Variable {
    try mapped(
      { Foundation.pow($0, exponent) },
      slope: { x, _ in exponent == 0 ? 0 : exponent * Foundation.pow(x, exponent - 1) })
  }

  /// `function` of every element; `slope(x, y)` is its derivative, given the input and the output.
  @inline(__always)
  func mapped(
    _ function: (Float) -> Float, slope: @escaping (_ x: Float, _ y: Float) -> Float
  ) throws -> Variable {
    try tape.check([self])
    let x = tape.values(of: self)
    return try tape.record(shape, inputs: [self]) { y in
      for i in y.indices { y[i] = function(x[i]) }
    } backward: { step in
      let (x, y, dy) = (step.input(0), step.output, step.gradient)
      step.add(to: 0) { dx in
        for i in dx.indices { dx[i] += dy[i] * slope(x[i], y[i]) }
      }
    }
  }
}

/// Chooses the form whose exponential cannot overflow.
private func stableSigmoid(_ x: Float) -> Float {
  let e = exp(-abs(x))
  return x >= 0 ? 1 / (1 + e) : e / (1 + e)
}
