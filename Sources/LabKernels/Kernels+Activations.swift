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
        specialised(activation) { activation in
          Lanes.forEach(of: count, on: parallelism) { lanes in
            lanes.store(activation.valueAndSlope(lanes(x)).value, y)
          }
        }
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
          specialised(activation) { activation in
            Lanes.forEach(of: count, on: parallelism) { lanes in
              lanes.store(
                activation.valueAndSlope(lanes(x)).slope * lanes(dY), dX, adding: accumulating)
            }
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
        parallelism.forEachRow(of: rows, columns: hidden) { row in
          let (gate, up, y) = (x + row * 2 * hidden, x + (2 * row + 1) * hidden, y + row * hidden)
          Lanes.forEach(in: 0..<hidden) { lanes in
            lanes.store(Activation.silu.valueAndSlope(lanes(gate)).value * lanes(up), y)
          }
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
          parallelism.forEachRow(of: rows, columns: hidden) { row in
            let start = row * 2 * hidden
            let (gate, up, dY) = (x + start, x + start + hidden, dY + row * hidden)
            let (dGate, dUp) = (dX + start, dX + start + hidden)
            Lanes.forEach(in: 0..<hidden) { lanes in
              let (value, slope) = Activation.silu.valueAndSlope(lanes(gate))
              lanes.store(slope * lanes(up) * lanes(dY), dGate, adding: accumulating)
              lanes.store(value * lanes(dY), dUp, adding: accumulating)
            }
          }
        }
      }
    }
  }

  /// Calls `body` with a constant, so that each loop is compiled for one function and holds no switch.
  @inline(__always)
  private static func specialised(_ activation: Activation, _ body: (Activation) -> Void) {
    switch activation {
    case .gelu: body(.gelu)
    case .geluTanh: body(.geluTanh)
    case .silu: body(.silu)
    case .relu: body(.relu)
    case .tanh: body(.tanh)
    case .sigmoid: body(.sigmoid)
    case .exp: body(.exp)
    }
  }
}
