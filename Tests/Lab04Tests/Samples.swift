import Foundation
import LabContracts
import LabEngine

/// Random inputs for the checkpoints, small enough to be read in a report.
enum Samples {
  /// A number between two others, to three digits.
  static func number(_ low: Double, _ high: Double, _ random: inout RandomStream) -> Double {
    threeDigits(low + (high - low) * random.uniform())
  }

  /// A size whose logarithm lies evenly between those of two others.
  static func size(_ low: Double, _ high: Double, _ random: inout RandomStream) -> Double {
    threeDigits(exp(log(low) + (log(high) - log(low)) * random.uniform()))
  }

  static func threeDigits(_ x: Double) -> Double {
    // Whole powers of ten only: those below 1 would leave digits behind.
    let digits = 2 - floor(log10(abs(x)))
    return digits < 0
      ? (x / pow(10, -digits)).rounded() * pow(10, -digits)
      : (x * pow(10, digits)).rounded() / pow(10, digits)
  }

  /// A whole number below `bound`.
  static func index(below bound: Int, _ random: inout RandomStream) -> Int {
    min(bound - 1, Int(random.uniform() * Double(bound)))
  }

  /// Sizes that grow, and values that follow a power law above a floor but for a few percent.
  static func powerLaw(
    _ count: Int, floor: Double, _ random: inout RandomStream
  ) -> (x: [Double], y: [Double]) {
    let exponent = -0.05 - 0.35 * random.uniform()
    let x = (0..<count).map { threeDigits(pow(10, Double($0) + 3 + random.uniform() / 2)) }
    let y = x.map { floor + threeDigits(30 * pow($0, exponent) * exp(0.05 * random.normal())) }
    return (x, y)
  }

  /// What an interval is asked of: eight resamples with a line, and one without.
  static func question(
    floor: Double, level: Double, _ random: inout RandomStream
  ) -> Oracle.Question {
    let (x, y) = powerLaw(5, floor: floor, &random)
    var samples = (0..<8).map { _ in (0..<5).map { _ in index(below: 5, &random) } }
    // Each has a line, whatever was drawn.
    for sample in samples.indices { samples[sample][0...1] = [sample % 5, (sample + 2) % 5] }
    return Oracle.Question(
      x: x, y: y, floor: floor, target: size(1e9, 1e11, &random), samples: samples + [[3, 3, 3, 3, 3]],
      level: level)
  }

  /// The sizes of one budget in no order, and losses that lie a little off a parabola.
  static func valley(_ random: inout RandomStream) -> (sizes: [Double], losses: [Double]) {
    let (bottom, bend) = (15 + 3 * random.uniform(), 0.05 + 0.1 * random.uniform())
    let sizes = [2, -1, 0, 1, -2, 0.5].map {
      threeDigits(exp(bottom + 0.4 + 1.2 * $0 + 0.2 * random.normal()))
    }
    let losses = sizes.map { size in
      let x = log(size) - bottom
      return threeDigits(2.5 + bend * x * x + 0.01 * x * x * x + 0.01 * random.normal())
    }
    return (sizes, losses)
  }

  /// A law like those of language models.
  static func law(_ random: inout RandomStream) -> Scaling.Law {
    Scaling.Law(
      e: number(1.2, 2, &random), a: number(200, 600, &random), alpha: number(0.3, 0.4, &random),
      b: number(700, 2500, &random), beta: number(0.25, 0.29, &random))
  }

  static func run(_ law: Scaling.Law, _ parameters: Double, _ tokens: Double, off: Double) -> Scaling.Run {
    let loss = Oracle.loss(law, Scaling.Allocation(parameters: parameters, tokens: tokens))
    return Scaling.Run(parameters: parameters, tokens: tokens, loss: threeDigits(loss * exp(off)))
  }

  /// Runs whose residuals at a point keep away from ±δ, where Huber's loss changes its form.
  static func clearRuns(
    _ count: Int, off law: Scaling.Law, _ point: [Double], delta: Double, _ random: inout RandomStream
  ) -> [Scaling.Run] {
    var runs: [Scaling.Run] = []
    while runs.count < count {
      let run = run(
        law, size(1e6, 1e10, &random), size(1e8, 1e12, &random), off: 2 * delta * random.normal())
      if abs(abs(Oracle.residual(point, run)) - delta) > 0.03 { runs.append(run) }
    }
    return runs
  }

  /// Four sizes with three lengths each, every loss off by about one in two hundred.
  static func grid(_ law: Scaling.Law, _ random: inout RandomStream) -> [Scaling.Run] {
    [1e6, 1e7, 1e8, 1e9].flatMap { size in
      [10.0, 80, 640].map { ratio in
        run(law, size, threeDigits(size * ratio * (1 + random.uniform())), off: 0.005 * random.normal())
      }
    }
  }
}
