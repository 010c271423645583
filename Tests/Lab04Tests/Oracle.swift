import Foundation
import LabContracts

typealias InputError = Scaling.InputError

/// Fits and forecasts, each from its definition: what answers are held against.
///
/// Written apart from the engine. Refusals are the checkpoints' business; where one is left out to see what follows,
/// nothing here may end the program.
enum Oracle {
  /// The coefficients of the least-squares polynomial, constant first, by the normal equations.
  ///
  /// NaN where the points do not decide them.
  static func polynomial(_ x: [Double], _ y: [Double], degree: Int) -> [Double] {
    let powers = { (x: Double) in (0...degree).map { pow(x, Double($0)) } }
    var rows = (0...degree).map { row in
      let sums = (0...degree).map { column in x.reduce(0) { $0 + powers($1)[row] * powers($1)[column] } }
      return sums + [zip(x, y).reduce(0) { $0 + powers($1.0)[row] * $1.1 }]
    }
    for pivot in 0...degree {
      for row in 0...degree where row != pivot {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        rows[row] = zip(rows[row], rows[pivot]).map { $0 - factor * $1 }
      }
    }
    return (0...degree).map { rows[$0][degree + 1] / rows[$0][$0] }
  }

  /// Logarithms, around the first, where the sums lose no digits.
  static func logs(_ x: [Double]) -> [Double] { x.map { log($0) - log(x[0]) } }

  /// A line on logarithmic axes.
  static func logLine(_ x: [Double], _ y: [Double]) -> Scaling.Line {
    let line = polynomial(logs(x), y.map { log($0) }, degree: 1)
    return Scaling.Line(slope: line[1], intercept: line[0] - line[1] * log(x[0]))
  }

  static func powerLaw(_ x: [Double], _ y: [Double], _ floor: Double) -> Scaling.PowerLaw {
    let line = logLine(x, y.map { $0 - floor })
    return Scaling.PowerLaw(coefficient: exp(line.intercept), exponent: line.slope, floor: floor)
  }

  static func value(_ law: Scaling.PowerLaw, _ x: Double) -> Double {
    law.floor + law.coefficient * exp(law.exponent * log(x))
  }

  /// What the law of all points, and those of the resamples that have a line, give at a target.
  static func answers(_ question: Question) -> (value: Double, resampled: [Double]) {
    let (x, y) = (question.x, question.y)
    let lined = question.samples.filter { sample in
      sample.allSatisfy(x.indices.contains) && sample.contains { x[$0] != x[sample[0]] }
    }
    let laws = lined.map { sample in
      powerLaw(sample.map { x[$0] }, sample.map { y[$0] }, question.floor)
    }
    return (
      value(powerLaw(x, y, question.floor), question.target),
      laws.map { value($0, question.target) }.sorted()
    )
  }

  static func forecast(_ question: Question) -> Scaling.Forecast {
    let answers = answers(question)
    let cut = Int((1 - question.level) / 2 * Double(answers.resampled.count - 1))
    return Scaling.Forecast(
      value: answers.value, low: answers.resampled[cut],
      high: answers.resampled[answers.resampled.count - 1 - cut])
  }

  /// The lowest point of the parabola in ln N.
  static func valley(_ sizes: [Double], _ losses: [Double]) -> Scaling.Valley {
    let c = polynomial(logs(sizes), losses, degree: 2)
    let bottom = -c[1] / (2 * c[2])
    return Scaling.Valley(parameters: sizes[0] * exp(bottom), loss: c[0] + bottom * (c[1] + bottom * c[2]))
  }

  /// What 04.5 is asked.
  struct Question {
    var x: [Double]
    var y: [Double]
    var floor: Double
    var target: Double
    var samples: [[Int]]
    var level: Double
  }
}
