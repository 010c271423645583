import Foundation
import LabContracts
import LabTesting

/// What is measured, and what GPTQ does about it.
extension Misconceptions {
  private typealias Figures = Quantization.ErrorFigures

  /// 07.13
  static let errorFigures: [Misconception] = [
    figures(
      "mean-square-without-root",
      "You return Σ e² / n. Take its root, so that it is in the numbers' own units."
    ) {
      $0.rootMeanSquare = $1.noise / Double($1.count)
    },
    figures(
      "root-divided-by-the-count",
      "√(Σ e²) / n shrinks as the list grows: the mean is inside the root, √(Σ e² / n). (ggml's tests print your figure.)"
    ) { $0.rootMeanSquare = $1.noise.squareRoot() / Double($1.count) },
    figures("root-of-the-sum", "You take the root of Σ e². Divide by n first, or longer lists look worse.") {
      $0.rootMeanSquare = $1.noise.squareRoot()
    },
    figures("one-less-than-n", "You divide by n − 1. That is for an estimated mean; here there is none.") {
      $0.rootMeanSquare = ($1.noise / Double(max(1, $1.count - 1))).squareRoot()
    },
    figures("mean-of-magnitudes", "You average |e|. The root mean square weighs large errors more.") {
      $0.rootMeanSquare = $1.errors.reduce(0) { $0 + abs($1) } / Double($1.count)
    },
    figures(
      "errors-cancel",
      "You square the mean error: errors of opposite signs cancel. Square each, then average."
    ) {
      $0.rootMeanSquare = abs($1.errors.reduce(0, +)) / Double($1.count)
    },
    figures(
      "error-relative-to-the-signal",
      "You divide by the size of the numbers. That is the second figure's business."
    ) {
      $0.rootMeanSquare = $1.signal == 0 ? 0 : ($1.noise / $1.signal).squareRoot()
    },
    decibels("twenty-instead-of-ten", "20 · log₁₀ is for amplitudes. Σ x² and Σ e² are powers: 10 · log₁₀.") {
      20 * log10($0.signal / $0.noise)
    },
    decibels(
      "ratio-of-roots", "You take roots and then 10 · log₁₀, half of the decibels. Use the sums of squares."
    ) {
      5 * log10($0.signal / $0.noise)
    },
    decibels("natural-logarithm", "You use the natural logarithm. Decibels are 10 · log₁₀.") {
      10 * log($0.signal / $0.noise)
    },
    decibels("logarithm-to-base-two", "You use log₂. Decibels are 10 · log₁₀.") {
      10 * log2($0.signal / $0.noise)
    },
    decibels("bels", "Ten decibels are a bel: multiply log₁₀ by 10.") { log10($0.signal / $0.noise) },
    decibels("ratio-without-logarithm", "You return the ratio itself. Decibels are 10 · log₁₀ of it.") {
      $0.signal / $0.noise
    },
    decibels(
      "noise-to-signal",
      "Your ratio is upside down: the signal is above, and a better copy has more decibels."
    ) {
      10 * log10($0.noise / $0.signal)
    },
    decibels(
      "signal-of-the-restored",
      "Your signal is that of the restored numbers. It is that of the original ones."
    ) {
      10 * log10($0.restored.reduce(0) { $0 + $1 * $1 } / $0.noise)
    },
    decibels(
      "peak-to-noise", "You compare the largest number's square with the mean error's. The signal is Σ x²."
    ) {
      let peak = Oracle.magnitude($0.original)
      return 10 * log10(peak * peak * Double($0.count) / $0.noise)
    },
    decibels(
      "perfect-copy-at-zero", "Where nothing has moved the ratio is infinite, and so are the decibels."
    ) {
      $0.noise == 0 ? 0 : 10 * log10($0.signal / $0.noise)
    },
    decibels("perfect-copy-at-a-hundred", "Where nothing has moved the answer is +∞; you put a large number.")
    {
      $0.noise == 0 ? 100 : 10 * log10($0.signal / $0.noise)
    },
    decibels(
      "zeros-divided-by-zero",
      "0 / 0 is not a number. Where nothing has moved the answer is +∞, also for zeros."
    ) {
      10 * log10($0.signal / $0.noise)
    },
    decibels("silence-at-zero", "Where only zeros have moved the ratio is 0, and its logarithm −∞.") {
      $0.noise == 0 ? .infinity : $0.signal == 0 ? 0 : 10 * log10($0.signal / $0.noise)
    },
    decibels(
      "tiny-number-added-to-the-noise",
      "You add a small number to the noise: small numbers look far worse than they are."
    ) {
      10 * log10($0.signal / ($0.noise + 1e-12))
    },
    figures("largest-with-its-sign", "The largest error may be below 0: compare magnitudes.") {
      $0.largest = $1.errors.max() ?? 0
    },
    figures("largest-of-the-numbers", "You return the largest number, not the largest error.") {
      $0.largest = Oracle.magnitude($1.original)
    },
    figures("largest-square", "You return the largest e². The figure is |e|.") {
      $0.largest = Oracle.magnitude($1.errors) * Oracle.magnitude($1.errors)
    },
    figures(
      "largest-relative-to-its-number",
      "You divide each error by its number. `largest` is in the numbers' own units."
    ) {
      $0.largest =
        zip($1.errors, $1.original).map { $1 == 0 ? 0 : abs($0 / $1) }.max() ?? 0
    },
    figures("sums-in-float", "Squares of 1e30 are beyond Float, and those of 1e-30 vanish. Sum up in Double.")
    {
      figures, sums in
      func sum(_ list: [Double]) -> Double { Double(list.reduce(Float(0)) { $0 + Float($1) * Float($1) }) }
      let (noise, signal) = (sum(sums.errors), sum(sums.original))
      figures.rootMeanSquare = (noise / Double(sums.count)).squareRoot()
      figures.signalToNoise = noise == 0 ? .infinity : 10 * log10(signal / noise)
    },
    figures(
      "difference-in-float", "3e38 − (−3e38) is beyond Float: make the numbers `Double` before you subtract."
    ) { figures, _ in
      guard figures.largest > Double(Float.greatestFiniteMagnitude) else { return }
      figures = Figures(rootMeanSquare: .infinity, signalToNoise: -.infinity, largest: .infinity)
    },
    errors(
      "longer-list-cut",
      "You compare as many numbers as the shorter list has. They must be equally many: throw `shapeMismatch`.",
      sparing: .shapeMismatch
    ) { original, restored in
      original.isEmpty || restored.isEmpty
        ? Figures(rootMeanSquare: 0, signalToNoise: .infinity, largest: 0)
        : Sums(original, restored).figures
    },
    errors(
      "no-numbers-no-error", "Of no numbers there is no mean: throw `invalidSize`.", sparing: .invalidSize
    ) {
      original, restored in
      original.isEmpty
        ? Figures(rootMeanSquare: 0, signalToNoise: .infinity, largest: 0)
        : Sums(original, restored).figures
    },
  ]

