import LabEngine
import XCTest

/// Budgets spent as published laws advise, against published numbers and against trying every size.
final class PlanningTests: XCTestCase {
  func testRoundingMovesTheOptimum() throws {
    let exact = try ScalingLaw.hoffmann.optimum(flops: 2.21e19)
    XCTAssertEqual(exact.parameters, 389e6, accuracy: 1e6)
    XCTAssertEqual(exact.tokens, 9.47e9, accuracy: 0.02e9)
    let rounded = try ScalingLaw.hoffmannRounded.optimum(flops: 2.21e19)
    XCTAssertEqual(rounded.parameters, 326e6, accuracy: 1e6)
    XCTAssertEqual(rounded.tokens, 11.3e9, accuracy: 0.05e9)
    let ratios = try [ScalingLaw.hoffmannRounded, .hoffmann, .besiroglu].map {
      try $0.optimum(flops: 5.76e23).tokensPerParameter
    }
    for (ratio, expected) in zip(ratios, [92.6, 58.9, 18.4]) {
      XCTAssertEqual(ratio, expected, accuracy: 0.1)
    }
  }

  func testTheOptimumIsTheLowestOfAllSplits() throws {
    for law in [ScalingLaw.hoffmann, .besiroglu, .muennighoff] {
      for flops in [1e15, 1e19, 1e24] {
        let best = try law.optimum(flops: flops)
        XCTAssertEqual(best.trainingFLOPs / flops, 1, accuracy: 1e-12)
        for factor in [0.5, 0.9, 0.99, 1.01, 1.1, 2] {
          let other = law.loss(parameters: best.parameters * factor, tokens: best.tokens / factor)
          XCTAssertGreaterThan(other, best.loss, "\(law) \(flops) \(factor)")
        }
        XCTAssertEqual(try law.optimum(parameters: best.parameters).tokens / best.tokens, 1, accuracy: 1e-9)
        XCTAssertEqual(try law.optimum(tokens: best.tokens).parameters / best.parameters, 1, accuracy: 1e-9)
      }
    }
  }

  func testAFixedRatio() throws {
    let plan = try ScalingLaw.hoffmann.allocation(flops: 1e22, tokensPerParameter: 20)
    XCTAssertEqual(plan.parameters, 9.13e9, accuracy: 0.01e9)
    XCTAssertEqual(plan.tokens, 1.83e11, accuracy: 0.01e11)
    let popular = (parameters: 0.2 * (1e22 / 6).squareRoot(), tokens: 5 * (1e22 / 6).squareRoot())
    XCTAssertEqual(popular.tokens / popular.parameters, 25, accuracy: 1e-9)
    XCTAssertEqual(
      try ScalingLaw.hoffmann.allocation(flops: 1e22, tokensPerParameter: 25).parameters / popular.parameters,
      1, accuracy: 1e-12)
  }

  /// Sardana et al. 2023: for the quality of a compute-optimal 13B and two trillion tokens served.
  func testServingMovesTheOptimum() throws {
    func saving(_ law: ScalingLaw, smaller: Double?) throws -> (flops: Double, share: Double) {
      let baseline = try law.optimum(parameters: 13e9)
      let plain = try law.serving(parameters: 13e9, reaching: baseline.loss, servedTokens: 2e12)
      let other =
        try smaller.map { try law.serving(parameters: $0, reaching: baseline.loss, servedTokens: 2e12) }
        ?? law.cheapest(reaching: baseline.loss, servedTokens: 2e12)
      XCTAssertEqual(other.training.loss, baseline.loss, accuracy: 1e-9)
      let saved = plain.totalFLOPs - other.totalFLOPs
      return (saved, saved / plain.totalFLOPs)
    }
    let seven = try saving(.hoffmann, smaller: 7e9)
    XCTAssertEqual(seven.flops, 1.63e22, accuracy: 0.01e22)
    XCTAssertEqual(seven.share, 0.163, accuracy: 5e-4)
    XCTAssertEqual(try saving(.hoffmannRounded, smaller: 7e9).share, 0.091, accuracy: 5e-4)
    let cheapest = try saving(.hoffmann, smaller: nil)
    XCTAssertGreaterThan(cheapest.flops, seven.flops)

    // Every other size costs more, and with nothing served it is the compute-optimal model.
    let law = ScalingLaw.besiroglu
    let loss = try law.optimum(flops: 1e22).loss
    let plan = try law.cheapest(reaching: loss, servedTokens: 1e12)
    for factor in [0.7, 0.97, 1.03, 1.5] {
      let other = try law.serving(
        parameters: factor * plan.training.parameters, reaching: loss, servedTokens: 1e12)
      XCTAssertGreaterThan(other.totalFLOPs, plan.totalFLOPs)
    }
    let unserved = try law.cheapest(reaching: loss, servedTokens: 0)
    XCTAssertEqual(unserved.totalFLOPs / 1e22, 1, accuracy: 1e-6)
    var sizes: [Double] = []
    for served in [0, 1e10, 1e12, 1e14] {
      sizes.append(try law.cheapest(reaching: loss, servedTokens: served).training.parameters)
    }
    XCTAssertEqual(sizes, sizes.sorted(by: >), "more serving, smaller models")
  }

