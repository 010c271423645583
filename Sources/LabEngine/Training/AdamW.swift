import Foundation
import LabKernels

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
///
/// It keeps two running averages for every parameter: of the gradient, and of its square. A parameter
/// moves by their ratio, so that all move at a similar pace whatever the size of their gradients.
public struct AdamW: Sendable {
  /// The constants.
  public let settings: Settings
  /// How many updates have been made.
  public internal(set) var step = 0
  /// One array for each parameter, of its length.
  var firstMoments: [[Float]]
  var secondMoments: [[Float]]

  /// The constants of the method.
  public struct Settings: Hashable, Sendable, Codable {
    /// β₁: how slowly the average gradient forgets.
    public var beta1: Float
    /// β₂: how slowly the average square forgets.
    public var beta2: Float
    /// Keeps the ratio finite.
    public var epsilon: Float
    /// The fraction, times the learning rate, by which matrices shrink at each step.
    public var weightDecay: Float

    /// The constants GPT-3 was trained with (Brown et al. 2020, appendix B), unless told otherwise.
    public init(beta1: Float = 0.9, beta2: Float = 0.95, epsilon: Float = 1e-8, weightDecay: Float = 0.1) {
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.weightDecay = weightDecay
    }

    func validate() throws(TrainingError) {
      for (name, beta) in [("beta1", beta1), ("beta2", beta2)] where !(0..<1).contains(beta) {
        throw .invalid("\(name) must lie in 0..<1, not \(beta)")
      }
      guard epsilon > 0, epsilon.isFinite else { throw .invalid("epsilon must be positive, not \(epsilon)") }
      guard weightDecay >= 0, weightDecay.isFinite else {
        throw .invalid("the weight decay must be 0 or more, not \(weightDecay)")
      }
    }
  }

  /// An optimiser for `parameters`, before its first step.
  public init(_ settings: Settings = Settings(), for parameters: [Tensor]) {
    self.settings = settings
    firstMoments = parameters.map { [Float](repeating: 0, count: $0.count) }
    secondMoments = firstMoments
  }

  /// Moves every parameter against its gradient. Only matrices decay.
  ///
  /// - Parameter gradientScale: multiplies every gradient; clipping needs no pass of its own.
  ///
  /// An empty gradient stands for zeros. Throws `TensorError` when the arrays are not the ones the optimiser
  /// was made for.
  public mutating func update(
    _ parameters: inout [Tensor], gradients: [[Float]], learningRate: Float, gradientScale: Float = 1
  ) throws(TensorError) {
    let counts = firstMoments.map(\.count)
    guard parameters.map(\.count) == counts, gradients.count == counts.count,
      zip(gradients, counts).allSatisfy({ $0.isEmpty || $0.count == $1 })
    else {
      throw .unexpectedShape(
        operation: "AdamW", expected: "arrays of \(counts) values", actual: gradients.map(\.count))
    }
    step += 1
    for index in parameters.indices {
      let isZero = gradients[index].isEmpty
      let gradient = isZero ? [Float](repeating: 0, count: counts[index]) : gradients[index]
      let constants = AdamWStep(
        step: step, learningRate: learningRate, beta1: settings.beta1, beta2: settings.beta2,
        epsilon: settings.epsilon, weightDecay: parameters[index].rank >= 2 ? settings.weightDecay : 0,
        gradientScale: gradientScale)
      Kernels.adamW(
        &parameters[index].values, gradients: gradient, firstMoment: &firstMoments[index],
        secondMoment: &secondMoments[index], range: 0..<counts[index], constants)
    }
  }
}

/// The length of all gradients taken together as one vector.
public func globalNorm(_ gradients: [[Float]]) -> Double {
  gradients.reduce(0) { $0 + Kernels.sumOfSquares($1) }.squareRoot()
}
