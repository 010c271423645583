/// The functions a network applies to each value by itself.
public enum Activation: String, Hashable, Sendable, CaseIterable {
  /// x · Φ(x) with the exact normal distribution function: Hendrycks and Gimpel, "Gaussian Error Linear
  /// Units" (2016), and PyTorch's `nn.GELU()`.
  case gelu
  /// GELU with Φ by way of tanh: x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))), as GPT-2 has it.
  case geluTanh
  /// x · σ(x), also called swish.
  case silu
  /// max(0, x), with the gradient 0 at 0.
  case relu
  /// The hyperbolic tangent.
  case tanh
  /// σ(x) = 1 / (1 + exp(−x)).
  case sigmoid
  /// eˣ.
  case exp
}
