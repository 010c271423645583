import LabContracts
import LabTesting

/// One step of GPTQ.
extension Misconceptions {
  private typealias Step = Quantization.GPTQStep

  /// 07.14
  static let gptqStep: [Misconception] = [
    share("error-not-divided-by-the-diagonal", "Divide the error by U[column, column] before it is spread.") {
      error, column, j, u in
      j > column ? error * u[column, j] : 0
    },
    share(
      "error-divided-by-the-squared-diagonal",
      "You divide by U[column, column]². Once is right for the factor U; the square is the diagonal of H⁻¹."
    ) { error, column, j, u in
      j > column ? error * u[column, j] / (u[column, column] * u[column, column]) : 0
    },
    share(
      "error-multiplied-by-the-diagonal", "You multiply by U[column, column]: the error is divided by it."
    ) {
      error, column, j, u in
      j > column ? error * u[column, j] * u[column, column] : 0
    },
    share(
      "error-divided-by-the-later-diagonal",
      "You divide by U[j, j]. The diagonal is that of the rounded column."
    ) {
      error, column, j, u in
      j > column ? error * u[column, j] / u[j, j] : 0
    },
    share("error-added", "You add the error's share. The later weights must go the other way: subtract it.") {
      error, column, j, u in
      j > column ? -error * u[column, j] / u[column, column] : 0
    },
    share(
      "earlier-columns-moved-too",
      "You move the earlier columns as well. They are rounded already: only what is free can make up for an error."
    ) { error, column, j, u in
      error * (j < column ? u[j, column] : u[column, j]) / u[column, column]
    },
    share(
      "what-stands-below-the-diagonal-used",
      "You spread along the whole row of the factor. Below the diagonal it holds nothing: begin behind the column."
    ) { error, column, j, u in error * u[column, j] / u[column, column] },
    share(
      "factor-transposed",
      "You read the factor's column, U[j, column]. The shares stand in its row, U[column, j]."
    ) {
      error, column, j, u in
      j > column ? error * u[j, column] / u[column, column] : 0
    },
    share(
      "inverse-instead-of-its-factor",
      "You spread along a row of H⁻¹ itself, which still counts the rounded columns in. The factor's row leaves them out."
    ) { error, column, j, u in
      func inverse(_ a: Int, _ b: Int) -> Double { (0...column).reduce(0) { $0 + u[$1, a] * u[$1, b] } }
      return j > column ? error * inverse(column, j) / inverse(column, column) : 0
    },
    share(
      "nothing-spread", "You round and leave the others as they are: that is rounding to nearest, not GPTQ."
    ) {
      _, _, _, _ in 0
    },
    share("next-column-alone", "Only the next column makes up for the error; all later ones do.") {
      error, column, j, u in
      j == column + 1 ? error * u[column, j] / u[column, column] : 0
    },
    share("last-column-left-out", "Your loop ends before the last column; it is free as well.") {
      error, column, j, u in
      j > column && j < u.shape[1] - 1 ? error * u[column, j] / u[column, column] : 0
    },
    share(
      "error-spread-evenly",
      "Every later column gets the error undiminished. U[column, j] says how much each gets."
    ) {
      error, column, j, _ in
      j > column ? error : 0
    },
    step("column-not-rounded", "The column keeps its old numbers. q = code · scale takes their place.") {
      step, given in
      for row in given.scales.indices { step.weights[row, given.column] = given.weights[row, given.column] }
    },
    step(
      "rounded-column-moved-too",
      "Your spread begins at the rounded column and moves q by its own error. Begin behind it, at column + 1."
    ) { step, given in
      for row in given.scales.indices { step.weights[row, given.column] -= Float(given.error(row)) }
    },
    step(
      "codes-left-in-the-column", "You leave the code in the column. What takes its place is code · scale."
    ) {
      step, given in
      for row in given.scales.indices { step.weights[row, given.column] = Float(step.codes[row]) }
    },
    share(
      "multiplied-by-zero-below-the-diagonal",
      "You multiply what stands below the diagonal by 0. It may be anything, and 0 · NaN is NaN: leave it alone."
    ) { error, column, j, u in
      error * u[column, j] / u[column, column] * (j > column ? 1 : 0)
    },
    step(
      "error-counted-in-codes", "w − code is no error: it is w − q, with q = code · scale."
    ) { step, given in
      step = given.step { row, weight in weight - Double(step.codes[row]) }
    },
    step(
      "error-in-steps", "Your error counts steps: (w − q) / scale. It is w − q, in the weights' own units."
    ) { step, given in
      step = given.step { row, weight in
        let scale = Double(given.scales[row])
        return scale == 0 ? 0 : (weight - Double(step.codes[row]) * scale) / scale
      }
    },
    step(
      "clamping-not-counted",
      "Your error is that of rounding alone. Where a weight lies beyond the last code, what is cut off is an error too."
    ) { step, given in
      step = given.step { row, weight in
        let scale = Double(given.scales[row])
        return scale == 0 ? weight : weight - Oracle.rounded(weight / scale) * scale
      }
    },
    step("error-of-the-first-row", "You spread the first row's error in every row. Rows do not meet.") {
      step, given in
      let first = given.error(0)
      step = given.step { _, _ in first }
    },
    step(
      "errors-of-all-rows", "You add up the errors of all rows. Rows do not meet: each makes up for its own."
    ) {
      step, given in
      let sum = given.scales.indices.reduce(0) { $0 + given.error($1) }
      step = given.step { _, _ in sum }
    },
    step("scale-of-the-first-row", "You use the first row's scale in every row; each row has its own.") {
      step, given in
      let scales = given.scales.map { _ in given.scales[0] }
      step = Oracle.gptqStep(given.weights, given.column, given.factor, scales, given.bits)
    },
    step(
      "zero-scale-skipped", "With a scale of 0 the weight becomes 0, and all of it is an error to be spread."
    ) {
      step, given in
      step = given.step { row, _ in given.scales[row] == 0 ? 0 : given.error(row) }
    },
    step(
      "later-columns-rounded-too", "You round all columns. The later ones are still free; their turn comes."
    ) {
      step, given in
      for row in given.scales.indices {
        for j in given.column + 1..<given.weights.shape[1] {
          let scale = Double(given.scales[row])
          let code = Oracle.quantize([Double(step.weights[row, j])], scale, given.bits)[0]
          step.weights[row, j] = Float(Double(code) * scale)
        }
      }
    },
    step("column-cut-off", "You cut the fraction off. Round to the nearest code, as in 07.2.") {
      step, given in
      let lowest = -Double(Oracle.largestCode(given.bits))
      step = given.rounded { max(lowest, ($0 / $1).rounded(.towardZero)) }
    },
    step("lowest-code-used-in-a-step", "Your codes go down to −2^(bits − 1). They are those of 07.2.") {
      step, given in
      let lowest = -Double(Oracle.largestCode(given.bits) + 1)
      step = given.rounded { max(lowest, Oracle.rounded($0 / $1)) }
    },
    step("always-eight-bits-in-a-step", "You round to 8 bits whatever `bits` says.") { step, given in
      step = Oracle.gptqStep(given.weights, given.column, given.factor, given.scales, 8)
    },
    Misconception(
      "diagonal-not-checked", lives: "07.14",
      sentence: "Nothing can be divided by a diagonal that is not above 0: throw `notPositiveDefinite`."
    ) { $0.gptqStep(sparing: .notPositiveDefinite) { Oracle.gptqStep($0, $1, $2, $3, $4) } },
    Misconception(
      "whole-diagonal-checked", lives: "07.14",
      sentence:
        "You refuse a factor for another column's diagonal. This step divides by U[column, column] alone."
    ) {
      $0.gptqStep { weights, column, factor, scales, bits in
        let diagonal = (0..<factor.shape[0]).map { factor[$0, $0] }
        try Refusal(sparing: nil)(.notPositiveDefinite, unless: diagonal.allSatisfy { $0 > 0 && $0.isFinite })
        return Oracle.gptqStep(weights, column, factor, scales, bits)
      }
    },
    Misconception(
      "nan-looked-for-in-all-columns", lives: "07.14",
      sentence:
        "You look for NaN in all columns. Only this one gets codes: the others are not this step's business."
    ) {
      $0.gptqStep { weights, column, factor, scales, bits in
        try Refusal(sparing: nil).notFinite(weights.values)
        return Oracle.gptqStep(weights, column, factor, scales, bits)
      }
    },
    Misconception(
      "step-with-nan", lives: "07.14", sentence: "A weight that is NaN has no code: throw `notFinite`."
    ) { $0.gptqStep(sparing: .notFinite) { Oracle.gptqStep($0, $1, $2, $3, $4) } },
    Misconception(
      "step-with-any-scale", lives: "07.14",
      sentence: "Scales are not below 0: throw `invalidScale`, as 07.2 does."
    ) { $0.gptqStep(sparing: .invalidScale) { Oracle.gptqStep($0, $1, $2, $3, $4) } },
    Misconception(
      "step-in-any-bits", lives: "07.14",
      sentence: "Codes have 2 to 8 bits: throw `invalidBits`, as 07.2 does."
    ) { $0.gptqStep(sparing: .invalidBits) { Oracle.gptqStep($0, $1, $2, $3, max(2, $4)) } },
  ]

