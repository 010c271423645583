extension Kernels {
  /// Matrix product C = op(A) · op(B), or C += op(A) · op(B).
  ///
  /// `op` is the identity or a transposition. The four combinations are what a layer y = x · W needs:
  /// the forward pass (A·B, or A·Bᵀ with weights stored `[outputs, inputs]`), the gradient of the input
  /// (dY·Wᵀ) and the gradient of the weights (xᵀ·dY).
  ///
  /// - Parameters:
  ///   - a: `[rows, inner]`, or `[inner, rows]` when `transposingA`.
  ///   - b: `[inner, columns]`, or `[columns, inner]` when `transposingB`.
  ///   - c: receives `[rows, columns]` from `offset` on.
  ///   - accumulating: adds to C in place of overwriting it.
  /// - Complexity: 2 · rows · inner · columns floating-point operations.
  public static func multiply(
    _ a: some FloatSource, _ b: some FloatSource, into c: inout [Float], at offset: Int = 0,
    rows: Int, inner: Int, columns: Int,
    transposingA: Bool = false, transposingB: Bool = false, accumulating: Bool = false,
    on parallelism: Parallelism = .allCores
  ) {
    requireDimensions(rows, inner, columns)
    requireCount(a.count, rows * inner, "the left matrix")
    requireCount(b.count, inner * columns, "the right matrix")
    requireRoom(c.count, from: offset, for: rows * columns, "the product")
    a.withFloats { a in
      b.withFloats { b in
        c.withFloats(at: offset) { c in
          if rows < FewRows.limit && !transposingA {
            FewRows(
              a: a, b: b, c: c, rows: rows, inner: inner, columns: columns, transposesB: transposingB,
              isAccumulating: accumulating
            ).run(on: parallelism)
          } else {
            let product = MatrixProduct(
              a: a, b: b, c: c, rows: rows, inner: inner, columns: columns, transposesA: transposingA,
              transposesB: transposingB, isAccumulating: accumulating)
            #if canImport(Accelerate)
              product.runWithAccelerate()
            #else
              product.run(on: parallelism)
            #endif
          }
        }
      }
    }
  }
}
