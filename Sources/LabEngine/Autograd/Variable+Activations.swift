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
  public static func swiGLU(gate: Variable, up: Variable) throws -> Variable {
    guard gate.shape == up.shape else {
      throw TensorError.notBroadcastable(operation: "swiGLU", left: gate.shape, right: up.shape)
    }
    let tape = gate.tape
    try tape.check([gate, up])
    let (g, u) = (tape.values(of: gate), tape.values(of: up))
    return try tape.record(gate.shape, inputs: [gate, up]) {
      Kernels.swiGLU(gate: g, up: u, into: &$0)
    } backward: { step in
      let (g, u, dy) = (step.input(0), step.input(1), step.gradient)
      step.add(to: 0) { dGate in
        step.add(to: 1) { dUp in
          Kernels.swiGLUBackward(gate: g, up: u, dOutput: dy, dGate: &dGate, dUp: &dUp, accumulating: true)
        }
      }
    }
  }
}
