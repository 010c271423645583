import Foundation
import LabContracts
import LabTesting

/// A loss that aims at a margin.
extension Misconceptions {
  /// 05.9
  static let ipoLoss: [Misconception] =
    [
      ipo(
        "aim-of-half-a-beta",
        "`1 / 2 * beta` is β / 2, because Swift goes from left to right. Write `1 / (2 * beta)`."
      ) { square($0.preference - $1 / 2) },
      ipo("aim-of-one-over-beta", "You aim at 1 / β. It is half of that, 1 / (2β).") {
        square($0.preference - 1 / $1)
      },
      ipo("aim-of-two-beta", "You aim at 2β. It is 1 / (2β): a small β lets the policy go far.") {
        square($0.preference - 2 * $1)
      },
      ipo("aim-of-beta", "You aim at β. It is 1 / (2β): a small β lets the policy go far.") {
        square($0.preference - $1)
      },
      ipo("aim-of-one", "You aim at 1, as a hinge does. IPO's aim is 1 / (2β).") { pair, _ in
        square(pair.preference - 1)
      },
      ipo("no-aim", "You square h alone, so that the best policy is the reference. h is to reach 1 / (2β).") {
        pair, _ in square(pair.preference)
      },
      ipo(
        "beta-times-the-difference",
        "You multiply h with β, as in DPO. Here β stands in the aim alone: (h − 1 / (2β))²."
      ) { square($1 * $0.preference - 0.5 / $1) },
      ipo(
        "aim-of-a-half",
        "(β · h − 1/2)² is β² times what is asked for. The same policy is best, but steps would differ."
      ) { square($1 * $0.preference - 0.5) },
      ipo(
        "distance-not-squared",
        "You answer a distance. It is squared: far off counts more than twice as much."
      ) {
        abs($0.preference - 0.5 / $1)
      },
      ipo("signed-distance", "You answer h − 1 / (2β), which is below 0 before the aim. Square it.") {
        $0.preference - 0.5 / $1
      },
      ipo("squares-subtracted", "You subtract squares. It is the distance that is squared.") {
        square($0.preference) - square(0.5 / $1)
      },
      ipo("half-the-square", "You halve the square. It is taken whole.") {
        square($0.preference - 0.5 / $1) / 2
      },
      ipo("square-times-beta", "You multiply the square with β. It stands in the aim alone.") {
        $1 * square($0.preference - 0.5 / $1)
      },
      ipo("root-of-the-square", "You divide by β² or take a root. It is (h − 1 / (2β))², as it stands.") {
        square($0.preference - 0.5 / $1) / ($1 * $1)
      },
      ipo(
        "satisfied-beyond-the-aim",
        "Beyond the aim you answer 0. IPO pulls back from there: the loss grows on both sides."
      ) { square(min(0, $0.preference - 0.5 / $1)) },
      ipo("dpo-for-ipo", "This is DPO's loss. IPO has a square, with an aim.") { Oracle.dpoLoss($0, $1) },
      ipo(
        "ipo-of-a-swapped-pair",
        "Chosen and rejected are exchanged, or 1 / (2β) is added: the loss must fall until h has reached 1 / (2β)."
      ) {
        square(-$0.preference - 0.5 / $1)
      },
      ipo("ipo-without-the-reference", "You leave out the reference. h is that of 05.6, with all four.") {
        square($0.policyChosen - $0.policyRejected - 0.5 / $1)
      },
      ipo("ipo-with-the-reference-added", "You add the reference's difference. It is subtracted.") {
        square($0.policyChosen - $0.policyRejected + $0.referenceChosen - $0.referenceRejected - 0.5 / $1)
      },
      ipo(
        "ipo-of-the-chosen-alone",
        "You look at the chosen answer alone. h is the difference of both log-ratios."
      ) {
        square($0.chosenLogRatio - 0.5 / $1)
      },
      ipo(
        "each-answers-own-aim", "You give each answer an aim of its own. It is their difference that has one."
      ) {
        square($0.chosenLogRatio - 0.5 / $1) + square($0.rejectedLogRatio + 0.5 / $1)
      },
    ]
    + refusals(Preferences.ipoLoss, "05.9", named: "ipo") { Oracle.ipoLoss($0, $1) }

  private static func square(_ x: Double) -> Double { x * x }

  private static func ipo(
    _ id: String, _ sentence: String,
    _ answer: @escaping @Sendable (LogProbabilities, _ beta: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "05.9", sentence: sentence) { $0.pair(Preferences.ipoLoss, answer) }
  }
}
