import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What the sixteen exercises of lab 04 must do, smallest examples first: here counting, lines and a forecast.
///
/// Inputs with a random part begin at `seed`. Expected numbers come from `Oracle`, or from papers.
final class Lab04Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  // MARK: 04.1

  func test01_operationsAreCounted() throws {
    // Six operations for each parameter and token of training, two for each token served.
    try checkCost(1, 1, 1, training: 6, serving: 2)
    try checkCost(3, 5, 7, training: 90, serving: 42)
    try checkCost(10, 0, 5, training: 0, serving: 100)
    try checkCost(10, 5, 0, training: 300, serving: 0)
    // Chinchilla: 70 billion parameters, 1.4 trillion tokens.
    try checkCost(70e9, 1.4e12, 2e12, training: 5.88e23, serving: 2.8e23)
    // Nothing is rounded to a whole number.
    try checkCost(0.5, 0.5, 0.25, training: 1.5, serving: 0.25)

    for size in notPositive { try check(Scaling.computeCost, size, 1, 1, throws: InputError.notPositive) }
    for count: Double in [-1, -.infinity, .nan, .infinity] {
      try check(Scaling.computeCost, 1, count, 1, throws: InputError.negative)
      try check(Scaling.computeCost, 1, 1, count, throws: InputError.negative)
    }

    var random = RandomStream(seed: seed, stream: 1)
    for _ in 0..<4 {
      let (n, d, s) = (
        Samples.size(1e6, 1e11, &random), Samples.size(1e8, 1e13, &random),
        Samples.size(1e8, 1e13, &random)
      )
      try checkCost(n, d, s, training: n * d * 6, serving: n * s * 2)
    }
  }

  // MARK: 04.2

  func test02_embeddingsCountOrNot() throws {
    // One layer of width 1: four matrices in the attention, 4 up, 4 down.
    try checkCount(1, 1, 1, 1, layers: 12, all: 14)
    try checkCount(1, 2, 10, 3, layers: 48, all: 48 + 26)
    try checkCount(2, 3, 100, 10, layers: 216, all: 216 + 330)
    try checkCount(3, 2, 5, 7, layers: 144, all: 144 + 24)
    // GPT-2, whose embeddings are a third of it; GPT-3, where nobody notices them.
    try checkCount(12, 768, 50_257, 1024, layers: 84_934_656, all: 124_318_464)
    try checkCount(96, 12_288, 50_257, 2048, layers: 173_946_175_488, all: 174_588_899_328)

    for size in [0, -1] {
      for place in 0..<4 {
        var sizes = [1, 2, 3, 4]
        sizes[place] = size
        try check(Scaling.parameterCount, shape(sizes), place % 2 == 0, throws: InputError.notPositive)
      }
    }

    var random = RandomStream(seed: seed, stream: 2)
    for _ in 0..<4 {
      let s = [64, 512, 5000, 300].map { 1 + Samples.index(below: $0, &random) }
      let layers = (0..<s[0]).reduce(0) { sum, _ in sum + 12 * s[1] * s[1] }
      try checkCount(s[0], s[1], s[2], s[3], layers: layers, all: layers + s[2] * s[1] + s[3] * s[1])
    }
  }

  // MARK: 04.3

  func test03_aPowerLawIsAStraightLine() throws {
    // y = x², y = 3/x, y = √x / 2.
    try checkLine([1, 2, 4], [1, 4, 16], slope: 2, intercept: 0)
    try checkLine([1, 10, 100], [3, 0.3, 0.03], slope: -1, intercept: log(3))
    try checkLine([4, 64], [1, 4], slope: 0.5, intercept: -log(2))
    // All y alike; points in no order; one that was measured twice.
    try checkLine([1, 5, 9], [2, 2, 2], slope: 0, intercept: log(2))
    try checkLine([100, 1, 10], [0.03, 3, 0.3], slope: -1, intercept: log(3))
    try checkLine([1, 10, 10], [1, 1, 100], slope: 1, intercept: 0)
    // Off the line: it runs where the squares of what is left are smallest.
    try checkLine([1, 10, 100], [1, 10, 1000], slope: 1.5, intercept: log(10) * -1 / 6)
    try checkLine([1, 10, 100, 1000], [1, 1, 1, 10], slope: 0.3, intercept: log(10) * -0.2)
    try checkLine([2, 3, 7, 20], [9, 8, 3, 2])

    try check(Scaling.logLine, [1, 2, 3], [1, 2], throws: InputError.unequalLengths)
    try check(Scaling.logLine, [1, 2], [1, 2, 3], throws: InputError.unequalLengths)
    for list: [Double] in [[], [2.5]] {
      try check(Scaling.logLine, list, list, throws: InputError.tooFewPoints)
    }
    for number in notPositive {
      for place in 0..<3 {
        try check(
          Scaling.logLine, [1, 2, 3].with(number, at: place), [3, 2, 1], throws: InputError.notPositive)
        try check(
          Scaling.logLine, [1, 2, 3], [3, 2, 1].with(number, at: place), throws: InputError.notPositive)
      }
    }
    // The mean of three equal numbers need not be that number, to the last bit.
    for x in [[2, 2], [0.1, 0.1, 0.1], [7e9, 7e9, 7e9, 7e9, 7e9, 7e9]] {
      try check(Scaling.logLine, x, Array([1, 2, 4, 3, 5, 9].prefix(x.count)), throws: InputError.constant)
    }

    var random = RandomStream(seed: seed, stream: 3)
    for count in [2, 3, 5, 8] {
      let (x, y) = Samples.powerLaw(count, floor: 0, &random)
      try checkLine(x, y)
    }
  }

  // MARK: 04.4

  func test04_theFloorIsTakenAway() throws {
    // Without a floor, and above one: 3/x, 1 + 3/x, 5 + 2x.
    try checkLaw([1, 2, 4], [3, 1.5, 0.75], 0, coefficient: 3, exponent: -1)
    try checkLaw([1, 2, 4], [4, 2.5, 1.75], 1, coefficient: 3, exponent: -1)
    try checkLaw([1, 2, 3], [7, 9, 11], 5, coefficient: 2, exponent: 1)
    try checkLaw([100, 10_000], [3.7, 2.7], 1.7, coefficient: 4, exponent: -log(2) / log(100))
    // Off the law.
    try checkLaw([1, 10, 100, 1000], [5, 3, 2.5, 2.1], 2)
    try checkLaw([1, 10, 100, 1000], [5, 3, 2.5, 2.1], 1.5)

    try check(Scaling.fitPowerLaw, [1, 2, 3], [4, 3, 2], 2, throws: InputError.notPositive)
    try check(Scaling.fitPowerLaw, [1, 2, 3], [4, 3, 2], 2.5, throws: InputError.notPositive)
    try check(Scaling.fitPowerLaw, [0, 2, 3], [4, 3, 2], 1, throws: InputError.notPositive)
    try check(Scaling.fitPowerLaw, [1, 2, 3], [4, .nan, 2], 1, throws: InputError.notPositive)
    try check(Scaling.fitPowerLaw, [1], [4], 1, throws: InputError.tooFewPoints)
    try check(Scaling.fitPowerLaw, [1, 2], [4, 3, 2], 1, throws: InputError.unequalLengths)
    try check(Scaling.fitPowerLaw, [0.1, 0.1, 0.1], [4, 3, 2], 1, throws: InputError.constant)

    var random = RandomStream(seed: seed, stream: 4)
    for floor: Double in [0, 1.69, 0.4, 3] {
      let (x, y) = Samples.powerLaw(5, floor: floor, &random)
      try checkLaw(x, y, floor)
    }
  }

  // MARK: 04.5

  func test05_theForecastHasAnInterval() throws {
    // All points on the law 1 + 8/x: whichever are drawn, it gives 2 at 8.
    try checkForecast([1, 2, 4], [9, 5, 3], 1, at: 8, [[0, 1, 2], [0, 0, 2], [1, 2, 2]], level: 0.9)
    // Off the law. Two answers: one at each end.
    let (x, y): ([Double], [Double]) = ([1, 10, 100, 1000], [5, 3, 2.5, 2.1])
    try checkForecast(x, y, 2, at: 1e4, [[0, 1, 2, 3], [0, 0, 1, 1]], level: 0.9)
    try checkForecast(x, y, 2, at: 1e4, [[0, 2, 2, 2], [3, 3, 1, 3], [1, 1, 1, 2]], level: 0.5)
    // Five answers: at a level of a half, k = 1.
    let five = [[0, 1, 2, 3], [0, 0, 1, 1], [2, 3, 3, 3], [1, 1, 3, 0], [2, 2, 0, 1]]
    try checkForecast(x, y, 2, at: 1e4, five, level: 0.5)
    try checkForecast(x, y, 2, at: 1e4, five, level: 0.9)
    // Eight: (1 − ½) / 2 · 7 = 1.75, and k = 1.
    let eight = five + [[3, 2, 1, 1], [0, 3, 3, 3], [2, 1, 2, 1]]
    try checkForecast(x, y, 2, at: 1e4, eight, level: 0.5)
    try checkForecast(x, y, 2, at: 1e4, eight, level: 0.75)
    // Resamples without a line are left out, also where two points have the same x.
    try checkForecast(x, y, 2, at: 1e4, [[1, 1, 1, 1]] + five + [[2, 2, 2, 2], [0, 0, 0, 0]], level: 0.5)
    try checkForecast(
      [1, 1, 4, 8], [9, 8, 3, 2], 1, at: 2, [[0, 1, 0, 1], [0, 2, 2, 3], [1, 2, 3, 3]], level: 0.9)
    // Resamples may be of any length, and without a floor.
    try checkForecast(x, y, 0, at: 50, [[0, 1], [1, 2, 3], [0, 1, 2, 3, 3, 3]], level: 0.5)

    for target in notPositive {
      try check(Scaling.bootstrapForecast, x, y, 2, target, five, 0.5, throws: InputError.notPositive)
    }
    for level: Double in [0, 1, -0.5, 95, .nan] {
      try check(Scaling.bootstrapForecast, x, y, 2, 10, five, level, throws: InputError.outOfRange)
    }
    for sample in [[0, 4], [-1, 0]] {
      try check(Scaling.bootstrapForecast, x, y, 2, 10, five + [sample], 0.5, throws: InputError.noSuchPoint)
    }
    for samples in [[], [[1, 1], [2, 2, 2]]] {
      try check(Scaling.bootstrapForecast, x, y, 2, 10, samples, 0.5, throws: InputError.tooFewPoints)
    }
    try check(Scaling.bootstrapForecast, x, y, 2.1, 10, five, 0.5, throws: InputError.notPositive)

    var random = RandomStream(seed: seed, stream: 5)
    for (floor, level): (Double, Double) in [(1.7, 0.5), (0, 0.75), (0.5, 0.9), (2, 0.3)] {
      try checkForecast(Samples.question(floor: floor, level: level, &random))
    }
  }
}
