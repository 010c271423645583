import Foundation
import LabKernels

/// Scores turned into probabilities, and losses on them.
extension Variable {
  /// exp(x) / Σ exp(x) along the last dimension. A score of −∞ gets the probability 0.
  public func softmax() throws -> Variable {
    let (rows, columns) = try rowsAndColumns("softmax")
    try tape.check([self])
    let x = tape.values(of: self)
    return try tape.record(shape, inputs: [self]) { y in
      Kernels.softmax(x, into: &y, rows: rows, columns: columns)
    } backward: { step in
      let (y, dy) = (step.output, step.gradient)
      step.write(to: 0) { dx, isFirst in
        Kernels.softmaxBackward(
          probabilities: y, dOutput: dy, into: &dx, rows: rows, columns: columns, accumulating: !isFirst)
      }
    }
  }

  /// The logarithm of the softmax along the last dimension, without the rounding of taking it afterwards.
  public func logSoftmax() throws -> Variable {
    let (rows, columns) = try rowsAndColumns("logSoftmax")
    try tape.check([self])
    let x = tape.values(of: self)
    return try tape.record(shape, inputs: [self]) { y in
      var sums = [Float](repeating: 0, count: rows)
      Kernels.logSumExp(x, into: &sums, rows: rows, columns: columns)
      for row in 0..<rows {
        for i in (row * columns)..<((row + 1) * columns) { y[i] = x[i] - sums[row] }
      }
    } backward: { step in
      let (y, dy) = (step.output, step.gradient)
      step.add(to: 0) { (dx: inout [Float]) in  // dX = dY − softmax · Σ dY
        for row in 0..<rows {
          let range = (row * columns)..<((row + 1) * columns)
          let total = Float(Kernels.sum(dy[range], on: .singleCore))
          for i in range { dx[i] += dy[i] - Foundation.exp(y[i]) * total }
        }
      }
    }
  }

  /// One element of each row of `[…, columns]`: the log-probability of the token that came, for example.
  ///
  /// - Parameter columns: one column number a row.
  /// - Returns: the shape without its last dimension.
  public func picking(_ columns: [Int]) throws -> Variable {
    let (rows, width) = try rowsAndColumns("picking")
    guard columns.count == rows else {
      throw AutogradError.idCount(operation: "picking", expected: rows, actual: columns.count)
    }
    if let id = columns.first(where: { !(0..<width).contains($0) }) {
      throw AutogradError.idOutOfRange(operation: "picking", id: id, count: width)
    }
    try tape.check([self])
    let x = tape.values(of: self)
    return try tape.record(shape.dropLast(), inputs: [self]) { y in
      for (row, column) in columns.enumerated() { y[row] = x[row * width + column] }
    } backward: { step in
      let dy = step.gradient
      step.add(to: 0) { dx in
        for (row, column) in columns.enumerated() { dx[row * width + column] += dy[row] }
      }
    }
  }

  /// The mean cross-entropy, in nats, of rows of logits against the classes that were right.
  ///
  /// - Parameters:
  ///   - targets: one class a row; rows whose target is `ignored` count neither in the sum nor in the number.
  ///   - ignored: by convention −1.
  /// - Returns: a single number.
  public func crossEntropy(_ targets: [Int], ignoring ignored: Int = -1) throws -> Variable {
    let (rows, classes) = try rowsAndColumns("crossEntropy")
    guard targets.count == rows else {
      throw AutogradError.idCount(operation: "crossEntropy", expected: rows, actual: targets.count)
    }
    if let id = targets.first(where: { $0 != ignored && !(0..<classes).contains($0) }) {
      throw AutogradError.idOutOfRange(operation: "crossEntropy", id: id, count: classes)
    }
    let counted = targets.count { $0 != ignored }
    guard counted > 0 else { throw AutogradError.everyTargetIgnored }
    try tape.check([self])
    let logits = tape.values(of: self)
    return try tape.record([], inputs: [self]) { loss in
      var losses = [Float](repeating: 0, count: rows)
      Kernels.crossEntropy(
        logits: logits, targets: targets, classes: classes, ignoring: ignored, into: &losses)
      loss[0] = Float(Kernels.sum(losses) / Double(counted))
    } backward: { step in
      let (logits, scale) = (step.input(0), step.gradient[0] / Float(counted))
      step.write(to: 0) { dLogits, isFirst in
        Kernels.crossEntropyBackward(
          logits: logits, targets: targets, classes: classes, ignoring: ignored, scale: scale,
          into: &dLogits, accumulating: !isFirst)
      }
    }
  }

  /// The shape as a matrix whose rows are the last dimension.
  func rowsAndColumns(_ operation: String) throws(TensorError) -> (rows: Int, columns: Int) {
    guard let columns = shape.last, columns > 0 else {
      throw .unexpectedShape(operation: operation, expected: "rows of at least one column", actual: shape)
    }
    return (shape.dropLast().reduce(1, *), columns)
  }
}
