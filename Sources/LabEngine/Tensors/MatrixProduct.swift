import LabKernels

/// The shapes of a product of two stacks of matrices.
struct MatrixProduct {
  let result: [Int]
  private let batches: Int
  private let m: Int
  private let k: Int
  private let n: Int
  /// One right matrix serves every left one.
  private let sharesRight: Bool

  init(_ left: [Int], _ right: [Int]) throws(TensorError) {
    guard left.count >= 2, right.count >= 2, left[left.count - 1] == right[right.count - 2],
      right.count == 2 || left.dropLast(2) == right.dropLast(2)
    else { throw .matrixShapes(operation: "matmul", left: left, right: right) }
    sharesRight = right.count == 2
    k = left[left.count - 1]
    n = right[right.count - 1]
    result = left.dropLast() + [n]
    // With one right matrix, all left rows together are a single tall matrix.
    m = sharesRight ? left.dropLast().reduce(1, *) : left[left.count - 2]
    batches = sharesRight ? 1 : left.dropLast(2).reduce(1, *)
  }

  /// C = A · B
  func multiply(_ a: [Float], _ b: [Float], into c: inout [Float]) {
    for i in 0..<batches {
      Kernels.multiply(
        a[(i * m * k)..<((i + 1) * m * k)], b[(i * k * n)..<((i + 1) * k * n)], into: &c, at: i * m * n,
        rows: m, inner: k, columns: n)
    }
  }

  /// dA = dC · Bᵀ
  func addLeftGradient(_ dc: [Float], _ b: [Float], to da: inout [Float], accumulating: Bool) {
    for i in 0..<batches {
      Kernels.multiply(
        dc[(i * m * n)..<((i + 1) * m * n)], b[(i * k * n)..<((i + 1) * k * n)], into: &da, at: i * m * k,
        rows: m, inner: n, columns: k, transposingB: true, accumulating: accumulating)
    }
  }

  /// dB = Aᵀ · dC
  func addRightGradient(_ a: [Float], _ dc: [Float], to db: inout [Float], accumulating: Bool) {
    for i in 0..<batches {
      Kernels.multiply(
        a[(i * m * k)..<((i + 1) * m * k)], dc[(i * m * n)..<((i + 1) * m * n)], into: &db, at: i * k * n,
        rows: k, inner: m, columns: n, transposingA: true, accumulating: accumulating)
    }
  }
}
