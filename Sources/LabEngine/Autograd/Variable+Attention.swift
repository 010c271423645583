import LabKernels

/// Attention over packed rows: one projection computes the queries, keys and values of a token side by
/// side, `[q₀ … | k₀ … | v₀ …]`, and attention reads them where they lie.
extension Variable {
  /// softmax(q·kᵀ/√dHead) · v with a causal mask (Vaswani et al. 2017), never holding the matrix of
  /// scores (Dao et al., "FlashAttention", 2022).
  ///
  /// Self is `[batch · tokens, (nHeads + 2 · nKVHeads) · dHead]`, the result `[batch · tokens, nHeads · dHead]`.
  ///
  /// - Parameters:
  ///   - batch: the number of sequences, all of one length.
  ///   - nKVHeads: query head h reads key and value head h / (nHeads / nKVHeads) (Ainslie et al. 2023).
  ///   - window: how many positions a query sees, itself included; all before it when `nil`.
  ///   - slopes: what each head's scores lose for a step of distance (Press et al. 2022); nothing when empty.
  public func causalAttention(
    batch: Int, nHeads: Int, nKVHeads: Int, window: Int? = nil, slopes: [Float] = []
  ) throws -> Variable {
    let heads = try PackedHeads(shape, nHeads: nHeads, nKVHeads: nKVHeads)
    let attention = try heads.attention(batch: batch, window: window, slopes: slopes)
    try tape.check([self])
    let packed = tape.values(of: self)
    // One number a query, from which the backward pass recomputes the probabilities.
    var logSumExp = [Float](repeating: 0, count: heads.rows * nHeads)
    return try tape.record([heads.rows, nHeads * heads.dHead], inputs: [self]) {
      Kernels.attention(packed: packed, attention, into: &$0, logSumExp: &logSumExp)
    } backward: { step in
      let (packed, output, dOutput) = (step.input(0), step.output, step.gradient)
      step.write(to: 0) { dPacked, isFirst in
        Kernels.attentionBackward(
          packed: packed, output: output, logSumExp: logSumExp, dOutput: dOutput, attention,
          into: &dPacked, accumulating: !isFirst)
      }
    }
  }

  /// The packed rows with their queries and keys turned by their positions (Su et al., "RoFormer", 2021).
  ///
  /// - Parameters:
  ///   - positions: the position of each row in its sequence.
  ///   - rotary: the angles; its table must reach the largest position.
  public func rotated(
    by rotary: RotaryPositions, positions: [Int], nHeads: Int, nKVHeads: Int
  ) throws -> Variable {
    let heads = try PackedHeads(shape, nHeads: nHeads, nKVHeads: nKVHeads)
    guard heads.dHead == rotary.dHead else {
      throw AutogradError.heads("the rotation is made for heads of \(rotary.dHead), not \(heads.dHead)")
    }
    guard positions.count == heads.rows else {
      throw AutogradError.idCount(operation: "rotated", expected: heads.rows, actual: positions.count)
    }
    if let position = positions.first(where: { !(0..<rotary.context).contains($0) }) {
      throw AutogradError.idOutOfRange(operation: "rotated", id: position, count: rotary.context)
    }
    // Keys follow the queries in a row, so both are one run of heads.
    let turned = RotaryHeads(count: nHeads + nKVHeads, dHead: heads.dHead, rowWidth: shape[1])
    try tape.check([self])
    let packed = tape.values(of: self)
    return try tape.record(shape, inputs: [self]) { result in
      copy(packed, into: &result)
      rotary.rotate(&result, turned, positions: positions)
    } backward: { step in
      // The transpose of a rotation is the rotation back.
      var gradient = step.tape.pool.take(step.gradient.count)
      copy(step.gradient, into: &gradient)
      rotary.rotate(&gradient, turned, positions: positions, inverse: true)
      step.give(gradient, to: 0)
    }
  }
}

/// How a packed row divides into heads.
struct PackedHeads {
  let rows: Int
  let nHeads: Int
  let nKVHeads: Int
  let dHead: Int

  init(_ shape: [Int], nHeads: Int, nKVHeads: Int) throws {
    guard nHeads > 0, nKVHeads > 0, nHeads % nKVHeads == 0 else {
      throw AutogradError.heads("\(nHeads) query heads cannot share \(nKVHeads) key and value heads evenly")
    }
    guard shape.count == 2, shape[1] > 0, nHeads <= shape[1], shape[1] % (nHeads + 2 * nKVHeads) == 0 else {
      throw TensorError.unexpectedShape(
        operation: "attention", expected: "[rows, (\(nHeads) + 2 · \(nKVHeads)) · dHead]", actual: shape)
    }
    rows = shape[0]
    self.nHeads = nHeads
    self.nKVHeads = nKVHeads
    dHead = shape[1] / (nHeads + 2 * nKVHeads)
  }

  /// The rows read as `batch` sequences of one length.
  func attention(batch: Int, window: Int?, slopes: [Float]) throws -> AttentionShape {
    guard batch > 0, rows % batch == 0 else {
      throw AutogradError.heads("\(rows) rows are not \(batch) sequences of one length")
    }
    guard window ?? 1 > 0 else {
      throw AutogradError.heads("a window of \(window ?? 0) positions shows nothing")
    }
    guard slopes.isEmpty || slopes.count == nHeads else {
      throw AutogradError.heads("\(slopes.count) slopes were given for \(nHeads) heads")
    }
    return AttentionShape(
      batch: batch, queries: rows / batch, nHeads: nHeads, nKVHeads: nKVHeads, dHead: dHead, window: window,
      slopes: slopes)
  }
}