  /// The codes are right; what is taken from column j for an error follows a rule.
  private static func share(
    _ id: String, _ sentence: String,
    _ share:
      @escaping @Sendable (_ error: Double, _ column: Int, _ j: Int, _ factor: DoubleMatrix) -> Double
  ) -> Misconception {
    step(id, sentence) { step, given in
      let factor = DoubleMatrix(matrix: given.factor)
      step = Oracle.gptqStep(given.weights, given.column, given.scales, given.bits) {
        share($0, given.column, $1, factor)
      }
    }
  }

  /// A right step, and what is changed in it.
  private static func step(
    _ id: String, _ sentence: String, _ change: @escaping @Sendable (inout Step, GivenStep) -> Void
  ) -> Misconception {
    Misconception(id, lives: "07.14", sentence: sentence) {
      $0.gptqStep { weights, column, factor, scales, bits in
        let given = GivenStep(weights: weights, column: column, factor: factor, scales: scales, bits: bits)
        var step = Oracle.gptqStep(weights, column, factor, scales, bits)
        if !scales.isEmpty { change(&step, given) }
        return step
      }
    }
  }
}

/// A matrix whose entries are read as `Double`.
private struct DoubleMatrix {
  let matrix: PlainTensor
  var shape: [Int] { matrix.shape }
  subscript(_ row: Int, _ column: Int) -> Double { Double(matrix[row, column]) }
}

