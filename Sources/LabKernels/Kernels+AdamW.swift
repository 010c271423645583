import Foundation

/// The constants of one AdamW step.
public struct AdamWStep: Hashable, Sendable {
  /// The number of this step, counted from 1: it corrects the bias of the first averages.
  public var step: Int
  /// α, the schedule's value for this step.
  public var learningRate: Float
  /// β₁, of the running mean of the gradient.
  public var beta1: Float
  /// β₂, of the running mean of its square.
  public var beta2: Float
  /// Keeps the quotient finite.
  public var epsilon: Float
  /// λ: each step first shrinks the parameters by α · λ.
  public var weightDecay: Float
  /// Multiplies every gradient: clipping costs no pass of its own.
  public var gradientScale: Float

  /// A step with the constants GPT-3 was trained with, unless told otherwise.
  public init(
    step: Int, learningRate: Float, beta1: Float = 0.9, beta2: Float = 0.95, epsilon: Float = 1e-8,
    weightDecay: Float = 0.1, gradientScale: Float = 1
  ) {
    self.step = step
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.gradientScale = gradientScale
  }
}

extension Kernels {
  /// One AdamW step on `range` of the parameters.
  ///
  /// Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2019), algorithm 2, with the schedule
  /// inside α, as PyTorch has it:
  ///
  ///     w ← w − α λ w
  ///     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
  ///     w ← w − α (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
  ///
  /// - Parameters:
  ///   - firstMoment: m, as long as the parameters; zeros before step 1.
  ///   - secondMoment: v, likewise.
  ///   - range: what to update: call once for the matrices and once, with `weightDecay` 0, for the rest.
  public static func adamW(
    _ parameters: inout [Float], gradients: [Float], firstMoment: inout [Float],
    secondMoment: inout [Float], range: Range<Int>, _ constants: AdamWStep,
    on parallelism: Parallelism = .allCores
  ) {
    requireRoom(parameters.count, from: range.lowerBound, for: range.count, "the parameters")
    requireCount(gradients.count, parameters.count, "the gradient")
    requireCount(firstMoment.count, parameters.count, "the first moment")
    requireCount(secondMoment.count, parameters.count, "the second moment")
    guard constants.step >= 1 else {
      fatalError("AdamW counts its steps from 1, not from \(constants.step)")
    }
    let correction1 = 1 - pow(Double(constants.beta1), Double(constants.step))
    let correction2 = 1 - pow(Double(constants.beta2), Double(constants.step))
    let rate = Float(Double(constants.learningRate) / correction1)
    let rootCorrection = Float(1 / correction2.squareRoot())
    let keep = 1 - constants.learningRate * constants.weightDecay
    let forMean = Vector(repeating: 1 - constants.beta1)
    let forSquare = Vector(repeating: 1 - constants.beta2)
    parameters.withFloats(at: 0) { w in
      gradients.withFloats { gradients in
        firstMoment.withFloats(at: 0) { m in
          secondMoment.withFloats(at: 0) { v in
            parallelism.forEachRange(of: range.count, grain: 1 << 14) { piece in
              let piece = (range.lowerBound + piece.lowerBound)..<(range.lowerBound + piece.upperBound)
              Lanes.forEach(in: piece) { lanes in
                let g = lanes(gradients) * constants.gradientScale
                let mean = (lanes(m) * constants.beta1).adding(g, times: forMean)
                let square = (lanes(v) * constants.beta2).adding(g * g, times: forSquare)
                lanes.store(mean, m)
                lanes.store(square, v)
                let step = mean * rate / (square.squareRoot() * rootCorrection + constants.epsilon)
                lanes.store(lanes(w) * keep - step, w)
              }
            }
          }
        }
      }
    }
  }
}
