import Foundation
import LabContracts
import LabTesting

/// What a law says far out, and how sure it is.
extension Misconceptions {
  /// 04.5
  static let bootstrapForecast: [Misconception] = [
    value(
      "floor-lost-in-the-forecast", "Your forecast is what lies above the floor. The floor belongs to it."
    ) { question, own in
      own - question.floor
    },
    value(
      "median-of-the-resamples",
      "Your value is the median of the resamples. It is what the law of all points says."
    ) { question, _ in
      let answers = Oracle.answers(question).resampled
      return answers[answers.count / 2]
    },
    value(
      "mean-of-the-resamples",
      "Your value is the mean of the resamples. It is what the law of all points says."
    ) { question, _ in
      let answers = Oracle.answers(question).resampled
      return answers.reduce(0, +) / Double(answers.count)
    },
    Misconception(
      "resamples-without-the-floor", lives: "04.5",
      sentence: "Your resamples are fitted without the floor. Each is fitted as all points are."
    ) {
      $0.bootstrapForecast { question in
        var bare = question
        bare.floor = 0
        let (own, other) = (Oracle.forecast(question), Oracle.forecast(bare))
        return Scaling.Forecast(value: own.value, low: other.low, high: other.high)
      }
    },
    Misconception(
      "no-floor-at-all", lives: "04.5",
      sentence: "You fit y itself. What is a straight line is y − floor; the floor comes back at the end."
    ) {
      $0.bootstrapForecast { question in
        var bare = question
        bare.floor = 0
        return Oracle.forecast(bare)
      }
    },
    interval(
      "a-cut-of-n-and-not-of-n-less-one",
      "You count k from n. Between the first and the last of n answers there are n − 1 steps."
    ) {
      answers, level in ends(answers, Int((1 - level) / 2 * Double(answers.count)))
    },
    interval("cut-rounded", "You round k. Its fraction is dropped: 1.75 is 1.") { answers, level in
      ends(answers, Int(((1 - level) / 2 * Double(answers.count - 1)).rounded()))
    },
    interval("cut-rounded-up", "You round k up. Its fraction is dropped: 1.2 is 1.") { answers, level in
      ends(answers, Int(((1 - level) / 2 * Double(answers.count - 1)).rounded(.up)))
    },
    interval("whole-tail-on-each-side", "You cut 1 − level off at both ends. Each end loses half of it.") {
      answers, level in
      ends(answers, Int((1 - level) * Double(answers.count - 1)))
    },
    interval("smallest-to-largest", "Your interval holds all answers. It holds the middle `level` of them.") {
      answers, _ in
      ends(answers, 0)
    },
    interval("level-taken-for-the-tail", "You cut level / 2 off at both ends. What is cut off is 1 − level.")
    { answers, level in
      ends(answers, Int(level / 2 * Double(answers.count - 1)))
    },
    interval(
      "one-cut-too-many-above",
      "`answers[n - k]` has k − 1 others behind it, or is none: it is `answers[n - 1 - k]`."
    ) {
      answers, level in
      let cut = Int((1 - level) / 2 * Double(answers.count - 1))
      return (answers[cut], answers[min(answers.count - 1, answers.count - cut)])
    },
    interval(
      "percentiles-between-answers",
      "You interpolate between two answers, as NumPy does. Here k is cut to a whole number."
    ) {
      answers, level in
      let at = { (place: Double) -> Double in
        let (low, part) = (Int(place), place - place.rounded(.down))
        return answers[low] + part * (answers[min(low + 1, answers.count - 1)] - answers[low])
      }
      let last = Double(answers.count - 1)
      return (at((1 - level) / 2 * last), at(last - (1 - level) / 2 * last))
    },
    Misconception(
      "two-standard-deviations", lives: "04.5",
      sentence:
        "You go 1.96 standard deviations to both sides. Far out the answers are skewed: count them off instead."
    ) {
      $0.bootstrapForecast { question in
        let (own, answers) = Oracle.answers(question)
        let mean = answers.reduce(0, +) / Double(answers.count)
        let variance = answers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(answers.count)
        return Scaling.Forecast(
          value: own, low: own - 1.96 * variance.squareRoot(), high: own + 1.96 * variance.squareRoot())
      }
    },
    Misconception(
      "interval-mirrored", lives: "04.5",
      sentence:
        "You mirror the interval at the value (2 · value − high). Here the percentiles stand as they are."
    ) {
      $0.bootstrapForecast { question in
        let forecast = Oracle.forecast(question)
        return Scaling.Forecast(
          value: forecast.value, low: 2 * forecast.value - forecast.high,
          high: 2 * forecast.value - forecast.low)
      }
    },
    interval("ends-swapped", "`low` is the smaller end: sort the answers from the smallest up.") {
      answers, level in
      let (low, high) = ends(answers, Int((1 - level) / 2 * Double(answers.count - 1)))
      return (high, low)
    },
    resampled(
      "answers-in-the-order-of-the-resamples", "You cut k off without sorting. Sort the answers first."
    ) { question in
      lined(question).map { law($0, question) }
    },
    resampled(
      "repeated-points-counted-once",
      "A point that was drawn twice counts twice. You fit the set of those drawn."
    ) { question in
      lined(question).map { law(Array(Set($0)), question) }.sorted()
    },
    resampled(
      "resamples-without-a-line-kept",
      "A resample with a single x has no line. Leave it out, instead of answering with its mean."
    ) {
      question in
      let means = question.samples.filter { sample in !sample.isEmpty && !lined(question).contains(sample) }
        .map { sample in sample.reduce(0) { $0 + question.y[$1] } / Double(sample.count) }
      return (lined(question).map { law($0, question) } + means).sorted()
    },
    resampled(
      "resamples-without-a-line-replaced",
      "Where a resample has no line you put the law of all points. Leave it out: it is one answer less."
    ) {
      question in
      let (own, answers) = Oracle.answers(question)
      let lost = question.samples.count - answers.count
      return (answers + [Double](repeating: own, count: lost)).sorted()
    },
    Misconception(
      "single-points-told-by-their-index", lives: "04.5",
      sentence:
        "Two different points may have the same x, and then there is no line either: compare the x, not the indices."
    ) {
      $0.bind(Scaling.bootstrapForecast) { x, y, floor, target, samples, level in
        let refuse = Refusal(sparing: nil)
        try refuse.points(x, y.map { $0 - floor })
        try refuse.positive([target])
        try refuse(.outOfRange, unless: level > 0 && level < 1)
        try refuse(.noSuchPoint, unless: samples.joined().allSatisfy(x.indices.contains))
        let different = samples.filter { Set($0).count > 1 }
        try refuse(.tooFewPoints, unless: !different.isEmpty)
        for sample in different { try refuse.points(sample.map { x[$0] }, sample.map { y[$0] - floor }) }
        return Oracle.forecast(
          Oracle.Question(x: x, y: y, floor: floor, target: target, samples: different, level: level))
      }
    },
    forecast(
      "points-beyond-the-list", "A sample that names a point beyond the list is broken: throw `noSuchPoint`.",
      sparing: .noSuchPoint),
    forecast(
      "levels-beyond-one", "A level lies between 0 and 1. 95 % is 0.95: throw `outOfRange`.",
      sparing: .outOfRange),
    forecast(
      "targets-below-one", "A power law says nothing at 0 or below, nor at infinity: throw `notPositive`.",
      sparing: .notPositive),
  ]