/// What a step is asked to do.
private struct GivenStep {
  let weights: PlainTensor
  let column: Int
  let factor: PlainTensor
  let scales: [Float]
  let bits: Int

  /// w − q in a row.
  func error(_ row: Int) -> Double {
    let (weight, scale) = (Double(weights[row, column]), Double(scales[row]))
    return weight - Double(Oracle.quantize([weight], scale, bits)[0]) * scale
  }

  /// The step with errors by another rule, spread as they should be.
  func step(_ error: (_ row: Int, _ weight: Double) -> Double) -> Quantization.GPTQStep {
    var step = Oracle.gptqStep(weights, column, factor, scales, bits)
    for row in scales.indices {
      let error = error(row, Double(weights[row, column])) / Double(factor[column, column])
      for j in column + 1..<weights.shape[1] {
        step.weights[row, j] = Float(Double(weights[row, j]) - error * Double(factor[column, j]))
      }
    }
    return step
  }

  /// The step with codes by another rule.
  func rounded(_ code: (_ weight: Double, _ scale: Double) -> Double) -> Quantization.GPTQStep {
    let top = Oracle.largestCode(bits)
    let codes = scales.indices.map { row -> Int in
      let scale = Double(scales[row])
      return scale == 0
        ? 0 : Oracle.clamped(code(Double(weights[row, column]), scale), from: -top - 1, to: top)
    }
    var step = step { row, weight in weight - Double(codes[row]) * Double(scales[row]) }
    for row in scales.indices { step.weights[row, column] = Float(codes[row]) * scales[row] }
    step.codes = codes
    return step
  }
}
