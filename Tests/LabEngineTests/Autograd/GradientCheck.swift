@testable import LabEngine

/// One operation, recorded on a tape and written out plainly in float64.
struct GradientCheck {
  let name: String
  let shapes: [[Int]]
  /// Where the inputs are drawn from, uniformly.
  var range: ClosedRange<Double> = -2...2
  let record: ([Variable]) throws -> Variable
  let reference: ([[Double]]) -> [Double]

  /// The largest differences between the tape and the reference.
  struct Errors {
    var value = 0.0
    var gradient = 0.0
  }

  /// Compares the value, and the gradient of a random weighting of the outputs with central differences
  /// of the reference. Errors are relative where the numbers exceed 1, absolute below.
  func errors(seed: UInt64) throws -> Errors {
    var random = RandomStream(seed: seed)
    let inputs = shapes.map { shape in
      (0..<shape.reduce(1, *)).map { _ in
        // The reference sees exactly the numbers the tape sees.
        Double(Float(range.lowerBound + random.uniform() * (range.upperBound - range.lowerBound)))
      }
    }
    let tape = Tape()
    let variables = try zip(inputs, shapes).map { try tape.variable(Tensor($0.map { Float($0) }, shape: $1)) }
    let output = try record(variables)
    let expected = reference(inputs)
    let weights = expected.map { _ in Double(Float(random.normal())) }
    let weighting = try tape.constant(Tensor(weights.map { Float($0) }, shape: output.shape))
    try (output * weighting).sum().backward()

    var errors = Errors()
    for (actual, expected) in zip(try output.value.values, expected) {
      errors.value = max(errors.value, GradientCheck.error(Double(actual), expected))
    }
    for (position, variable) in variables.enumerated() {
      for (index, actual) in try variable.gradient.values.enumerated() {
        let slope = slope(inputs, weights, input: position, element: index)
        errors.gradient = max(errors.gradient, GradientCheck.error(Double(actual), slope))
      }
    }
    return errors
  }

  private func slope(_ inputs: [[Double]], _ weights: [Double], input: Int, element: Int) -> Double {
    let step = 1e-5
    func loss(_ offset: Double) -> Double {
      var moved = inputs
      moved[input][element] += offset
      return zip(reference(moved), weights).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (loss(step) - loss(-step)) / (2 * step)
  }

  private static func error(_ actual: Double, _ expected: Double) -> Double {
    let difference = abs(actual - expected) / max(1, abs(expected))
    return difference.isNaN ? .infinity : difference
  }
}
