import Foundation
import LabContracts
import LabEngine
import LabTesting

/// Valleys and the parametric law.
extension Lab04Checkpoints {
  // MARK: 04.6

  func test06_theValleyHasABottom() throws {
    // Equal losses left and right of the middle one.
    try checkValley([1e6, 1e7, 1e8], [3, 2, 3], parameters: 1e7, loss: 2)
    try checkValley([4, 16, 64], [1.5, 1, 1.5], parameters: 16, loss: 1)
    // Between two sizes, and beyond all of them.
    try checkValley([1e6, 1e7, 1e8], [3, 2, 2], parameters: 10 * sqrt(1e13), loss: 1.875)
    try checkValley([1e6, 1e7, 1e8], [4, 2, 1], parameters: 100 * sqrt(1e13), loss: 0.875)
    try checkValley([1e8, 1e6, 1e7], [2, 3, 2], parameters: 10 * sqrt(1e13), loss: 1.875)
    // More sizes than a parabola needs: all of them decide.
    try checkValley([1e6, 1e7, 1e8, 1e9, 1e10], [5, 3, 2.5, 2.4, 3.5])
    try checkValley([1e7, 1e6, 1e8, 1e7, 2e8], [2.2, 3, 2.4, 2.1, 2.6])

    try check(Scaling.isoFLOPMinimum, [1, 2, 3], [3, 2], throws: InputError.unequalLengths)
    for sizes: [Double] in [[], [5], [5, 6], [5, 6, 5, 6]] {
      let losses = Array([3, 2, 2.5, 2.1].prefix(sizes.count))
      try check(Scaling.isoFLOPMinimum, sizes, losses, throws: InputError.tooFewPoints)
    }
    for number in notPositive {
      for place in 0..<3 {
        try check(
          Scaling.isoFLOPMinimum, [1, 2, 3].with(number, at: place), [3, 2, 3],
          throws: InputError.notPositive)
        try check(
          Scaling.isoFLOPMinimum, [1, 2, 3], [3, 2, 3].with(number, at: place),
          throws: InputError.notPositive)
      }
    }
    try check(Scaling.isoFLOPMinimum, [1e6, 1e7, 3e8], [2.3, 2.3, 2.3], throws: InputError.constant)
    try check(Scaling.isoFLOPMinimum, [1e6, 1e7, 1e8], [2, 3, 2], throws: InputError.noValley)
    try check(Scaling.isoFLOPMinimum, [1e6, 1e7, 1e8, 1e9], [4, 3.9, 3, 1], throws: InputError.noValley)

    var random = RandomStream(seed: seed, stream: 6)
    for _ in 0..<4 {
      let (sizes, losses) = Samples.valley(&random)
      try checkValley(sizes, losses)
    }
  }

  // MARK: 04.7

  func test07_outliersPullNoHarder() throws {
    for (residual, delta, loss): (Double, Double, Double) in [
      (0, 1, 0), (0.5, 1, 0.125), (-0.5, 1, 0.125), (1, 1, 0.5),
      // Beyond δ the loss grows as the residual does.
      (2, 1, 1.5), (-3, 1, 2.5), (3, 2, 4), (-10, 0.5, 4.875), (1e6, 1, 999_999.5), (100, 3, 295.5),
      // Where δ is infinite there is no beyond.
      (5, .infinity, 12.5), (-30, .infinity, 450),
    ] {
      try check(Scaling.huberLoss, residual, delta, near: loss, within: relative(loss))
    }
    // The δ of Hoffmann et al.
    try check(Scaling.huberLoss, 0.01, 0.001, near: 9.5e-6, within: 1e-12)
    try check(Scaling.huberLoss, -0.0005, 0.001, near: 1.25e-7, within: 1e-13)

    for delta: Double in [0, -1, .nan, -.infinity] {
      try check(Scaling.huberLoss, 1, delta, throws: InputError.notPositive)
    }
    for residual in notFinite {
      try check(Scaling.huberLoss, residual, 1, throws: InputError.notFinite)
    }

    var random = RandomStream(seed: seed, stream: 7)
    for _ in 0..<8 {
      let (residual, delta) = (Samples.number(-10, 10, &random), Samples.number(0.1, 10, &random))
      let loss = Oracle.huber(residual, delta)
      try check(Scaling.huberLoss, residual, delta, near: loss, within: relative(loss))
    }
  }

