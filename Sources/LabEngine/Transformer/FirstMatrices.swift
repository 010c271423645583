/// How large the matrices of an untrained model are; their entries are normal with mean 0.
public enum FirstMatrices: String, Hashable, Sendable, Codable, CaseIterable {
  /// Deviation 0.02, those that write into the residual stream smaller by √(2 · nLayers) so that its size does
  /// not grow with depth (Radford et al. 2019, GPT-2).
  case small
  /// Variance 2 / (inputs + outputs), which keeps the size of what goes through a matrix, forwards and backwards
  /// (Glorot and Bengio 2010); tables of vectors, and a head of their shape, as in `small`.
  case glorot

  /// The deviation of one parameter's entries.
  func deviation(of parameter: ParameterShape, nLayers: Int) -> Float {
    guard parameter.name.hasPrefix("layers.") else { return 0.02 }
    switch self {
    case .small:
      let writesToStream =
        parameter.name.hasSuffix(".output.weight") || parameter.name.hasSuffix(".down.weight")
      return writesToStream ? 0.02 / Float(2 * nLayers).squareRoot() : 0.02
    case .glorot:
      return (2 / Float(parameter.shape.reduce(0, +))).squareRoot()
    }
  }
}