  func testRepeatedTokensAreWorthLess() throws {
    let law = RepeatedDataLaw.muennighoff
    XCTAssertEqual(try law.effectiveTokens(5e9, unique: 1e10), 5e9, "nothing is repeated")
    XCTAssertEqual(try law.effectiveTokens(1e10, unique: 1e10), 1e10)
    let four = try law.effectiveTokens(4e10, unique: 1e10)
    XCTAssertEqual(four, 1e10 * (1 + 15.387_756 * (1 - exp(-3 / 15.387_756))), accuracy: 1)
    XCTAssertEqual(four / 4e10, 0.93, accuracy: 0.01, "four readings are nearly as good as fresh text")
    XCTAssertEqual(try law.effectiveTokens(1e15, unique: 1e10) / 1e10, 16.387_756, accuracy: 1e-6)
    // The paper's appendix A: 0.051 parameters for a unique token.
    XCTAssertEqual(
      try law.effectiveParameters(1e15, unique: 1e10) / (6.309_743 * 0.051e10), 1, accuracy: 0.01)

    let fresh = try law.fresh.optimum(flops: 1e21)
    let unconstrained = try law.optimum(flops: 1e21, unique: 1e15)
    XCTAssertEqual(unconstrained.parameters / fresh.parameters, 1, accuracy: 1e-3)
    let scarce = try law.optimum(flops: 1e21, unique: 1e9)
    XCTAssertGreaterThan(scarce.loss, fresh.loss)
    for factor in [0.8, 1.25] {
      XCTAssertGreaterThan(
        try law.loss(
          parameters: scarce.parameters * factor, tokens: scarce.tokens / factor, unique: 1e9), scarce.loss)
    }
  }

  func testCountsOfAModel() {
    let model = TransformerConfiguration(vocabulary: 65, context: 64, dModel: 128, nLayers: 4, nHeads: 4)
    let all = FLOPCount()
    XCTAssertEqual(model.trainingFLOPs(tokens: 1000), 6 * 804_096 * 1000)
    XCTAssertEqual(model.servingFLOPs(tokens: 1000), 2 * 804_096 * 1000)
    XCTAssertEqual(model.parameters(counting: all), 804_096)
    let kaplan = FLOPCount(countsEmbeddings: false)
    // The tables of 65 tokens and 64 positions; the head is tied.
    XCTAssertEqual(model.parameters(counting: kaplan), 804_096 - 129 * 128)
    let attention = FLOPCount(countsAttention: true)
    XCTAssertEqual(
      model.trainingFLOPs(tokens: 10, counting: attention) - model.trainingFLOPs(tokens: 10),
      12 * 4 * 128 * 64 * 10)
    XCTAssertEqual(
      model.servingFLOPs(tokens: 1, counting: attention, context: 16) - model.servingFLOPs(tokens: 1),
      4 * 4 * 128 * 16)
    let broken = TransformerConfiguration(vocabulary: 65, context: 64, dModel: 7, nLayers: 4, nHeads: 4)
    XCTAssertEqual(broken.trainingFLOPs(tokens: 10, counting: attention), 0)
  }

  func testExactMatchIsAPower() throws {
    XCTAssertEqual(
      try ExactMatch.probability(tokenAccuracy: 0.9, length: 10), 0.348_678_440_1, accuracy: 1e-9)
    XCTAssertEqual(try ExactMatch.tokenAccuracy(loss: log(4)), 0.25, accuracy: 1e-12)
    XCTAssertThrowsError(try ExactMatch.probability(tokenAccuracy: 1.2, length: 3))
    XCTAssertThrowsError(try ExactMatch.probability(tokenAccuracy: 0.5, length: 0))
    XCTAssertThrowsError(try ExactMatch.tokenAccuracy(loss: -1))
  }

  func testWhatNoLawCanAnswerIsAnError() {
    let law = ScalingLaw.hoffmann
    XCTAssertThrowsError(try law.optimum(flops: 0)) {
      XCTAssertEqual("\($0)", "the budget must be a positive finite number, not 0.0")
    }
    XCTAssertThrowsError(try law.allocation(flops: 1e20, tokensPerParameter: -1))
    XCTAssertThrowsError(try law.optimum(parameters: .infinity))
    XCTAssertThrowsError(try law.tokens(reaching: 1.9, parameters: 1e6)) {
      XCTAssertTrue("\($0)".hasPrefix("a loss of 1.9 is out of reach"), "\($0)")
    }
    XCTAssertThrowsError(try law.cheapest(reaching: 1.5, servedTokens: 1))
    XCTAssertThrowsError(try law.cheapest(reaching: 2.5, servedTokens: -1))
    XCTAssertThrowsError(try ScalingLaw(e: 1, a: 0, alpha: 1, b: 1, beta: 1))
    XCTAssertThrowsError(try RepeatedDataLaw.muennighoff.effectiveTokens(1, unique: 0))
  }
}
