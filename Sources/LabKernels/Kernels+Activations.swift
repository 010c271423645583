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

  /// SwiGLU's gate on packed rows: y = silu(gate) ⊙ up (Shazeer, "GLU Variants Improve Transformer",
  /// 2020, equation 6).
  ///
  /// - Parameters:
  ///   - gateAndUp: `[rows, 2 · hidden]`: in each row the gate's numbers, then the up projection's.
  ///   - y: receives `[rows, hidden]`.
  public static func swiGLU(
    gateAndUp: some FloatSource, into y: inout [Float], at offset: Int = 0, rows: Int, hidden: Int,
    on parallelism: Parallelism = .allCores
  ) {
    requireDimensions(rows, hidden)
    requireCount(gateAndUp.count, rows * 2 * hidden, "the gate and up projection")
    requireRoom(y.count, from: offset, for: rows * hidden, "the output")
    gateAndUp.withFloats { x in
      y.withFloats(at: offset) { y in
        for row in 0..<rows {
          let (gate, up, y) = (x + row * 2 * hidden, x + (2 * row + 1) * hidden, y + row * hidden)
          for j in 0..<hidden { y[j] = value(.silu, gate[j]) * up[j] }
        }
      }
    }
  }

  /// Gradients of SwiGLU's gate, packed in the same way: dGate = silu′(gate) ⊙ up ⊙ dY, dUp = silu(gate) ⊙ dY.
  public static func swiGLUBackward(
    gateAndUp: some FloatSource, dOutput: some FloatSource, into dGateAndUp: inout [Float],
    at offset: Int = 0, rows: Int, hidden: Int, accumulating: Bool = false,
    on parallelism: Parallelism = .allCores
  ) {
    requireDimensions(rows, hidden)
    requireCount(gateAndUp.count, rows * 2 * hidden, "the gate and up projection")
    requireCount(dOutput.count, rows * hidden, "the output's gradient")
    requireRoom(dGateAndUp.count, from: offset, for: rows * 2 * hidden, "the gradient")
    gateAndUp.withFloats { x in
      dOutput.withFloats { dY in
        dGateAndUp.withFloats(at: offset) { dX in
          for row in 0..<rows {
            let start = row * 2 * hidden
            let (gate, up, dY) = (x + start, x + start + hidden, dY + row * hidden)
            let (dGate, dUp) = (dX + start, dX + start + hidden)
            for j in 0..<hidden {
              let forGate = slope(.silu, gate[j]) * up[j] * dY[j]
              let forUp = value(.silu, gate[j]) * dY[j]
              dGate[j] = accumulating ? dGate[j] + forGate : forGate
              dUp[j] = accumulating ? dUp[j] + forUp : forUp
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
