import Foundation

extension DecoderStack {
  /// What token vectors are multiplied by before sines are added, √dModel, so that these do not drown them
  /// (Vaswani et al. 2017, section 3.4).
  var tokenScale: Float? {
    configuration.positions == .sinusoidal ? Float(configuration.dModel).squareRoot() : nil
  }
}

/// The fixed position vectors `[context, dModel]` of Vaswani et al. (2017), section 3.5: column 2i holds
/// sin(position / 10000^(2i/dModel)) and column 2i + 1 the cosine.
func sinusoidTable(_ configuration: TransformerConfiguration) -> [Float] {
  let width = configuration.dModel
  return (0..<configuration.context * width).map { index in
    let (position, column) = (Double(index / width), index % width)
    let angle = position * pow(10_000, -Double(column - column % 2) / Double(width))
    return Float(column % 2 == 0 ? sin(angle) : cos(angle))
  }
}
