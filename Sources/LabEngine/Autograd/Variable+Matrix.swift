import LabKernels

/// Matrix products.
extension Variable {
  /// The matrix product over the last two dimensions.
  ///
  /// `[m, k]` × `[k, n]` → `[m, n]`. With leading dimensions, either both operands have the same ones and
  /// the product is taken matrix by matrix, or the right operand is one matrix used for all.
  public func matmul(_ other: Variable) throws -> Variable {
    let plan = try MatrixProduct(shape, other.shape)
    try tape.check([self, other])
    let (a, b) = (tape.values(of: self), tape.values(of: other))
    return try tape.record(plan.result, inputs: [self, other]) { c in
      plan.multiply(a, b, into: &c)
    } backward: { step in
      let (a, b, dc) = (step.input(0), step.input(1), step.gradient)
      step.write(to: 0) { da, isFirst in plan.addLeftGradient(dc, b, to: &da, accumulating: !isFirst) }
      step.write(to: 1) { db, isFirst in plan.addRightGradient(a, dc, to: &db, accumulating: !isFirst) }
    }
  }

  /// x · Wᵀ + bias, for every row of the last dimension: one layer of a network.
  ///
  /// - Parameters:
  ///   - weight: `[out, in]`, one row for each output, as model files store it.
  ///   - bias: `[out]`, or none.
  /// - Returns: `[…, out]` for an input `[…, in]`.
  public func linear(_ weight: Variable, bias: Variable? = nil) throws -> Variable {
    guard let inner = shape.last, weight.shape.count == 2, weight.shape[1] == inner else {
      throw TensorError.matrixShapes(operation: "linear (x · Wᵀ)", left: shape, right: weight.shape)
    }
    let columns = weight.shape[0]
    if let bias, bias.shape != [columns] {
      throw TensorError.unexpectedShape(
        operation: "the bias of linear", expected: "[\(columns)]", actual: bias.shape)
    }
    let rows = shape.dropLast().reduce(1, *)
    let inputs = [self, weight] + (bias.map { [$0] } ?? [])
    try tape.check(inputs)
    let (x, w) = (tape.values(of: self), tape.values(of: weight))
    let offsets = bias.map { tape.values(of: $0) }
    return try tape.record(shape.dropLast() + [columns], inputs: inputs) { y in
      Kernels.multiply(x, w, into: &y, rows: rows, inner: inner, columns: columns, transposingB: true)
      if let offsets { Kernels.addRow(offsets, into: &y, rows: rows) }
    } backward: { step in
      let (x, w, dy) = (step.input(0), step.input(1), step.gradient)
      step.write(to: 0) { dx, isFirst in  // dY · W
        Kernels.multiply(
          dy, w, into: &dx, rows: rows, inner: columns, columns: inner, accumulating: !isFirst)
      }
      step.write(to: 1) { dw, isFirst in  // dYᵀ · X
        Kernels.multiply(
          dy, x, into: &dw, rows: columns, inner: rows, columns: inner,
          transposingA: true, accumulating: !isFirst)
      }
      guard step.inputCount == 3 else { return }
      step.add(to: 2) { Kernels.addColumnSums(of: dy, into: &$0, rows: rows, columns: columns) }
    }
  }
}
