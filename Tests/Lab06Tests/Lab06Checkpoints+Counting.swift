import Foundation
import LabContracts
import LabEngine
import LabTesting

/// Chances, budgets and intervals.
extension Lab06Checkpoints {
  // MARK: 06.6

  func test06_oneOfKIsRight() throws {
    // One sample: the share that is right. All samples: certain as soon as one is.
    try checkPass(5, 1, 1, near: 0.2)
    try checkPass(4, 1, 4, near: 1)
    // Of the six pairs among four, only one holds two wrong samples.
    try checkPass(4, 2, 2, near: 5 / 6.0)
    try checkPass(5, 2, 2, near: 0.7)
    try checkPass(10, 3, 5, near: 0.916_666_667)
    // None right, all right; and too few wrong ones to fill k.
    try checkPass(10, 0, 3, near: 0)
    try checkPass(10, 10, 3, near: 1)
    try checkPass(1, 0, 1, near: 0)
    try checkPass(1, 1, 1, near: 1)
    try checkPass(10, 8, 3, near: 1)
    try checkPass(10, 7, 3, near: 119 / 120.0)
    // Where C(n, k) has many more digits than a `Double`.
    try checkPass(200, 1, 100, near: 0.5)
    try checkPass(100, 5, 10, near: 0.416_247_633_1)
    try checkPass(1000, 10, 100, near: 0.653_072_285_2)
    try checkPass(10_000, 1, 1, near: 0.0001)
    try checkPass(10_000, 3, 5000, near: 0.875_037_503_8)
    try checkPass(10_000, 100, 10, near: 0.095_659_058_5)
    try checkPass(10_000, 50, 200, near: 0.636_742_645_9)
    try checkPass(10_000, 5000, 2, near: 0.750_025_002_5)
    try checkPass(10_000, 9999, 1, near: 0.9999)
    try checkPass(10_000, 1, 9999, near: 0.9999)
    try checkPass(10_000, 0, 10_000, near: 0)

    for (correct, k) in [(0, 1), (1, 1), (0, 0)] {
      try check(Reasoning.passAtK, 0, correct, k, throws: InputError.noSamples)
    }
    try check(Reasoning.passAtK, -1, 0, 1, throws: InputError.noSamples)
    try check(Reasoning.passAtK, 5, 6, 2, throws: InputError.tooManyCorrect)
    try check(Reasoning.passAtK, 5, 2, 6, throws: InputError.tooManyDraws)
    try check(Reasoning.passAtK, 5, 5, 6, throws: InputError.tooManyDraws)
    try check(Reasoning.passAtK, 5, -1, 2, throws: InputError.outOfRange)
    for k in [0, -1] { try check(Reasoning.passAtK, 5, 2, k, throws: InputError.outOfRange) }

    var random = RandomStream(seed: seed, stream: 6)
    for _ in 0..<4 {
      let n = 3 + Samples.index(below: 7, &random)
      let (c, k) = (Samples.index(below: n + 1, &random), 1 + Samples.index(below: n, &random))
      try checkPass(n, c, k, near: Oracle.countedPassAtK(n, c, k))
    }
    for _ in 0..<6 {
      let n = 20 + Samples.index(below: 3000, &random)
      let (c, k) = (1 + Samples.index(below: n / 10, &random), 2 + Samples.index(below: 15, &random))
      try checkPass(n, c, k, near: Oracle.drawnPassAtK(n, c, k))
    }
  }

  // MARK: 06.7

