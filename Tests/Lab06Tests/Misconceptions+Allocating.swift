import LabContracts
import LabTesting

/// 06.9, a budget for several problems.
extension Misconceptions {
  /// 06.9
  static let allocateSamples: [Misconception] = [
    allocation(
      "all-alike",
      "You give each problem the same. Two samples more help one problem more than another: compare the gains."
    ) { accuracies, budget, _ in accuracies.map { _ in budget / accuracies.count } },
    allocation(
      "one-sample-at-a-time",
      "You give one sample at a time. From an odd vote to the even one above it nothing is gained: give two."
    ) { accuracies, budget, minimum in
      greedy(accuracies, budget, minimum, step: 1, endsWithoutGain: false) { p, n in gain(p, n, 1) }
    },
    allocation(
      "hopeless-problems-fed",
      "Below one half more votes make things worse. You give them more all the same: begin no step that gains nothing."
    ) { accuracies, budget, minimum in
      greedy(accuracies, budget, minimum, endsWithoutGain: false) { p, n in
        n > 2 * budget / accuracies.count ? -9 : abs(gain(p, n, 2))
      }
    },
    allocation(
      "hardest-first", "You feed the problem with the lowest accuracy. More votes help where they gain most."
    ) {
      accuracies, budget, minimum in
      greedy(accuracies, budget, minimum, endsWithoutGain: false) { p, _ in 1 - p }
    },
    allocation("easiest-first", "You feed the problem with the highest accuracy, which hardly needs it.") {
      accuracies, budget, minimum in
      greedy(accuracies, budget, minimum, endsWithoutGain: false) { p, _ in p }
    },
    allocation(
      "least-certain-first",
      "You feed the problem nearest to one half. There the votes cancel, and gain little."
    ) { accuracies, budget, minimum in
      greedy(accuracies, budget, minimum, endsWithoutGain: false) { p, _ in p * (1 - p) }
    },
    allocation(
      "shared-by-uncertainty", "You share the budget by p(1 − p). What counts is what two more samples gain."
    ) { accuracies, budget, minimum in
      greedy(accuracies, budget, minimum, endsWithoutGain: false) { p, n in p * (1 - p) / Double(n) }
    },
    allocation(
      "weakest-vote-first", "You feed the problem whose vote is weakest. Feed the one that gains most."
    ) {
      accuracies, budget, minimum in
      greedy(accuracies, budget, minimum) { p, n in p <= 0.5 ? 0 : 1 - Oracle.voteAccuracy(p, n) + 1e-12 }
    },
    allocation(
      "gains-not-computed-anew",
      "With every step a problem gains less. You give all to the one that gained most at first: compute its gain anew."
    ) { accuracies, budget, minimum in
      greedy(accuracies, budget, minimum) { p, _ in gain(p, minimum, 2) }
    },
    allocation(
      "two-halves-of-one", "Two voters are worth no more than one: your first step must lead to three."
    ) { accuracies, budget, minimum in
      greedy(accuracies, budget, minimum).map { $0 > minimum ? $0 - 1 : $0 }
    },
    allocation(
      "one-step-for-each", "You give every problem one step at most. Go on as long as the budget lasts."
    ) {
      accuracies, budget, minimum in
      greedy(accuracies, budget, minimum) { p, n in n > minimum ? 0 : gain(p, n, 2) }
    },
    allocation(
      "minimum-alone", "You give each problem the minimum and leave the rest. Spend it where it gains."
    ) {
      accuracies, _, minimum in accuracies.map { _ in minimum }
    },
    allocation(
      "minimum-not-counted", "You spend the whole budget on top of the minimum. The minimum comes out of it."
    ) {
      accuracies, budget, minimum in
      greedy(accuracies, budget + minimum * accuracies.count, minimum)
    },
    allocation(
      "minimum-forgotten", "Each problem gets the minimum, also where it does not help. You begin at 1."
    ) {
      accuracies, budget, _ in greedy(accuracies, budget, 1)
    },
    allocation(
      "nothing-for-the-hopeless", "Each problem gets the minimum, also one that is more often wrong."
    ) {
      accuracies, budget, minimum in
      let voters = greedy(accuracies, budget, minimum)
      return zip(accuracies, voters).map { $0 <= 0.5 ? 0 : $1 }
    },
    allocation(
      "minimum-not-returned",
      "You return what comes on top of the minimum. Return all samples of each problem."
    ) {
      accuracies, budget, minimum in greedy(accuracies, budget, minimum).map { $0 - minimum }
    },
    allocation("last-step-overspends", "Your last step takes two samples where one is left.") {
      accuracies, budget, minimum in
      greedy(accuracies, budget + 1, minimum)
    },
    allocation("last-step-missing", "You end one step too soon: two samples are left, and would help.") {
      accuracies, budget, minimum in
      greedy(accuracies, max(budget - 2, minimum * accuracies.count), minimum)
    },
    allocation(
      "chance-beyond-its-range", "An accuracy lies between 0 and 1: throw `outOfRange`.", .outOfRange
    ) {
      accuracies, budget, minimum in accuracies.map { _ in max(1, minimum) }
    },
    allocation(
      "even-minimum-accepted", "An even minimum wastes a sample of each problem: throw `evenVote`.", .evenVote
    ) {
      greedy($0, $1, $2)
    },
    allocation(
      "budget-below-the-minimum",
      "A budget that does not give each problem its minimum is a mistake: throw `budgetTooSmall`.",
      .budgetTooSmall
    ) { greedy($0, $1, $2) },
    Misconception(
      "nothing-to-share-refused", lives: "06.9",
      sentence: "Without problems there is nothing to return: `[]`, and no error."
    ) {
      $0.bind(Reasoning.allocateSamples) { accuracies, budget, minimum in
        if minimum < 1 || !accuracies.allSatisfy((0...1).contains) { throw InputError.outOfRange }
        if minimum.isMultiple(of: 2) { throw InputError.evenVote }
        if budget < minimum * max(1, accuracies.count) || accuracies.isEmpty {
          throw InputError.budgetTooSmall
        }
        return greedy(accuracies, budget, minimum)
      }
    },
  ]

  private static func allocation(
    _ id: String, _ sentence: String, _ spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ accuracies: [Double], _ budget: Int, _ minimum: Int) -> [Int]
  ) -> Misconception {
    Misconception(id, lives: "06.9", sentence: sentence) {
      $0.allocateSamples(sparing: spared) { accuracies, budget, minimum in
        accuracies.isEmpty ? [] : answer(accuracies, budget, minimum)
      }
    }
  }

  private static func gain(_ p: Double, _ voters: Int, _ more: Int) -> Double {
    Oracle.voteAccuracy(p, voters + more) - Oracle.voteAccuracy(p, voters)
  }

  /// Gives so many samples at a time to the problem for which most speaks.
  private static func greedy(
    _ accuracies: [Double], _ budget: Int, _ minimum: Int, step: Int = 2, endsWithoutGain: Bool = true,
    _ worth: (_ p: Double, _ voters: Int) -> Double = { gain($0, $1, 2) }
  ) -> [Int] {
    var voters = accuracies.map { _ in minimum }
    var left = budget - minimum * accuracies.count
    while left >= step {
      let worths = zip(accuracies, voters).map(worth)
      guard let most = worths.max(), let best = worths.firstIndex(of: most), most > 1e-12 || !endsWithoutGain
      else { break }
      voters[best] += step
      left -= step
    }
    return voters
  }
}
