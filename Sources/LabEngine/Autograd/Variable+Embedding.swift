import LabKernels

/// Rows looked up in a table.
extension Variable {
  /// The rows of a table `[rows, width]` named by `ids`: `[ids.count, width]`.
  ///
  /// The same row may be taken many times; its gradient is the sum over all of them.
  public func rows(_ ids: [Int]) throws -> Variable {
    guard shape.count == 2 else {
      throw TensorError.unexpectedShape(operation: "rows", expected: "a table [rows, width]", actual: shape)
    }
    let (tableRows, width) = (shape[0], shape[1])
    if let id = ids.first(where: { !(0..<tableRows).contains($0) }) {
      throw AutogradError.idOutOfRange(operation: "rows", id: id, count: tableRows)
    }
    try tape.check([self])
    let table = tape.values(of: self)
    return try tape.record([ids.count, width], inputs: [self]) { result in
      Kernels.gatherRows(ids, of: table, into: &result, columns: width)
    } backward: { step in
      let dy = step.gradient
      step.add(to: 0) { Kernels.scatterAddRows(ids, dy, into: &$0, tableRows: tableRows, columns: width) }
    }
  }
}
