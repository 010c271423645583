import LabKernels

/// The functions between the layers of a network, as vectorised kernels.
extension Variable {
  /// x · Φ(x) with the exact normal distribution function (Hendrycks and Gimpel 2016), PyTorch's default.
  public func gelu() throws -> Variable { try activated(.gelu) }

  /// GELU with Φ by way of tanh, as GPT-2 has it.
  public func geluTanh() throws -> Variable { try activated(.geluTanh) }

  /// x · sigmoid(x), also called swish.
  public func silu() throws -> Variable { try activated(.silu) }

  /// max(0, x), with slope 0 at 0.
  public func relu() throws -> Variable { try activated(.relu) }

  /// The hyperbolic tangent.
  public func tanh() throws -> Variable { try activated(.tanh) }

  /// 1 / (1 + e⁻ˣ)
  public func sigmoid() throws -> Variable { try activated(.sigmoid) }

  /// eˣ
  public func exp() throws -> Variable { try activated(.exp) }

  private func activated(_ activation: Activation) throws -> Variable {
    try tape.check([self])
    let x = tape.values(of: self)
    return try tape.record(shape, inputs: [self]) {
      Kernels.apply(activation, to: x, into: &$0)
    } backward: { step in
      let (x, dy) = (step.input(0), step.gradient)
      step.write(to: 0) { dx, isFirst in
        Kernels.applyBackward(activation, to: x, dOutput: dy, into: &dx, accumulating: !isFirst)
      }
    }
  }

  /// silu(gate) · up, the gated unit of Shazeer, "GLU Variants Improve Transformer" (2020), equation 6.
  ///
  /// Self is `[…, 2 · hidden]`, each row its gate followed by its up projection; the result is `[…, hidden]`.
  public func swiGLU() throws -> Variable {
    let (rows, columns) = try rowsAndColumns("swiGLU")
    guard columns % 2 == 0 else {
      throw TensorError.unexpectedShape(
        operation: "swiGLU", expected: "rows of a gate and an up projection of one width", actual: shape)
    }
    let hidden = columns / 2
    try tape.check([self])
    let x = tape.values(of: self)
    return try tape.record(shape.dropLast() + [hidden], inputs: [self]) {
      Kernels.swiGLU(gateAndUp: x, into: &$0, rows: rows, hidden: hidden)
    } backward: { step in
      let (x, dy) = (step.input(0), step.gradient)
      step.write(to: 0) { dx, isFirst in
        Kernels.swiGLUBackward(
          gateAndUp: x, dOutput: dy, into: &dx, rows: rows, hidden: hidden, accumulating: !isFirst)
      }
    }
  }
}