  func test07_moreThanHalfAreRight() throws {
    // One voter, and three: two right in three ways, or all.
    try checkVote(0.6, 1, near: 0.6)
    try checkVote(0.6, 3, near: 0.648)
    try checkVote(0.7, 3, near: 0.784)
    try checkVote(0.6, 5, near: 0.682_56)
    try checkVote(0.6, 11, near: 0.753_498_132)
    // Voting makes what is likely likelier, be it right or wrong.
    try checkVote(0.6, 41, near: 0.903_482_783_6)
    try checkVote(0.4, 41, near: 0.096_517_216_4)
    try checkVote(0.5, 41, near: 0.5)
    // A coin decides when half are right: two voters are worth no more than one.
    try checkVote(0.6, 2, near: 0.6)
    try checkVote(0.3, 2, near: 0.3)
    try checkVote(0.6, 4, near: 0.648)
    try checkVote(0.9, 16, near: 0.999_966_375_1)
    // Certain voters.
    for voters in [1, 2, 3, 10, 1000] {
      try checkVote(0, voters, near: 0)
      try checkVote(1, voters, near: 1)
    }
    // More voters than a coefficient or a power can bear.
    try checkVote(0.55, 101, near: 0.843_755_399_6)
    try checkVote(0.51, 1001, near: 0.736_630_908_4)
    try checkVote(0.49, 1001, near: 0.263_369_091_6)
    try checkVote(0.51, 1000, near: 0.736_424_391_6)
    try checkVote(0.505, 9999, near: 0.841_344_746_4)
    try checkVote(0.505, 10_000, near: 0.841_344_746_4)
    try checkVote(0.5, 10_000, near: 0.5)
    try checkVote(0.9, 10_000, near: 1)
    try checkVote(0.1, 9999, near: 0)

    for accuracy in notChances {
      try check(Reasoning.voteAccuracy, accuracy, 3, throws: InputError.outOfRange)
    }
    for voters in [0, -1] { try check(Reasoning.voteAccuracy, 0.6, voters, throws: InputError.noSamples) }

    var random = RandomStream(seed: seed, stream: 7)
    for round in 0..<10 {
      let (accuracy, voters) = (
        Samples.chance(&random), 2 * Samples.index(below: 20, &random) + 1 + round % 2
      )
      try checkVote(accuracy, voters, near: Oracle.voteAccuracy(accuracy, voters))
    }
  }

  // MARK: 06.8

  func test08_decidedVotesStop() throws {
    try checkStop(["29"], 1, "29")
    // Two of three cannot be caught up with.
    try checkStop(["29", "29", "31"], 2, "29")
    try checkStop(["31", "29", "29"], 3, "29")
    try checkStop(["29", "29", "29", "31", "31"], 3, "29")
    // What is left can draw level at best, and the first vote decides ties: so it is decided.
    try checkStop(["29", "31"], 1, "29")
    try checkStop(["29", "29", "31", "31"], 2, "29")
    try checkStop(["29", "31", "29", "7", "7"], 4, "29")
    // The rival was there first: drawing level would be enough for it.
    try checkStop(["31", "29", "29", "31"], 4, "31")
    try checkStop(["31", "29", "29", "29"], 4, "29")
    try checkStop(["31", "29", "29", "7", "29"], 5, "29")
    try checkStop(["31", "29", "29", "29", "7", "7"], 5, "29")
    // An answer that nobody has given so far could win.
    try checkStop(["29", "31", "7", "7", "7"], 5, "7")
    try checkStop(["29", "7", "7", "7", "7"], 4, "7")
    // Samples without an answer are looked at, and do not vote; one that is left may hold any answer.
    try checkStop([nil, "29", nil], 2, "29")
    try checkStop([nil, nil, "29"], 3, "29")
    try checkStop(["29", nil, nil, nil], 3, "29")
    try checkStop(["29", "29", nil, "31", nil], 3, "29")
    try checkStop([nil, nil], 2, nil)
    try checkStop([nil], 1, nil)
    try checkStop([], 0, nil)
    // All alike: half of an even number is enough.
    try checkStop(Array(repeating: "29", count: 16), 8, "29")
    try checkStop(Array(repeating: "29", count: 15), 8, "29")

    var random = RandomStream(seed: seed, stream: 8)
    for round in 0..<8 {
      let answers = Samples.answers(4 + round % 3, of: 2 + round % 2, &random)
      let vote = Oracle.stoppedVote(answers)
      try checkStop(answers, vote.samples, vote.winner)
    }
    for round in 0..<6 {
      let answers = Samples.answers(9 + round, of: 2, &random)
      let vote = Oracle.stoppedLongVote(answers)
      try checkStop(answers, vote.samples, vote.winner)
    }
  }

  // MARK: 06.9

