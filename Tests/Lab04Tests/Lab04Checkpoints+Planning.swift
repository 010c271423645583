import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What is planned with a law, and what a metric makes of it.
extension Lab04Checkpoints {
  /// Approach 3 of Hoffmann et al. (2022) as printed, with all digits, and as refitted by Besiroglu et al. (2024).
  private var printed: Scaling.Law { Scaling.Law(e: 1.69, a: 406.4, alpha: 0.34, b: 410.7, beta: 0.28) }
  private var unrounded: Scaling.Law {
    Scaling.Law(
      e: exp(0.526_722_8), a: exp(6.007_340_4), alpha: 0.339_170_84, b: exp(6.017_918_6), beta: 0.284_908_3)
  }
  private var refitted: Scaling.Law {
    Scaling.Law(e: 1.8172, a: 482.01, alpha: 0.3478, b: 2085.43, beta: 0.3658)
  }

  // MARK: 04.12

  func test12_theBudgetIsSplit() throws {
    // Both terms alike: N = D = √(C/6).
    try checkOptimum(Scaling.Law(e: 1, a: 5, alpha: 0.5, b: 5, beta: 0.5), 600, 10, 10)
    // A four times larger: N four times larger, and D pays for it.
    try checkOptimum(Scaling.Law(e: 1, a: 4, alpha: 0.5, b: 1, beta: 0.5), 600, 40, 2.5)
    try checkOptimum(Scaling.Law(e: 3, a: 1, alpha: 0.5, b: 4, beta: 0.5), 600, 2.5, 40)
    // α = 1, β = ½, A = 4, B = 8: G = 1, and N = (C/6)^⅓.
    try checkOptimum(Scaling.Law(e: 1, a: 4, alpha: 1, b: 8, beta: 0.5), 6000, 10, 100)
    try checkOptimum(Scaling.Law(e: 1, a: 8, alpha: 0.5, b: 4, beta: 1), 6000, 100, 10)
    // Rounding the constants moves the answer: 326 against 389 million parameters.
    for law in [printed, unrounded, refitted] {
      for flops in [2.21e19, 5.76e23] { try checkOptimum(law, flops) }
    }

    for flops in notPositive {
      try check(Scaling.computeOptimum, printed, flops, throws: InputError.notPositive)
    }
    for law in spoiled(printed) {
      try check(Scaling.computeOptimum, law, 1e20, throws: InputError.notPositive)
    }

    var random = RandomStream(seed: seed, stream: 12)
    for _ in 0..<4 { try checkOptimum(Samples.law(&random), Samples.size(1e18, 1e25, &random)) }
  }

  // MARK: 04.13

  func test13_servingMovesTheOptimum() throws {
    // Nothing served: the model that is cheapest to train, N = D = 100 for 1 + 10/√N + 10/√D = 3.
    let even = Scaling.Law(e: 1, a: 10, alpha: 0.5, b: 10, beta: 0.5)
    try checkServing(even, 3, 0)
    // The more is served, the smaller the model.
    for served: Double in [100, 1e4, 1e6] { try checkServing(even, 3, served) }
    try checkServing(Scaling.Law(e: 1, a: 4, alpha: 1, b: 8, beta: 0.5), 2, 50)
    // The quality of 13 billion parameters with the tokens that suit them, and two trillion tokens served.
    for law in [printed, unrounded, refitted] {
      let plan = Oracle.optimum(law, 6 * 13e9 * 20 * 13e9)
      for served: Double in [0, 2e12, 1e14] { try checkServing(law, Oracle.loss(law, plan), served) }
    }

    for loss: Double in [1.69, 1.5, 0, -1, .nan, .infinity] {
      try check(Scaling.servingOptimum, printed, loss, 1e12, throws: InputError.unreachableLoss)
    }
    for served: Double in [-1, .nan, .infinity] {
      try check(Scaling.servingOptimum, printed, 2, served, throws: InputError.negative)
    }
    for law in spoiled(printed) {
      try check(Scaling.servingOptimum, law, 2, 1e12, throws: InputError.notPositive)
    }

    var random = RandomStream(seed: seed, stream: 13)
    for _ in 0..<4 {
      let law = Samples.law(&random)
      let loss = Samples.threeDigits(law.e + Samples.number(0.2, 1, &random))
      try checkServing(law, loss, Samples.size(1e9, 1e14, &random))
    }
  }

  // MARK: 04.14

