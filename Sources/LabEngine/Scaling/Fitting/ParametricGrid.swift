/// Every combination of some values of ln E, ln A, α, ln B and β: where the searches of a fit begin.
public struct ParametricGrid: Hashable, Sendable {
  /// Values of ln E.
  public var logIrreducible: [Double]
  /// Values of ln A and of ln B.
  public var logCoefficients: [Double]
  /// Values of α and of β.
  public var exponents: [Double]

  /// A grid.
  public init(logIrreducible: [Double], logCoefficients: [Double], exponents: [Double]) {
    self.logIrreducible = logIrreducible
    self.logCoefficients = logCoefficients
    self.exponents = exponents
  }

  /// 500 starts, which cover what Hoffmann et al. cover.
  public static let standard = ParametricGrid(
    logIrreducible: [-1, -0.5, 0, 0.5, 1], logCoefficients: [0, 6, 12, 18, 24], exponents: [0.5, 1])

  /// The 4,500 starts of Hoffmann et al. 2022, appendix D.3.
  public static let hoffmann = ParametricGrid(
    logIrreducible: [-1, -0.5, 0, 0.5, 1], logCoefficients: [0, 5, 10, 15, 20, 25],
    exponents: [0, 0.5, 1, 1.5, 2])

  /// The starts in the order of the objective's parameters.
  public var points: [[Double]] {
    logIrreducible.flatMap { e in
      logCoefficients.flatMap { a in
        exponents.flatMap { alpha in
          logCoefficients.flatMap { b in
            exponents.map { beta in [e, a, alpha, b, beta] }
          }
        }
      }
    }
  }
}
