#if canImport(Accelerate)
  import Accelerate

  /// The same product by Apple's library, which reaches the processor's matrix unit where there is one.
  ///
  /// It chooses its threads itself, so the caller's limit has no effect here.
  extension MatrixProduct {
    func runWithAccelerate() {
      guard rows > 0, columns > 0 else { return }
      cblas_sgemm(
        CblasRowMajor, transposesA ? CblasTrans : CblasNoTrans, transposesB ? CblasTrans : CblasNoTrans,
        .init(rows), .init(columns), .init(inner), 1, a, .init(max(1, transposesA ? rows : inner)), b,
        .init(max(1, transposesB ? inner : columns)), isAccumulating ? 1 : 0, c, .init(columns))
    }
  }
#endif