  func test14_repeatedTextIsWorthLess() throws {
    // Nothing repeated.
    try checkWorth(100, 100, 15, near: 100)
    try checkWorth(40, 100, 15, near: 40)
    try checkWorth(80, 100, 3, near: 80)
    // Read twice: 100 and 100 · 2 · (1 − e^−½). Read three times: R = 2.
    try checkWorth(200, 100, 2, near: 100 + 200 * (1 - exp(-0.5)))
    try checkWorth(300, 100, 2, near: 100 + 200 * (1 - exp(-1)))
    try checkWorth(150, 100, 1, near: 100 + 100 * (1 - exp(-0.5)))
    try checkWorth(8, 4, 4, near: 4 + 16 * (1 - exp(-0.25)))
    // The paper's R*: four readings are nearly as good as new text, forty are worth sixteen at most.
    try checkWorth(4e9, 1e9, 15.387_756, near: 1e9 + 15.387_756e9 * (1 - exp(-3 / 15.387_756)))
    try checkWorth(4e10, 1e9, 15.387_756, near: 1e9 + 15.387_756e9 * (1 - exp(-39 / 15.387_756)))
    try checkWorth(1e15, 1e9, 15.387_756, near: 16.387_756e9)

    for number in notPositive {
      try check(Scaling.effectiveTokens, number, 10, 15, throws: InputError.notPositive)
      try check(Scaling.effectiveTokens, 100, number, 15, throws: InputError.notPositive)
      try check(Scaling.effectiveTokens, 100, 10, number, throws: InputError.notPositive)
    }

    var random = RandomStream(seed: seed, stream: 14)
    for _ in 0..<5 {
      let (unique, epochs, decay) = (
        Samples.size(1e6, 1e9, &random), Samples.number(1.1, 30, &random), Samples.number(2, 20, &random)
      )
      // (1 − e^−x) = tanh(x/2) · (1 + e^−x).
      let x = (epochs - 1) / decay
      let worth = unique * (1 + decay * tanh(x / 2) * (1 + exp(-x)))
      try checkWorth(unique * epochs, unique, decay, near: worth)
    }
  }

  // MARK: 04.15

  func test15_allTokensMustBeRight() throws {
    for (accuracy, length, chance): (Double, Int, Double) in [
      (0.5, 1, 0.5), (0.5, 2, 0.25), (0.9, 2, 0.81), (0.9, 3, 0.729), (0.99, 100, 0.366_032_341),
      (1, 50, 1), (0, 3, 0), (0, 1, 0), (0.8, 5, 0.32768),
    ] {
      try check(Scaling.exactMatch, accuracy, length, near: chance, within: tolerance)
    }
    // So small that only its digits tell it from 0.
    try check(Scaling.exactMatch, 0.01, 10, near: 1e-20, within: 1e-25)

    for accuracy: Double in [-0.1, 1.1, 95, .nan, .infinity] {
      try check(Scaling.exactMatch, accuracy, 3, throws: InputError.outOfRange)
    }
    for length in [0, -2] { try check(Scaling.exactMatch, 0.5, length, throws: InputError.tooFewPoints) }

    var random = RandomStream(seed: seed, stream: 15)
    for _ in 0..<5 {
      let (accuracy, length) = (Samples.number(0.7, 0.99, &random), 2 + Samples.index(below: 9, &random))
      let chance = (0..<length).reduce(1.0) { chance, _ in chance * accuracy }
      try check(Scaling.exactMatch, accuracy, length, near: chance, within: tolerance)
    }
  }

  // MARK: 04.16

  func test16_theRootIsTaken() throws {
    for (chance, length, accuracy): (Double, Int, Double) in [
      (0.5, 1, 0.5), (0.25, 2, 0.5), (0.81, 2, 0.9), (0.729, 3, 0.9), (0.366_032_341, 100, 0.99),
      (1, 50, 1), (0, 3, 0), (0.5, 10, 0.933_032_992), (1e-20, 10, 0.01),
    ] {
      try check(Scaling.tokenAccuracy, chance, length, near: accuracy, within: tolerance)
    }

    for chance: Double in [-0.1, 1.1, 95, .nan, .infinity] {
      try check(Scaling.tokenAccuracy, chance, 3, throws: InputError.outOfRange)
    }
    for length in [0, -2] { try check(Scaling.tokenAccuracy, 0.5, length, throws: InputError.tooFewPoints) }

    var random = RandomStream(seed: seed, stream: 16)
    for _ in 0..<5 {
      let (chance, length) = (Samples.number(0.05, 0.95, &random), 2 + Samples.index(below: 20, &random))
      try check(
        Scaling.tokenAccuracy, chance, length, near: exp(log(chance) / Double(length)), within: tolerance)
    }
  }
}
