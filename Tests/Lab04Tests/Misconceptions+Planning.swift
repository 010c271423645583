import Foundation
import LabContracts
import LabTesting

/// Plans for a budget, for a quality, and for text that runs out.
extension Misconceptions {
  /// 04.12
  static let computeOptimum: [Misconception] = [
    optimum(
      "exponents-of-the-budget-swapped",
      "You let N grow with C^(α/(α+β)). It grows with C^(β/(α+β)): the term that falls slowly gets more."
    ) {
      law, flops in balance(law) * pow(flops / 6, law.alpha / (law.alpha + law.beta))
    },
    optimum(
      "twenty-tokens-a-parameter",
      "You take 20 tokens a parameter for a law of nature. This law has a ratio of its own, and it moves with the budget."
    ) {
      _, flops in (flops / 120).squareRoot()
    },
    optimum(
      "ratio-twenty-five",
      "N = 0.2 · √(C/6) and D = 5 · √(C/6) are often quoted: their ratio is 25, and no law was asked. Use this law's α and β."
    ) {
      _, flops in 0.2 * (flops / 6).squareRoot()
    },
    optimum(
      "half-and-half", "You share the budget so that N = D. That is right only where both terms are alike."
    ) { _, flops in
      (flops / 6).squareRoot()
    },
    optimum(
      "square-root-of-the-budget", "You let N grow with √C. The exponent is β/(α+β), and ½ only where α = β."
    ) { law, flops in
      balance(law) * (flops / 6).squareRoot()
    },
    optimum(
      "balance-left-out", "You leave G out: it holds A and B, and decides how many tokens a parameter gets."
    ) { law, flops in
      pow(flops / 6, law.beta / (law.alpha + law.beta))
    },
    optimum("balance-upside-down", "Your G is (βB / αA)^…: a larger A asks for a larger model.") {
      law, flops in
      pow(flops / 6, law.beta / (law.alpha + law.beta)) / balance(law)
    },
    optimum(
      "terms-made-equal",
      "You make A/N^α equal to B/D^β. At the optimum their slopes balance: αA/N^α = βB/D^β."
    ) { law, flops in
      pow(law.a / law.b, 1 / (law.alpha + law.beta)) * pow(flops / 6, law.beta / (law.alpha + law.beta))
    },
    optimum("balance-without-its-root", "G is the (α+β)-th root of αA / βB. You leave the root out.") {
      law, flops in
      law.alpha * law.a / (law.beta * law.b) * pow(flops / 6, law.beta / (law.alpha + law.beta))
    },
    optimum("constants-rounded", "You round α and β to two digits. That alone moves the optimum by a fifth.")
    { law, flops in
      let (alpha, beta) = ((100 * law.alpha).rounded() / 100, (100 * law.beta).rounded() / 100)
      let rounded = Scaling.Law(e: law.e, a: law.a, alpha: alpha, b: law.b, beta: beta)
      return balance(rounded) * pow(flops / 6, beta / (alpha + beta))
    },
    plan("budget-without-the-six", "You spend C = ND. Training takes 6ND.") { law, flops in
      let plan = Oracle.optimum(law, 6 * flops)
      return (plan.parameters, plan.tokens)
    },
    plan("budget-of-forward-passes", "You spend C = 2ND. Training takes 6ND.") { law, flops in
      let plan = Oracle.optimum(law, 3 * flops)
      return (plan.parameters, plan.tokens)
    },
    plan("tokens-without-the-six", "You buy D = C / N tokens. Each costs 6N.") { law, flops in
      let plan = Oracle.optimum(law, flops)
      return (plan.parameters, flops / plan.parameters)
    },
    plan("twenty-tokens-bought", "You take D = 20N. D is what the budget affords: C / 6N.") { law, flops in
      let plan = Oracle.optimum(law, flops)
      return (plan.parameters, 20 * plan.parameters)
    },
    plan("parameters-and-tokens-swapped", "You have put N and D in each other's place.") { law, flops in
      let plan = Oracle.optimum(law, flops)
      return (plan.tokens, plan.parameters)
    },
    plan("ratio-for-tokens", "You return D / N. Asked for is D.") { law, flops in
      let plan = Oracle.optimum(law, flops)
      return (plan.parameters, plan.tokens / plan.parameters)
    },
    Misconception(
      "impossible-budgets", lives: "04.12",
      sentence: "A budget or a constant of 0 or below, NaN or ∞ has no optimum: throw `notPositive`."
    ) { $0.computeOptimum(sparing: .notPositive) { Oracle.optimum($0, $1) } },
    Misconception(
      "nan-in-the-budget", lives: "04.12",
      sentence:
        "`if x <= 0` lets NaN and ∞ through: no comparison with NaN holds. Ask for `x > 0` and `isFinite`."
    ) {
      $0.bind(Scaling.computeOptimum) { law, flops in
        if (Oracle.numbers(law) + [flops]).contains(where: { $0 <= 0 }) { throw InputError.notPositive }
        return Oracle.optimum(law, flops)
      }
    },
  ]

  private static func optimum(
    _ id: String, _ sentence: String,
    _ parameters: @escaping @Sendable (Scaling.Law, _ flops: Double) -> Double
  ) -> Misconception {
    plan(id, sentence) { law, flops in
      let parameters = parameters(law, flops)
      return (parameters, flops / (6 * parameters))
    }
  }

  private static func plan(
    _ id: String, _ sentence: String,
    _ answer: @escaping @Sendable (Scaling.Law, _ flops: Double) -> (Double, Double)
  ) -> Misconception {
    Misconception(id, lives: "04.12", sentence: sentence) {
      $0.computeOptimum { law, flops in
        let (parameters, tokens) = answer(law, flops)
        return Scaling.Allocation(parameters: parameters, tokens: tokens)
      }
    }
  }

  private static func balance(_ law: Scaling.Law) -> Double {
    pow(law.alpha * law.a / (law.beta * law.b), 1 / (law.alpha + law.beta))
  }
}