  // MARK: 04.8

  func test08_sumsOfHugeAndTinyTerms() throws {
    // Three terms of 1.
    try check(Scaling.predictedLogLoss, [0, 0, 0, 0, 0], 10, 10, near: log(3), within: tolerance)
    // 2 + 3/3 + 4/4, and 1 + 8/8 + 16/√16: each exponent has its own size.
    try checkLogLoss([log(2), log(3), 1, log(4), 1], 3, 4, near: log(4))
    try checkLogLoss([0, log(8), 1, log(16), 0.5], 8, 16, near: log(6))
    try checkLogLoss([1, 2, 0.5, 3, 0.25], 50, 700)
    // Sizes may be counted in millions.
    try checkLogLoss([0, 1, 0.3, 2, 0.4], 0.05, 0.9)
    // Chinchilla's law for its own model: 1.93 nats a token.
    try checkLogLoss([log(1.69), log(406.4), 0.34, log(410.7), 0.28], 70e9, 1.4e12)
    // What no Double holds before the logarithm is taken.
    try checkLogLoss([800, 799, 0, 0, 0], 10, 10, near: 800.313_261_7)
    try checkLogLoss([-800, -800, 0, -800, 0], 10, 10, near: -800 + log(3))
    try checkLogLoss([-2000, -1500, 0, -1000, 0], 10, 10, near: -1000)
    try checkLogLoss([0, 3000, 110, 0, 100], 1e12, 1e13)
    try checkLogLoss([0, 0, -100, 0, 1], 1e12, 1e13)
    try checkLogLoss([-900, 0, 0.3, -1000, -30], 1e12, 1e13)

    for point: [Double] in [[], [1, 2, 3, 4], [1, 2, 3, 4, 5, 6]] {
      try check(Scaling.predictedLogLoss, point, 10, 10, throws: InputError.notALaw)
    }
    for number in notFinite {
      for place in 0..<5 {
        let point = [1, 2, 0.5, 3, 0.25].with(number, at: place)
        try check(Scaling.predictedLogLoss, point, 10, 10, throws: InputError.notFinite)
      }
    }
    for number in notPositive {
      let point = [1, 2, 0.5, 3, 0.25]
      try check(Scaling.predictedLogLoss, point, number, 10, throws: InputError.notPositive)
      try check(Scaling.predictedLogLoss, point, 10, number, throws: InputError.notPositive)
    }

    var random = RandomStream(seed: seed, stream: 8)
    for _ in 0..<4 {
      try checkLogLoss(
        Samples.law(&random).point, Samples.size(1e6, 1e11, &random), Samples.size(1e8, 1e13, &random))
    }
  }

  // MARK: 04.9