  /// What the figures are made of.
  private struct Sums {
    let original, restored, errors: [Double]
    var count: Int { errors.count }
    var noise: Double { errors.reduce(0) { $0 + $1 * $1 } }
    var signal: Double { original.reduce(0) { $0 + $1 * $1 } }

    init(_ original: [Double], _ restored: [Double]) {
      (self.original, self.restored) = (original, restored)
      errors = zip(original, restored).map { $1 - $0 }
    }

    var figures: Figures {
      Figures(
        rootMeanSquare: (noise / Double(count)).squareRoot(),
        signalToNoise: noise == 0 ? .infinity : 10 * log10(signal / noise), largest: Oracle.magnitude(errors))
    }
  }

  private static func errors(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Double], [Double]) -> Figures
  ) -> Misconception {
    Misconception(id, lives: "07.13", sentence: sentence) { $0.errorFigures(sparing: spared, answer) }
  }

  /// Right figures, and what is changed in them.
  private static func figures(
    _ id: String, _ sentence: String, _ change: @escaping @Sendable (inout Figures, Sums) -> Void
  ) -> Misconception {
    errors(id, sentence) { original, restored in
      let sums = Sums(original, restored)
      var figures = sums.figures
      change(&figures, sums)
      return figures
    }
  }

  private static func decibels(
    _ id: String, _ sentence: String, _ ratio: @escaping @Sendable (Sums) -> Double
  ) -> Misconception {
    figures(id, sentence) { $0.signalToNoise = ratio($1) }
  }
}
