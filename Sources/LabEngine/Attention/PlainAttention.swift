/// Attention in single steps, each written as its formula: what the fused kernels do, to be read and taken apart.
///
///     let scores = try PlainAttention.scores(queries, keys)          // [queries, keys]
///     let masked = try scores + PlainAttention.causalMask(queries: 4, keys: 4)
///     let weights = try PlainAttention.softmax(masked)               // rows sum to 1
///     let output = try weights.matmul(values)                        // [queries, dValue]
///
/// Left out, on purpose: speed and batches. `Kernels.attention` computes the same without ever holding the
/// scores.
public enum PlainAttention {
  /// The dot product of each query with each key, times `scale`: `[queries, keys]`.
  ///
  /// - Parameters:
  ///   - queries: `[queries, dHead]`.
  ///   - keys: `[keys, dHead]`.
  ///   - scale: 1/√dHead unless given (Vaswani et al. 2017, equation 1).
  ///
  /// Throws `AttentionError.shape`.
  public static func scores(_ queries: Tensor, _ keys: Tensor, scale: Float? = nil) throws -> Tensor {
    guard queries.rank == 2, queries.shape[1] > 0 else {
      throw AttentionError.shape("queries", expected: "[queries, dHead]", actual: queries.shape)
    }
    let dHead = queries.shape[1]
    guard keys.rank == 2, keys.shape[1] == dHead else {
      throw AttentionError.shape("keys", expected: "[keys, \(dHead)]", actual: keys.shape)
    }
    let scale = scale ?? 1 / Float(dHead).squareRoot()
    return try queries.matmul(keys.transposed()).map { $0 * scale }
  }

  /// What one head returns: softmax(scores + mask) · values.
  ///
  /// A query that may look at nothing returns zeros, as in the fused kernels.
  ///
  /// - Parameters:
  ///   - queries: `[queries, dHead]`.
  ///   - keys: `[keys, dHead]`.
  ///   - values: `[keys, dValue]`.
  ///   - mask: `[queries, keys]`, added to the scores: 0 or a bias where a query may look, −∞ elsewhere.
  /// - Returns: the output `[queries, dValue]` and the weights `[queries, keys]`.
  ///
  /// Throws `AttentionError.shape` or `.notFinite`.
  public static func head(
    _ queries: Tensor, _ keys: Tensor, _ values: Tensor, mask: Tensor? = nil, scale: Float? = nil
  ) throws -> (output: Tensor, weights: Tensor) {
    let scores = try scores(queries, keys, scale: scale)
    guard values.rank == 2, values.shape[0] == keys.shape[0] else {
      throw AttentionError.shape("values", expected: "[\(keys.shape[0]), dValue]", actual: values.shape)
    }
    if let mask, mask.shape != scores.shape {
      throw AttentionError.shape("the mask", expected: "\(scores.shape)", actual: mask.shape)
    }
    let weights = try softmax(mask.map { try scores + $0 } ?? scores)
    return (try weights.matmul(values), weights)
  }
}
