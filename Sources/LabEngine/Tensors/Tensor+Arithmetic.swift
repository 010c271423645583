extension Tensor {
  /// The sum, element by element, of two tensors whose shapes broadcast.
  public static func + (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try combine("+", left, right) { $0 + $1 }
  }

  /// The difference, element by element, of two tensors whose shapes broadcast.
  public static func - (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try combine("-", left, right) { $0 - $1 }
  }

  /// The product, element by element, of two tensors whose shapes broadcast.
  public static func * (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try combine("*", left, right) { $0 * $1 }
  }

  /// The quotient, element by element, of two tensors whose shapes broadcast.
  public static func / (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try combine("/", left, right) { $0 / $1 }
  }

  @inline(__always)
  private static func combine(
    _ name: String, _ left: Tensor, _ right: Tensor, _ operation: (Float, Float) -> Float
  ) throws(TensorError) -> Tensor {
    let broadcast = try Broadcast(name, left.shape, right.shape)
    var values = [Float](repeating: 0, count: broadcast.count)
    broadcast.combine(left.values, right.values, into: &values, operation)
    return Tensor(trusted: values, shape: broadcast.shape)
  }
}