  func test09_theObjectiveIsASum() throws {
    let three = Scaling.Run(parameters: 10, tokens: 10, loss: 3)
    let one = Scaling.Run(parameters: 10, tokens: 10, loss: 1)
    let nine = Scaling.Run(parameters: 10, tokens: 10, loss: 9)
    // This law says 3, whatever the size.
    let flat: [Double] = [0, 0, 0, 0, 0]
    // r = ln 3 for a run of loss 1, and −ln 3 for one of loss 9.
    let residual: Double = log(3)
    let (near, far) = (residual * residual / 2, 0.5 * (residual - 0.25))
    try checkObjective(flat, [three], 1, near: 0)
    try checkObjective(flat, [one], 2, near: near)
    try checkObjective(flat, [nine], 2, near: near)
    try checkObjective(flat, [one], 0.5, near: far)
    try checkObjective(flat, [three, one, nine, one], 0.5, near: 3 * far)
    try checkObjective(flat, [one, nine], .infinity, near: 2 * near)
    try checkObjective(flat, [], 1, near: 0)
    // Sizes count, and each run has its own.
    let law = [log(1.69), log(406.4), 0.34, log(410.7), 0.28]
    let runs = [
      Scaling.Run(parameters: 1e8, tokens: 2e9, loss: 3.5),
      Scaling.Run(parameters: 1e9, tokens: 3e10, loss: 2),
      Scaling.Run(parameters: 7e9, tokens: 2e12, loss: 9),
    ]
    try checkObjective(law, runs, 0.3, near: Oracle.objective(law, runs, 0.3))
    try checkObjective(law, runs, 0.001, near: Oracle.objective(law, runs, 0.001))
    // A point far off still has an objective.
    try checkObjective([800, 0, 0, 0, 0], [one], 1, near: 799.5)

    for number in notPositive {
      for run in [
        Scaling.Run(parameters: 10, tokens: 10, loss: number),
        Scaling.Run(parameters: 10, tokens: number, loss: 2),
        Scaling.Run(parameters: number, tokens: 10, loss: 2),
      ] {
        try check(Scaling.fitObjective, flat, [three, run], 1, throws: InputError.notPositive)
      }
    }
    for delta: Double in [0, -1, .nan] {
      try check(Scaling.fitObjective, flat, [one], delta, throws: InputError.notPositive)
    }
    try check(Scaling.fitObjective, [0, 0, 0, 0], [one], 1, throws: InputError.notALaw)
    try check(Scaling.fitObjective, [0, .nan, 0, 0, 0], [one], 1, throws: InputError.notFinite)

    var random = RandomStream(seed: seed, stream: 9)
    for (count, delta) in [(1, 0.5), (3, 0.2), (6, 1), (6, 0.001)] {
      let law = Samples.law(&random)
      let runs = Samples.clearRuns(count, off: law, law.point, delta: max(0.2, delta), &random)
      try checkObjective(law.point, runs, delta, near: Oracle.objective(law.point, runs, delta))
    }
  }

  // MARK: 04.10

  func test10_theSlopesLeadDownhill() throws {
    let e = exp(1.0)
    // L = 1 + 1 + 1. The first run is predicted too high by ln 3, the second too low. ln N = ln D = 0.
    let small = Scaling.Run(parameters: 1, tokens: 1, loss: 1)
    let flat: [Double] = [0, 0, 0, 0, 0]
    let third: Double = log(3) / 3
    try checkGradient(flat, [small], 2, near: [third, third, 0, third, 0])
    try checkGradient(
      flat, [Scaling.Run(parameters: 1, tokens: 1, loss: 9)], 2, near: [-third, -third, 0, -third, 0])
    // Beyond δ the pull is δ.
    try checkGradient(flat, [small], 0.3, near: [0.1, 0.1, 0, 0.1, 0])
    try checkGradient(
      flat, [Scaling.Run(parameters: 1, tokens: 1, loss: 9)], 0.3, near: [-0.1, -0.1, 0, -0.1, 0])
    // ln N = 1 and ln D = 2: more of an exponent makes its term smaller.
    try checkGradient(
      flat, [Scaling.Run(parameters: e, tokens: e * e, loss: 1)], 0.3, near: [0.1, 0.1, -0.1, 0.1, -0.2])
    // E = 2, A/N = 1, B/D = 1: half of the pull belongs to E.
    try checkGradient(
      [log(2), 1, 1, 2, 1], [Scaling.Run(parameters: e, tokens: e * e, loss: 1)], 0.4,
      near: [0.2, 0.1, -0.1, 0.1, -0.2])
    // Two runs pull together, or against each other.
    try checkGradient(flat, [small, small], 0.3, near: [0.2, 0.2, 0, 0.2, 0])
    try checkGradient(flat, [small, Scaling.Run(parameters: 1, tokens: 1, loss: 9)], 0.3, near: flat)
    try checkGradient(flat, [small], .infinity, near: [third, third, 0, third, 0])
    try checkGradient(flat, [], 1, near: flat)
    // Far off, where no term is a Double.
    try checkGradient([800, 800, 0, -800, 0], [small], 1, near: [0.5, 0.5, 0, 0, 0])
    try checkGradient([-800, -800, 0, -2000, 0], [small], 1, near: [-0.5, -0.5, 0, 0, 0])

    for number in notPositive {
      for run in [
        Scaling.Run(parameters: 10, tokens: 10, loss: number),
        Scaling.Run(parameters: 10, tokens: number, loss: 2),
        Scaling.Run(parameters: number, tokens: 10, loss: 2),
      ] {
        try check(Scaling.fitGradient, flat, [small, run], 1, throws: InputError.notPositive)
      }
    }
    for delta: Double in [0, -1, .nan] {
      try check(Scaling.fitGradient, flat, [small], delta, throws: InputError.notPositive)
    }
    try check(Scaling.fitGradient, [0, 0, 0, 0], [small], 1, throws: InputError.notALaw)
    try check(Scaling.fitGradient, [0, .infinity, 0, 0, 0], [small], 1, throws: InputError.notFinite)

    // Against differences of the objective: what really happens when a number of the law is moved.
    var random = RandomStream(seed: seed, stream: 10)
    for (count, delta) in [(1, 0.5), (3, 0.2), (6, 0.4)] {
      let law = Samples.law(&random)
      let runs = Samples.clearRuns(count, off: law, law.point, delta: delta, &random)
      try checkGradient(law.point, runs, delta, near: Oracle.gradient(law.point, runs, delta))
    }
  }

