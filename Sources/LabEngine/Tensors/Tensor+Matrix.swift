extension Tensor {
  /// The matrix product over the last two dimensions: `[m, k]` × `[k, n]` → `[m, n]`.
  ///
  /// With leading dimensions, either both operands have the same ones and the product is taken matrix
  /// by matrix, or the right operand is one matrix used for all. Throws `TensorError.matrixShapes`.
  public func matmul(_ other: Tensor) throws(TensorError) -> Tensor {
    let plan = try MatrixProduct(shape, other.shape)
    guard let count = elementCount(of: plan.result), count <= Tensor.largestCount else {
      throw .invalidShape(plan.result)
    }
    var result = [Float](repeating: 0, count: count)
    plan.multiply(values, other.values, into: &result)
    return Tensor(trusted: result, shape: plan.result)
  }
}
