import Foundation
import LabContracts
import LabTesting

/// What serving asks for, and what repeated text and whole answers are worth.
extension Misconceptions {
  /// 04.13
  static let servingOptimum: [Misconception] = [
    serving(
      "serving-left-out",
      "You find the model that is cheapest to train. What it costs to serve counts as well, and asks for a smaller one."
    ) {
      law, loss, _ in Oracle.cheapest(law, loss, 0)
    },
    serving(
      "serving-as-dear-as-training",
      "A served token costs a third of one in training: 6ND + 2N · served. You count both alike."
    ) {
      law, loss, served in
      Oracle.cheapest(law, loss, 3 * served)
    },
    serving("serving-without-the-model", "You count 2 operations for each token served. Each costs 2N.") {
      law, loss, _ in
      cheapest(law, loss) { 6 * $0.parameters * $0.tokens }
    },
    serving(
      "serving-alone",
      "You make the serving cheap, and train a tiny model nearly for ever. The training counts as well."
    ) {
      law, loss, _ in Oracle.plan(law, loss, logSize: log(law.a / (loss - law.e)) / law.alpha + 1e-3)
    },
    serving("training-tokens-made-few", "You make D small, and with it N huge. The operations are to be few.")
    { law, loss, _ in
      Oracle.plan(law, loss, logSize: log(law.a / (loss - law.e)) / law.alpha + 10)
    },
    serving(
      "twenty-tokens-for-every-model",
      "You keep 20 tokens a parameter. A model that is served much is trained far longer than that."
    ) {
      law, loss, _ in
      // The loss falls as N grows with D = 20N.
      var (low, high) = (0.0, 100.0)
      for _ in 0..<100 {
        let middle = (low + high) / 2
        let plan = Scaling.Allocation(parameters: exp(middle), tokens: 20 * exp(middle))
        if Oracle.loss(law, plan) > loss { low = middle } else { high = middle }
      }
      return Scaling.Allocation(parameters: exp(low), tokens: 20 * exp(low))
    },
    serving(
      "served-tokens-taken-for-training",
      "You count the served tokens among those of training. The model learns nothing from what it serves."
    ) {
      law, loss, served in
      let plan = Oracle.cheapest(law, loss, served)
      return Scaling.Allocation(parameters: plan.parameters, tokens: max(1, plan.tokens - served))
    },
    serving(
      "coarse-search",
      "Your search tries sizes a factor of two apart. Between two of them lies a model that is a few percent cheaper."
    ) {
      law, loss, served in
      let smallest = log(law.a / (loss - law.e)) / law.alpha
      let plans = (1...80).map { Oracle.plan(law, loss, logSize: smallest + Double($0) * log(2)) }
      return plans.min { Oracle.total($0, served) < Oracle.total($1, served) } ?? plans[0]
    },
    serving(
      "model-of-the-budget", "You split the training operations anew. The loss is given, not the budget."
    ) { law, loss, served in
      let plan = Oracle.cheapest(law, loss, 0)
      return Oracle.optimum(law, Oracle.total(plan, served))
    },
    serving("loss-above-the-floor-forgotten", "You reach `loss` with A/N^α + B/D^β alone. E is a part of it.")
    { law, loss, served in
      Oracle.cheapest(Scaling.Law(e: 0, a: law.a, alpha: law.alpha, b: law.b, beta: law.beta), loss, served)
    },
    serving("allocation-swapped", "You have put N and D in each other's place.") { law, loss, served in
      let plan = Oracle.cheapest(law, loss, served)
      return Scaling.Allocation(parameters: plan.tokens, tokens: plan.parameters)
    },
    serving(
      "losses-below-the-floor", "No model falls to E or below: throw `unreachableLoss`.",
      sparing: .unreachableLoss
    ) {
      law, loss, served in
      Oracle.cheapest(law, loss > law.e && loss.isFinite ? loss : law.e + 0.01, served)
    },
    serving(
      "negative-tokens-served", "A volume below 0, NaN or ∞ is none: throw `negative`.", sparing: .negative
    ) { law, loss, served in
      Oracle.cheapest(law, loss, served > 0 && served.isFinite ? served : 0)
    },
    Misconception(
      "serving-nothing-refused", lives: "04.13",
      sentence: "Serving nothing is fine: it is then the model that is cheapest to train."
    ) {
      $0.bind(Scaling.servingOptimum) { law, loss, served in
        let refuse = Refusal(sparing: nil)
        try refuse.positive(Oracle.numbers(law))
        try refuse(.unreachableLoss, unless: loss > law.e && loss.isFinite)
        try refuse(.negative, unless: served > 0 && served.isFinite)
        return Oracle.cheapest(law, loss, served)
      }
    },
  ]

