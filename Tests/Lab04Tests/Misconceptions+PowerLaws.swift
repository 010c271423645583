import Foundation
import LabContracts
import LabTesting

/// Power laws above a floor.
extension Misconceptions {
  /// 04.4
  static let fitPowerLaw: [Misconception] = [
    law(
      "no-irreducible-term",
      "You fit y itself. A loss falls towards a floor, and only y − floor is a straight line."
    ) {
      law($0, $1, 0, floor: $2)
    },
    law("floor-added", "You add the floor. What falls to nothing is y − floor.") { x, y, floor in
      law(x, y, -floor, floor: floor)
    },
    law("divided-by-the-floor", "You divide by the floor. It is a term of its own: subtract it.") {
      x, y, floor in
      floor == 0 ? law(x, y, 0) : changed(Oracle.powerLaw(x, y.map { $0 / floor }, 0), floor)
    },
    law(
      "floor-taken-from-the-logarithm",
      "You take the floor from ln y. Take it from y, and then the logarithm."
    ) { x, y, floor in
      var law = Oracle.powerLaw(x, y, 0)
      law.coefficient *= exp(-floor)
      return changed(law, floor)
    },
    law("floor-not-handed-on", "Your law has lost its floor: without it, it says too little everywhere.") {
      changed(Oracle.powerLaw($0, $1, $2), 0)
    },
    law("coefficient-left-as-a-logarithm", "You return the intercept, ln of the coefficient. Raise e to it.")
    {
      var law = Oracle.powerLaw($0, $1, $2)
      law.coefficient = log(law.coefficient)
      return law
    },
    law("coefficient-of-base-ten", "You raise 10 to a natural logarithm. `log` goes with `exp`.") {
      var law = Oracle.powerLaw($0, $1, $2)
      law.coefficient = pow(10, log(law.coefficient))
      return law
    },
    law(
      "exponent-turned-round",
      "Your exponent is that of coefficient / x^exponent. Here it stands as it is: below 0 for what falls."
    ) {
      var law = Oracle.powerLaw($0, $1, $2)
      law.exponent = -law.exponent
      return law
    },
    law(
      "floor-in-the-coefficient",
      "You add the floor to the coefficient. It stands beside x^exponent, not before it."
    ) {
      var law = Oracle.powerLaw($0, $1, $2)
      law.coefficient += law.floor
      return law
    },
    law(
      "points-under-the-floor-accepted",
      "A y at the floor or below contradicts the law: throw `notPositive`.", sparing: .notPositive
    ) {
      x, y, floor in
      let above = x.indices.filter { x[$0] > 0 && y[$0] > floor }
      return Oracle.powerLaw(
        above.map { x[$0] } + [1, 2], above.map { y[$0] } + [1 + floor, 1 + floor], floor)
    },
    Misconception(
      "points-under-the-floor-left-out", lives: "04.4",
      sentence:
        "You leave out what is not above the floor. It says that the floor is wrong: throw `notPositive`."
    ) {
      $0.bind(Scaling.fitPowerLaw) { x, y, floor in
        let refuse = Refusal(sparing: nil)
        try refuse(.unequalLengths, unless: x.count == y.count)
        try refuse.positive(x + y)
        let above = x.indices.filter { y[$0] > floor }
        try refuse.points(above.map { x[$0] }, above.map { y[$0] - floor })
        return Oracle.powerLaw(above.map { x[$0] }, above.map { y[$0] }, floor)
      }
    },
  ]

  private static func law(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ x: [Double], _ y: [Double], _ floor: Double) -> Scaling.PowerLaw
  ) -> Misconception {
    Misconception(id, lives: "04.4", sentence: sentence) { $0.fitPowerLaw(sparing: spared, answer) }
  }

  /// A law of y − `taken` that claims another floor.
  private static func law(
    _ x: [Double], _ y: [Double], _ taken: Double, floor: Double = 0
  ) -> Scaling.PowerLaw {
    changed(Oracle.powerLaw(x, y, taken), floor)
  }

  private static func changed(_ law: Scaling.PowerLaw, _ floor: Double) -> Scaling.PowerLaw {
    Scaling.PowerLaw(coefficient: law.coefficient, exponent: law.exponent, floor: floor)
  }
}