  private static func value(
    _ id: String, _ sentence: String,
    _ answer: @escaping @Sendable (_ question: Oracle.Question, _ own: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "04.5", sentence: sentence) {
      $0.bootstrapForecast { question in
        var forecast = Oracle.forecast(question)
        forecast.value = answer(question, forecast.value)
        return forecast
      }
    }
  }

  private static func interval(
    _ id: String, _ sentence: String,
    _ answer: @escaping @Sendable (_ answers: [Double], _ level: Double) -> (Double, Double)
  ) -> Misconception {
    Misconception(id, lives: "04.5", sentence: sentence) {
      $0.bootstrapForecast { question in
        let (own, answers) = Oracle.answers(question)
        let (low, high) = answer(answers, question.level)
        return Scaling.Forecast(value: own, low: low, high: high)
      }
    }
  }

  /// Other answers, cut as they should be.
  private static func resampled(
    _ id: String, _ sentence: String, _ answers: @escaping @Sendable (Oracle.Question) -> [Double]
  ) -> Misconception {
    Misconception(id, lives: "04.5", sentence: sentence) {
      $0.bootstrapForecast { question in
        let answers = answers(question)
        let (low, high) = ends(answers, Int((1 - question.level) / 2 * Double(answers.count - 1)))
        return Scaling.Forecast(value: Oracle.answers(question).value, low: low, high: high)
      }
    }
  }

  private static func forecast(
    _ id: String, _ sentence: String, sparing spared: InputError
  ) -> Misconception {
    Misconception(id, lives: "04.5", sentence: sentence) {
      $0.bootstrapForecast(sparing: spared) { question in
        var question = question
        question.level = min(0.99, max(0.01, question.level))
        return Oracle.forecast(question)
      }
    }
  }

  private static func ends(_ answers: [Double], _ cut: Int) -> (Double, Double) {
    let cut = max(0, min(cut, answers.count - 1))
    return (answers[cut], answers[answers.count - 1 - cut])
  }

  private static func law(_ sample: [Int], _ question: Oracle.Question) -> Double {
    let law = Oracle.powerLaw(
      sample.map { question.x[$0] }, sample.map { question.y[$0] }, question.floor)
    return Oracle.value(law, question.target)
  }

  private static func lined(_ question: Oracle.Question) -> [[Int]] {
    question.samples.filter { sample in sample.contains { question.x[$0] != question.x[sample[0]] } }
  }
}
