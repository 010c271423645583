import Foundation

extension Kernels {
  /// y = f(x), value by value.
  public static func apply(
    _ activation: Activation, to x: some FloatSource, into y: inout [Float], at offset: Int = 0,
    on parallelism: Parallelism = .allCores
  ) {
    let count = x.count
    requireRoom(y.count, from: offset, for: count, "the output")
    x.withFloats { x in
      y.withFloats(at: offset) { y in
        for i in 0..<count { y[i] = value(activation, x[i]) }
      }
    }
  }

  /// dX = f′(x) ⊙ dY, value by value, from the **input** x of the forward pass.
  public static func applyBackward(
    _ activation: Activation, to x: some FloatSource, dOutput: some FloatSource,
    into dInput: inout [Float], at offset: Int = 0, accumulating: Bool = false,
    on parallelism: Parallelism = .allCores
  ) {
    let count = x.count
    requireCount(dOutput.count, count, "the output's gradient")
    requireRoom(dInput.count, from: offset, for: count, "the input's gradient")
    x.withFloats { x in
      dOutput.withFloats { dY in
        dInput.withFloats(at: offset) { dX in
          for i in 0..<count {
            let value = slope(activation, x[i]) * dY[i]
            dX[i] = accumulating ? dX[i] + value : value
          }
        }
      }
    }
  }

  /// SwiGLU's gate: y = silu(gate) ⊙ up (Shazeer, "GLU Variants Improve Transformer", 2020, equation 6).
  public static func swiGLU(
    gate: some FloatSource, up: some FloatSource, into y: inout [Float], at offset: Int = 0,
    on parallelism: Parallelism = .allCores
  ) {
    let count = gate.count
    requireCount(up.count, count, "the up projection")
    requireRoom(y.count, from: offset, for: count, "the output")
    gate.withFloats { gate in
      up.withFloats { up in
        y.withFloats(at: offset) { y in
          for i in 0..<count { y[i] = value(.silu, gate[i]) * up[i] }
        }
      }
    }
  }

  /// Gradients of SwiGLU's gate: dGate = silu′(gate) ⊙ up ⊙ dY, dUp = silu(gate) ⊙ dY.
  public static func swiGLUBackward(
    gate: some FloatSource, up: some FloatSource, dOutput: some FloatSource,
    dGate: inout [Float], dUp: inout [Float], accumulating: Bool = false,
    on parallelism: Parallelism = .allCores
  ) {
    let count = gate.count
    requireCount(up.count, count, "the up projection")
    requireCount(dOutput.count, count, "the output's gradient")
    requireRoom(dGate.count, from: 0, for: count, "the gate's gradient")
    requireRoom(dUp.count, from: 0, for: count, "the up projection's gradient")
    gate.withFloats { gate in
      up.withFloats { up in
        dOutput.withFloats { dY in
          dGate.withFloats(at: 0) { dGate in
            dUp.withFloats(at: 0) { dUp in
              for i in 0..<count {
                let forGate = slope(.silu, gate[i]) * up[i] * dY[i]
                let forUp = value(.silu, gate[i]) * dY[i]
                dGate[i] = accumulating ? dGate[i] + forGate : forGate
                dUp[i] = accumulating ? dUp[i] + forUp : forUp
              }
            }
          }
        }
      }
    }
  }

  private static func value(_ activation: Activation, _ x: Float) -> Float {
    switch activation {
    case .gelu: x * 0.5 * erfc(-x * Float(0.5).squareRoot())
    case .geluTanh: 0.5 * x * (1 + Foundation.tanh(0.797_884_6 * (x + 0.044715 * x * x * x)))
    case .silu: x / (1 + Foundation.exp(-x))
    case .relu: max(0, x)
    case .tanh: Foundation.tanh(x)
    case .sigmoid: 1 / (1 + Foundation.exp(-x))
    case .exp: Foundation.exp(x)
    }
  }

  private static func slope(_ activation: Activation, _ x: Float) -> Float {
    switch activation {
    case .gelu:
      return 0.5 * erfc(-x * Float(0.5).squareRoot()) + x * Foundation.exp(-x * x / 2) * 0.398_942_28
    case .geluTanh:
      let t = Foundation.tanh(0.797_884_6 * (x + 0.044715 * x * x * x))
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * 0.797_884_6 * (1 + 3 * 0.044715 * x * x)
    case .silu:
      let s = 1 / (1 + Foundation.exp(-x))
      return s * (1 + x * (1 - s))
    case .relu: return x > 0 ? 1 : 0
    case .tanh: return 1 - Foundation.tanh(x) * Foundation.tanh(x)
    case .sigmoid:
      let s = 1 / (1 + Foundation.exp(-x))
      return s * (1 - s)
    case .exp: return Foundation.exp(x)
    }
  }
}