  // MARK: 04.11

  func test11_theBestOfAllStartsIsKept() throws {
    var random = RandomStream(seed: seed, stream: 11)
    // From a dead start no slope leads to a law in which size matters: its terms are too small to be felt. A trap ends
    // in a valley of its own, at times. The two others arrive, from near and from far.
    let dead: [[Double]] = [[1, 0, 5, 0, 5], [0.5, -40, 1, -40, 1]]
    let (near, far): ([Double], [Double]) = ([0.5, 5, 0.4, 6, 0.3], [0, 7, 0.5, 7, 0.5])
    let trap: [Double] = [0, 12, 0.5, 12, 0.5]
    for starts in [[dead[0], far], [near, dead[0]], [dead[1], trap, dead[0], far]] {
      try checkFit(Samples.grid(Samples.law(&random), &random), 0, starts.count == 2 ? 0.001 : 0.01, starts)
    }
    // Two runs that diverged, both of the smallest model, would bend the law: they are left out.
    var runs = Samples.grid(Samples.law(&random), &random)
    for place in 0..<2 { runs[place].loss *= 4 }
    runs = runs.indices.map { runs[$0 * 5 % 12] }
    try checkFit(runs, 2, 0.001, [near, dead[0]])
    // One that stays: Huber's loss keeps it from deciding.
    runs = Samples.grid(Samples.law(&random), &random)
    runs[6].loss *= 2
    try checkFit(runs, 0, 0.001, [near])

    let grid = Array(runs.prefix(7))
    try check(Scaling.fitLaw, grid, -1, 0.001, [far], throws: InputError.negative)
    try check(Scaling.fitLaw, grid, 3, 0.001, [far], throws: InputError.tooFewPoints)
    try check(Scaling.fitLaw, grid, 100, 0.001, [far], throws: InputError.tooFewPoints)
    try check(Scaling.fitLaw, [], 0, 0.001, [far], throws: InputError.tooFewPoints)
    try check(Scaling.fitLaw, grid, 0, 0.001, [], throws: InputError.tooFewPoints)
    try check(Scaling.fitLaw, grid, 0, 0.001, [far, [1, 2, 3]], throws: InputError.notALaw)
    try check(Scaling.fitLaw, grid, 0, 0, [far], throws: InputError.notPositive)
    let faults: [(Double, WritableKeyPath<Scaling.Run, Double>)] = [
      (0, \.loss), (.nan, \.loss), (-1, \.parameters), (0, \.tokens), (.infinity, \.tokens),
    ]
    for (number, path) in faults {
      var spoiled = grid
      spoiled[2][keyPath: path] = number
      try check(Scaling.fitLaw, spoiled, 0, 0.001, [far], throws: InputError.notPositive)
    }
    for path in [\Scaling.Run.loss, \.parameters, \.tokens] {
      var constant = grid
      for index in constant.indices { constant[index][keyPath: path] = 7 }
      try check(Scaling.fitLaw, constant, 0, 0.001, [far], throws: InputError.constant)
    }
  }
}