  func test09_theBudgetGoesWhereItHelps() throws {
    // One problem takes all that it can use.
    try checkAllocation([0.6], 5, 1)
    // Two more samples bring 0.072 at 0.9, and 0.048 at 0.6; the next two 0.01944 and 0.03456.
    try checkAllocation([0.6, 0.9], 4, 1)
    try checkAllocation([0.6, 0.9], 6, 1)
    try checkAllocation([0.9, 0.6, 0.75], 9, 1)
    // Where a sample is more often wrong, more of them are worse.
    try checkAllocation([0.4, 0.6], 10, 1)
    try checkAllocation([0.2, 0.3, 0.8], 20, 1)
    try checkAllocation([0.3, 0.45], 12, 1)
    try checkAllocation([0, 0.7, 1, 0.5], 12, 1)
    // A minimum for each, also where it does not help.
    try checkAllocation([0.6, 0.3, 0.99], 15, 3)
    try checkAllocation([0.6, 0.7], 10, 5)
    try checkAllocation([0.6, 0.7], 11, 5)
    // Nothing to spend beyond the minimum, or one sample that changes nothing.
    try checkAllocation([0.6, 0.7, 0.8], 3, 1)
    try checkAllocation([0.8, 0.6], 3, 1)
    try checkAllocation([0.55, 0.6, 0.7, 0.8, 0.95], 40, 1)
    try check(Reasoning.allocateSamples, [], 5, 1, returns: [])
    try check(Reasoning.allocateSamples, [], 0, 3, returns: [])

    for accuracy in notChances {
      try check(Reasoning.allocateSamples, [0.6, accuracy], 9, 1, throws: InputError.outOfRange)
    }
    for minimum in [0, -1, -2] {
      try check(Reasoning.allocateSamples, [0.6, 0.7], 9, minimum, throws: InputError.outOfRange)
    }
    try check(Reasoning.allocateSamples, [0.6, 0.7], 9, 2, throws: InputError.evenVote)
    try check(Reasoning.allocateSamples, [0.6, 0.7], 5, 3, throws: InputError.budgetTooSmall)
    try check(Reasoning.allocateSamples, [0.6, 0.7], 0, 1, throws: InputError.budgetTooSmall)
    try check(Reasoning.allocateSamples, [0.6], -1, 1, throws: InputError.budgetTooSmall)
    try check(Reasoning.allocateSamples, [], -1, 1, throws: InputError.budgetTooSmall)

    var random = RandomStream(seed: seed, stream: 9)
    for round in 0..<5 {
      let accuracies = (0..<(3 + round % 3)).map { _ in Samples.chance(&random) }
      let minimum = round % 2 == 0 ? 1 : 3
      let budget = minimum * accuracies.count + 5 + Samples.index(below: 20, &random)
      try checkAllocation(accuracies, budget, minimum)
    }
  }

  // MARK: 06.10

  func test10_theIntervalHolds() throws {
    // z = 1: the ends of (p̂ − p)² = p(1 − p)/n.
    try checkInterval(1, 1, 1, 0.5, 1)
    try checkInterval(0, 1, 1, 0, 0.5)
    try checkInterval(2, 4, 1, 0.5 - sqrt(0.05), 0.5 + sqrt(0.05))
    // 0 of 10 is not certainly nothing, and 10 of 10 not certainly all.
    try checkInterval(0, 10, 1.96, 0, 0.277_540_169)
    try checkInterval(10, 10, 1.96, 0.722_459_831, 1)
    try checkInterval(5, 10, 1.96)
    try checkInterval(1, 10, 1.96)
    try checkInterval(3, 4, 2)
    try checkInterval(9, 12, 0.5)
    try checkInterval(744, 1000, 1.96)
    try checkInterval(565, 1000, 2.5758)
    try checkInterval(999_999, 1_000_000, 1.96)

    for trials in [0, -1] {
      try check(Reasoning.wilsonInterval, 0, trials, 1.96, throws: InputError.noSamples)
    }
    try check(Reasoning.wilsonInterval, 1, 0, 1.96, throws: InputError.noSamples)
    try check(Reasoning.wilsonInterval, 11, 10, 1.96, throws: InputError.tooManyCorrect)
    try check(Reasoning.wilsonInterval, -1, 10, 1.96, throws: InputError.outOfRange)
    for z: Double in [0, -1.96, .nan, .infinity] {
      try check(Reasoning.wilsonInterval, 3, 10, z, throws: InputError.outOfRange)
    }

    var random = RandomStream(seed: seed, stream: 10)
    for _ in 0..<8 {
      let trials = 2 + Samples.index(below: 60, &random)
      let z = 0.5 + Double(Samples.index(below: 25, &random)) / 10
      try checkInterval(Samples.index(below: trials + 1, &random), trials, z)
    }
  }
}