  private static func serving(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (Scaling.Law, _ loss: Double, _ served: Double) -> Scaling.Allocation
  ) -> Misconception {
    Misconception(id, lives: "04.13", sentence: sentence) { $0.servingOptimum(sparing: spared, answer) }
  }

  /// The plan that reaches a loss for the least of another cost.
  private static func cheapest(
    _ law: Scaling.Law, _ loss: Double, _ cost: (Scaling.Allocation) -> Double
  ) -> Scaling.Allocation {
    let smallest = log(law.a / (loss - law.e)) / law.alpha
    let plans = (1...4000).map { Oracle.plan(law, loss, logSize: smallest + Double($0) / 200) }
    return plans.min { cost($0) < cost($1) } ?? plans[0]
  }

  /// 04.14
  static let effectiveTokens: [Misconception] = [
    worth(
      "repeated-text-as-good-as-new",
      "You count every token in full. A second reading is worth less than the first."
    ) { d, _, _ in d },
    worth(
      "repeated-text-worthless",
      "You count the unique tokens alone. A second reading is nearly as good as the first."
    ) { d, u, _ in
      min(d, u)
    },
    worth(
      "readings-for-repetitions", "R is D / U − 1: text that is read once is not repeated. You take D / U."
    ) { d, u, decay in
      d <= u ? d : u + u * decay * (1 - exp(-d / u / decay))
    },
    worth("first-reading-lost", "You count the repetitions alone. The first reading counts in full: U + ….") {
      d, u, decay in
      d <= u ? d : u * decay * (1 - exp(-(d / u - 1) / decay))
    },
    worth(
      "all-readings-decay",
      "You let the first reading decay with the others: U · R* · (1 − e^(−D/U/R*)). It counts in full."
    ) { d, u, decay in
      d <= u ? d : u * decay * (1 - exp(-d / u / decay))
    },
    worth("decay-not-multiplied", "The repetitions are worth R* · (1 − e^…) readings. You leave R* out.") {
      d, u, decay in
      d <= u ? d : u + u * (1 - exp(-(d / u - 1) / decay))
    },
    worth(
      "decay-the-other-way",
      "You take e^(−R · R*). R* is a number of repetitions, and R is counted in it: R / R*."
    ) { d, u, decay in
      d <= u ? d : u + u * decay * (1 - exp(-(d / u - 1) * decay))
    },
    worth("growing-without-a-bound", "You take e^(+R/R*). What repetitions are worth levels off.") {
      d, u, decay in
      d <= u ? d : u + u * decay * (exp((d / u - 1) / decay) - 1)
    },
    worth(
      "what-is-lost",
      "You add R* · e^(−R/R*), what the repetitions have lost. What they are worth is 1 − that."
    ) { d, u, decay in
      d <= u ? d : u + u * decay * exp(-(d / u - 1) / decay)
    },
    worth(
      "sharp-end",
      "You count repetitions in full up to R*, and nothing after. Their worth falls from the start."
    ) { d, u, decay in
      min(d, u * (1 + decay))
    },
    worth(
      "whole-readings-alone",
      "You count whole readings. Half of the text may be read again: R is no whole number."
    ) { d, u, decay in
      d <= u ? d : u + u * decay * (1 - exp(-((d / u).rounded(.down) - 1) / decay))
    },
    worth(
      "unread-text-counted",
      "Where D is not more than U nothing is repeated: they are worth D. You count text that was never read, or less than was read."
    ) {
      d, u, decay in u + u * decay * (1 - exp(-(d / u - 1) / decay))
    },
    worth("unique-where-less-was-read", "Where less than U was read, it is worth what was read: D.") {
      d, u, decay in
      d <= u ? u : u + u * decay * (1 - exp(-(d / u - 1) / decay))
    },
    worth(
      "tokens-that-are-none",
      "Tokens, unique tokens and R* must be positive and finite: throw `notPositive`.", sparing: .notPositive
    ) {
      d, u, decay in d <= u ? d : u + u * decay * (1 - exp(-(d / u - 1) / decay))
    },
  ]

  private static func worth(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ tokens: Double, _ unique: Double, _ decay: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "04.14", sentence: sentence) { $0.effectiveTokens(sparing: spared, answer) }
  }
}
