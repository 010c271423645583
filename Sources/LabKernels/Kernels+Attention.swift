extension Kernels {
  /// Attention: softmax(scale · Q·Kᵀ + mask) · V, without ever holding the matrix of scores.
  ///
  /// - Parameters:
  ///   - query: `[batch, queries, nHeads, dHead]` (or head-major, see `order`).
  ///   - key: `[batch, keys, nKVHeads, dHead]`.
  ///   - value: likewise.
  ///   - output: receives `[batch, queries, nHeads, dHead]`.
  ///   - logSumExp: receives `[batch, nHeads, queries]`, which the backward pass needs.
  /// - Complexity: 4 · dHead operations for each pair of a query and a key it sees.
  public static func attention(
    query: some FloatSource, key: some FloatSource, value: some FloatSource, _ shape: AttentionShape,
    order: HeadOrder = .tokenMajor, into output: inout [Float], logSumExp: inout [Float],
    on parallelism: Parallelism = .allCores
  ) {
    shape.requireValid()
    requireHeads(query.count, key.count, value.count, output.count, logSumExp.count, shape)
    let layouts = AttentionLayouts(shape, order)
    query.withFloats { query in
      key.withFloats { key in
        value.withFloats { value in
          output.withFloats(at: 0) { output in
            logSumExp.withFloats(at: 0) { logSumExp in
              AttentionForward(
                shape: shape, layouts: layouts, query: query, key: key, value: value,
                output: output, logSumExp: logSumExp
              ).run(on: parallelism)
            }
          }
        }
      }
    }
  }

  /// Attention over packed rows, as one projection leaves them: `[batch · queries, packedWidth]` holding
  /// all query heads of a token, then its key heads, then its value heads.
  ///
  /// Self-attention only: `shape.keys == shape.queries`. The output is `[batch, queries, nHeads, dHead]`.
  public static func attention(
    packed: some FloatSource, _ shape: AttentionShape, into output: inout [Float],
    logSumExp: inout [Float], on parallelism: Parallelism = .allCores
  ) {
    requirePacked(packed.count, output.count, logSumExp.count, shape)
    let layouts = AttentionLayouts(packed: shape)
    packed.withFloats { packed in
      output.withFloats(at: 0) { output in
        logSumExp.withFloats(at: 0) { logSumExp in
          AttentionForward(
            shape: shape, layouts: layouts, query: packed, key: packed, value: packed,
            output: output, logSumExp: logSumExp
          ).run(on: parallelism)
        }
      }
    }
  }

  /// Gradients of attention with respect to query, key and value.
  ///
  /// - Parameters:
  ///   - output: what the forward pass returned.
  ///   - logSumExp: likewise.
  ///   - dOutput: the gradient of the output, in its layout.
  ///   - dQuery: receives the gradient of the queries, in their layout; `dKey` and `dValue` likewise.
  ///   - accumulating: adds to the three gradients.
  public static func attentionBackward(
    query: some FloatSource, key: some FloatSource, value: some FloatSource, output: some FloatSource,
    logSumExp: [Float], dOutput: some FloatSource, _ shape: AttentionShape,
    order: HeadOrder = .tokenMajor, dQuery: inout [Float], dKey: inout [Float], dValue: inout [Float],
    accumulating: Bool = false, on parallelism: Parallelism = .allCores
  ) {
    shape.requireValid()
    requireHeads(query.count, key.count, value.count, output.count, logSumExp.count, shape)
    requireHeads(dQuery.count, dKey.count, dValue.count, dOutput.count, logSumExp.count, shape)
    let layouts = AttentionLayouts(shape, order)
    query.withFloats { query in
      key.withFloats { key in
        value.withFloats { value in
          withFloats(output, logSumExp, dOutput) { output, logSumExp, dOutput in
            dQuery.withFloats(at: 0) { dQuery in
              dKey.withFloats(at: 0) { dKey in
                dValue.withFloats(at: 0) { dValue in
                  AttentionBackward(
                    shape: shape, layouts: layouts, query: query, key: key, value: value,
                    output: output, logSumExp: logSumExp, dOutput: dOutput,
                    dQuery: dQuery, dKey: dKey, dValue: dValue, isAccumulating: accumulating
                  ).run(on: parallelism)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Gradients of attention over packed rows, packed in the same way.
  ///
  /// - Parameter dPacked: receives `[batch · queries, packedWidth]`.
  public static func attentionBackward(
    packed: some FloatSource, output: some FloatSource, logSumExp: [Float], dOutput: some FloatSource,
    _ shape: AttentionShape, into dPacked: inout [Float], accumulating: Bool = false,
    on parallelism: Parallelism = .allCores
  ) {
    requirePacked(packed.count, output.count, logSumExp.count, shape)
    requirePacked(dPacked.count, dOutput.count, logSumExp.count, shape)
    let layouts = AttentionLayouts(packed: shape)
    packed.withFloats { packed in
      withFloats(output, logSumExp, dOutput) { output, logSumExp, dOutput in
        dPacked.withFloats(at: 0) { dPacked in
          AttentionBackward(
            shape: shape, layouts: layouts, query: packed, key: packed, value: packed,
            output: output, logSumExp: logSumExp, dOutput: dOutput,
            dQuery: dPacked, dKey: dPacked, dValue: dPacked, isAccumulating: accumulating
          ).run(on: parallelism)
        }
      }
    }
  }

  private static func withFloats(
    _ a: some FloatSource, _ b: some FloatSource, _ c: some FloatSource,
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>) -> Void
  ) {
    a.withFloats { a in b.withFloats { b in c.withFloats { c in body(a, b, c) } } }
  }

  private static func requireHeads(
    _ query: Int, _ key: Int, _ value: Int, _ output: Int, _ logSumExp: Int, _ shape: AttentionShape
  ) {
    let queryCount = shape.batch * shape.queries * shape.nHeads * shape.dHead
    let keyCount = shape.batch * shape.keys * shape.nKVHeads * shape.dHead
    requireCount(query, queryCount, "the query")
    requireCount(key, keyCount, "the key")
    requireCount(value, keyCount, "the value")
    requireCount(output, queryCount, "the output")
    requireCount(logSumExp, shape.batch * shape.nHeads * shape.queries, "the log-sum-exp")
  }

  private static func requirePacked(
    _ packed: Int, _ output: Int, _ logSumExp: Int, _ shape: AttentionShape
  ) {
    shape.requireValid()
    guard shape.keys == shape.queries else {
      fatalError("packed rows hold one query and one key each, not \(shape.queries) and \(shape.keys)")
    }
    let rows = shape.batch * shape.queries
    requireCount(packed, rows * shape.packedWidth, "the packed rows")
    requireCount(output, rows * shape.nHeads * shape.dHead, "the output")
    requireCount(logSumExp, rows * shape.nHeads, "the log-sum-exp")
  }
}

/// Where the operands of an attention call lie; gradients lie as their values do.
struct AttentionLayouts {
  let query: HeadLayout
  let key: HeadLayout
  let value: HeadLayout
  let output: HeadLayout

  init(_ shape: AttentionShape, _ order: HeadOrder) {
    query = HeadLayout(order, tokens: shape.queries, heads: shape.nHeads, dHead: shape.dHead)
    key = HeadLayout(order, tokens: shape.keys, heads: shape.nKVHeads, dHead: shape.dHead)
    (value, output) = (key, query)
  }

  init(packed shape: AttentionShape) {
    query = HeadLayout(packedRowsOf: shape, offset: 0)
    key = HeadLayout(packedRowsOf: shape, offset: shape.nHeads * shape.dHead)
    value = HeadLayout(packedRowsOf: shape, offset: (shape.nHeads + shape.nKVHeads) * shape.dHead)
    output = HeadLayout(.tokenMajor, tokens: shape.queries, heads: shape.nHeads, dHead: shape.dHead)
  }
}
