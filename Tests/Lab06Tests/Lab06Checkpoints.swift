import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What the ten exercises of lab 06 must do, smallest examples first: here from a chain to a vote.
///
/// Inputs with a random part begin at `seed`. What is expected was written by hand, counted out by `Oracle`, or is known
/// because the input was made from it.
final class Lab06Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  // MARK: 06.1

  func test01_theLastAnswerCounts() throws {
    try checkAnswer("answer: 29", "29")
    try checkAnswer("7 * 38 = 266\n266 + 12 = 278\nanswer: 278", "278")
    try checkAnswer("12 + 17 = 29", "29")
    // As it is written, white space aside; words are answers, too.
    try checkAnswer("answer: $29.00", "$29.00")
    try checkAnswer("answer:29 euros.", "29 euros.")
    try checkAnswer("answer: A", "A")
    try checkAnswer("answer: the blue one", "the blue one")
    try checkAnswer("3 are left.\nanswer:\t\u{A0}-29 \n", "-29")
    // Small letters or capitals, and wherever it stands.
    try checkAnswer("Answer: 29", "29")
    try checkAnswer("So the ANSWER: 29", "29")
    try checkAnswer("7 lamps, reanswer: 29, or 31", "29, or 31")
    // It ends with its line, whatever the line ends with.
    try checkAnswer("answer: 29\nI added 2 numbers.", "29")
    try checkAnswer("answer: 29\r\nI added 2 numbers.", "29")
    try checkAnswer("answer: 29\u{2028}I added 2 numbers.", "29")
    // Who says two answers has changed their mind.
    try checkAnswer("answer: 31\nNo, wait.\nanswer: 29", "29")
    try checkAnswer("answer: 31, no, Answer: 29", "29")
    // A chain that broke off has no answer, whatever else it says.
    try checkAnswer("12 + 17 = 29\nanswer:", nil)
    try checkAnswer("answer: 31\nanswer: \t", nil)
    try checkAnswer("12 + 17 = 31\nanswer: \n29", nil)
    try checkAnswer("answer:\r\n29", nil)
    // Letters whose small form is longer, and characters of several scalars, move nothing.
    try checkAnswer("İİİİİİ answer: 29 euros", "29 euros")
    try checkAnswer("👩‍👩‍👧 answer: 29 👩‍👩‍👧\n31", "29 👩‍👩‍👧")

    // Without a marker: the last number.
    try checkAnswer("29", "29")
    try checkAnswer("It is 31 with shipping and 29 without.", "29")
    try checkAnswer("12 + 17 = 29\nDone.", "29")
    try checkAnswer("It costs $29.00.", "29.00")
    try checkAnswer("It costs 1,299 euros.", "1,299")
    try checkAnswer("I say 1,299.50, or so", "1,299.50")
    try checkAnswer("the answer is 29 (or 31?)", "31")
    try checkAnswer("the answers: 29, 31", "31")
    try checkAnswer("8 - 12 = -4", "-4")
    try checkAnswer("8 − 12 = −4", "−4")
    try checkAnswer("between 3 and (-4)", "-4")
    try checkAnswer("10-4", "4")
    try checkAnswer("no 7, order A-4", "4")
    try checkAnswer("10 - 4", "4")
    try checkAnswer("٢٩", "٢٩")
    try checkAnswer("31 or －２９．", "－２９")
    // None at all.
    for chain in ["", "\n", "no idea", "The answer is: none."] { try checkAnswer(chain, nil) }
    // Of any length.
    let long = String(repeating: "1234567890", count: 1000)
    try checkAnswer("31 or answer: \(long)\n31", long)
    try checkAnswer("31 or \(long) euros", long)

    var random = RandomStream(seed: seed, stream: 1)
    for round in 0..<12 {
      let (chain, answer) = Samples.chain(hasMarker: round % 3 > 0, &random)
      try checkAnswer(chain, answer)
    }
  }

  // MARK: 06.2

  func test02_oneNumberOneForm() throws {
    try checkForm("29", of: "29", "$29.00", " 29 \n", "29.", "29 euros", "29 euros.", "+29", "029")
    // Currency and units.
    try checkForm("29", of: "€29", "£ 29", "29€", "29 $", "29kg", "29%", "29 %", "29 Äpfel", "$29 euros")
    // Commas before every three digits, from the right.
    try checkForm("1299", of: "1,299", "$1,299.00", "1299")
    try checkForm("12345678", of: "12,345,678", "12345678 euros")
    try checkForm("999000", of: "999,000")
    // Zeros that say nothing, and some that do.
    try checkForm("1299.5", of: "1,299.50", "01299.500", "+$1299.5")
    try checkForm("100", of: "100", "100.00", "00100")
    try checkForm("0.05", of: "0.05", ".05", "00.050", "$.05")
    try checkForm("10.01", of: "10.010")
    try checkForm("0", of: "0", "0.00", "-0", "−0.0", "$0", "000", ".0", "+0")
    // Signs, before or behind the currency sign.
    try checkForm("-5", of: "-5", "-$5", "$-5", "- 5", "- $ 5.0", "€ -5 euros", "−5", "－5", "$−5.00")
    try checkForm("-0.5", of: "-.5", "-0.50")
    // Digits of any script.
    try checkForm("29", of: "٢٩", "２９", "२९ euros", "$٠٢٩")
    try checkForm("-1299.5", of: "－１,２９９.５０", "−١٢٩٩.٥")
    // White space is not only the one on the keyboard.
    try checkForm("29", of: "\u{A0}29\u{A0}euros", "$\u{2009}29", "\t29\r\n")
    // Nothing is rounded, and nothing is too long.
    try checkForm("29.005", of: "29.005")
    try checkForm("0.1", of: "0.1", "0.10000")
    try checkForm("9007199254740993", of: "9,007,199,254,740,993")
    try checkForm("12345678901234567890.5", of: "12345678901234567890.50")
    let forty = "1234567890123456789012345678901234567891"
    try checkForm(forty, of: "$" + forty + ".0")
    let long = String(repeating: "1234567890", count: 1000)
    try checkForm(long, of: "00" + long + ".000 euros")
    try checkForm("-0." + long.dropLast() + "1", of: "−." + long.dropLast() + "1" + "0")

    // Anything else is text, and keeps its words.
    try checkForm("a", of: "A", "a", " a. ")
    try checkForm("the blue one", of: "The blue one.", "the BLUE one")
    try checkForm("an", of: "An")
    try checkForm("yes", of: "Yes", "YES.", "yes")
    try checkForm("about 29", of: "about 29", "About 29.")
    try checkForm("29 or 31", of: "29 or 31")
    try checkForm("(b)", of: "(B)")
    try checkForm("3/4", of: "3/4")
    for text in ["1,29", "1234,567", "1,2345", "12,34,567", "1,,299", "1 299", "1.2.3", "1e3", "--5", "$$5"] {
      try checkForm(text, of: text)
    }
    for text in ["$", "-", "euros", "%", "-$", ""] { try checkForm(text, of: text) }
    for text in ["29 euros each", "29$ euros", "29 %%", "29m2", "5-", "+-5", "$€5"] {
      try checkForm(text, of: text)
    }

    var random = RandomStream(seed: seed, stream: 2)
    for _ in 0..<16 {
      let (written, form) = Samples.number(&random)
      try checkForm(form, of: written)
    }
  }

  // MARK: 06.3

  func test03_mostVotesWin() throws {
    try checkMajority(["29"], "29")
    try checkMajority(["29", "31", "31"], "31")
    try checkMajority(["31", "29", "31", "7", "29", "31"], "31")
    // More than any other is enough; half is not needed.
    try checkMajority(["7", "29", "31", "29", "8"], "29")
    try checkMajority(["8", "29", "29", "31", "31", "31", "7", "7", "9"], "31")
    // Of those that lead, the one whose first vote stands first: not whoever got there first.
    try checkMajority(["29", "31"], "29")
    try checkMajority(["31", "29"], "31")
    try checkMajority(["31", "29", "29", "31"], "31")
    try checkMajority(["7", "31", "29", "29", "31"], "31")
    try checkMajority(["9", "10", "11", "12"], "9")
    // Those without an answer do not vote, however many they are.
    try checkMajority([nil, nil, nil, "29"], "29")
    try checkMajority([nil, "31", nil, "29", nil, "29", nil], "29")
    try checkMajority([nil, "31", "29", nil], "31")
    try checkMajority([], nil)
    try checkMajority([nil, nil], nil)
    // Equal is what is equal as it stands.
    try checkMajority(["A", "b", "a", "b"], "b")
    try checkMajority(["29.0", "31", "29", "31"], "31")
    let long = String(repeating: "1234567890", count: 1000)
    try checkMajority([long + "1", long + "2", long + "2"], long + "2")

    var random = RandomStream(seed: seed, stream: 3)
    for round in 0..<12 {
      let answers = Samples.answers(4 + round, of: 2 + round % 3, &random)
      try checkMajority(answers, Oracle.majority(answers))
    }
  }

  // MARK: 06.4

  func test04_weightsAreAdded() throws {
    // Weights 1 and 2; 1 + 1 and 1.5; 1 + 1.5 and 2.
    try checkWeighted(["29", "31"], [0, log(2)], "31")
    try checkWeighted(["29", "31", "29"], [0, log(1.5), 0], "29")
    try checkWeighted(["31", "29", "31"], [0, log(2), log(1.5)], "31")
    try checkWeighted(["29", "31", "29"], [-0.1, 0, -0.1], "29")
    // One heavy sample against many light ones.
    try checkWeighted(["31", "29", "29", "29"], [0, -2, -2, -2], "31")
    try checkWeighted(["31", "29", "29", "29"], [0, -1, -1, -1], "29")
    try checkWeighted(["31", "29", "29"], [0, log(0.3), log(0.9)], "29")
    // e, and no other base: e^−1 twice is less than 1, 2^−1 twice is not; e^1.5 is more than four times 1.
    try checkWeighted(["29", "29", "31"], [-1, -1, -0.2], "31")
    try checkWeighted(["29", "29", "29", "29", "31"], [0, 0, 0, 0, 1.5], "31")
    // Far below what a `Double` can hold, and far above.
    try checkWeighted(["31", "29"], [-2000, -1990], "29")
    try checkWeighted(["31", "29", "29"], [-2000, -2000.5, -2000.5], "29")
    try checkWeighted(["31", "29", "29"], [1000, 999.5, 999.5], "29")
    try checkWeighted(["31", "29", "29", "7"], [-2000, -2000.9, -2000.9, -3000], "31")
    // A tie goes to the first vote.
    try checkWeighted(["31", "29"], [-3, -3], "31")
    try checkWeighted(["29", "31"], [-2000, -2000], "29")
    try checkWeighted(["31", "29", "29", "31"], [-7, -7, -7, -7], "31")
    // Without an answer there is no vote, whatever the weight.
    try checkWeighted([nil, "29", "31"], [5, 0, 1], "31")
    try checkWeighted([nil, "29", "31"], [0, -2000, -1990], "31")
    try checkWeighted([nil, nil], [0, 0], nil)
    try checkWeighted([], [], nil)
    // Nor is there with a weight of 0.
    try checkWeighted(["29", "31"], [-.infinity, -1000], "31")
    try checkWeighted(["29", "31", "29"], [-.infinity, -3, -3], "31")
    try checkWeighted(["29", nil], [-.infinity, 0], nil)
    try checkWeighted(["29", "31"], [-.infinity, -.infinity], nil)

    try check(Reasoning.weightedVote, ["29", "31"], [0], throws: InputError.unequalLengths)
    try check(Reasoning.weightedVote, ["29"], [0, 1], throws: InputError.unequalLengths)
    for weight: Double in [.nan, .infinity] {
      try check(Reasoning.weightedVote, ["29", "31"], [weight, 0], throws: InputError.invalidScore)
      try check(Reasoning.weightedVote, ["29", "31"], [0, weight], throws: InputError.invalidScore)
      try check(Reasoning.weightedVote, ["29", nil], [0, weight], throws: InputError.invalidScore)
    }

    var random = RandomStream(seed: seed, stream: 4)
    for round in 0..<12 {
      let answers = Samples.answers(4 + round % 5, of: 3, &random)
      let weights = answers.map { _ in Double(1 + Samples.index(below: 40, &random)) }
      guard Oracle.lead(answers, weights) > 0.01 else { continue }
      let shift = round % 2 == 0 ? 0 : -900 * random.uniform()
      try checkWeighted(answers, weights.map { log($0) + shift }, Oracle.winner(answers, weights))
    }
  }

  // MARK: 06.5

  func test05_theHighestScoreWins() throws {
    try checkBest(["29"], [0.5], 0)
    try checkBest(["29", "31", "7"], [0.1, 0.9, 0.5], 1)
    // The highest score, and not the most votes.
    try checkBest(["29", "29", "31"], [0.6, 0.5, 0.7], 2)
    try checkBest(["29", "29", "31"], [0.1, 0.9, 0.5], 1)
    // The first of equals.
    try checkBest(["29", "31", "7"], [0.5, 0.9, 0.9], 1)
    try checkBest(["29", "31"], [0, 0], 0)
    // Scores may lie below 0, or at the ends of all numbers.
    try checkBest(["29", "31", "7"], [-3, -1, -2], 1)
    try checkBest(["29", "31"], [-.infinity, -1000], 1)
    try checkBest(["29", "31"], [-.infinity, -.infinity], 0)
    try checkBest(["29", "31", "7"], [3, .infinity, .infinity], 1)
    try checkBest(["29", "31"], [-9, 4], 1)
    // Only who has an answer; the place is that among all samples.
    try checkBest([nil, "29", "31"], [0.9, 0.2, 0.5], 2)
    try checkBest(["29", nil, "31"], [0.2, 0.9, 0.1], 0)
    try checkBest([nil, nil, "29"], [1, 1, -.infinity], 2)
    try checkBest([nil, nil], [1, 2], nil)

    try check(Reasoning.bestOfN, [], [], throws: InputError.noSamples)
    try check(Reasoning.bestOfN, ["29"], [], throws: InputError.unequalLengths)
    try check(Reasoning.bestOfN, ["29"], [1, 2], throws: InputError.unequalLengths)
    for scores in [[Double.nan, 1, 2], [1, .nan, 2], [1, 2, .nan]] {
      try check(Reasoning.bestOfN, ["29", "31", "7"], scores, throws: InputError.invalidScore)
    }
    try check(Reasoning.bestOfN, ["29", nil], [1, .nan], throws: InputError.invalidScore)

    var random = RandomStream(seed: seed, stream: 5)
    for round in 0..<8 {
      let answers = Samples.answers(3 + round, of: 3, &random)
      let scores = answers.map { _ in Double(Samples.index(below: 9, &random) - 6) / 2 }
      let places = answers.indices.filter { answers[$0] != nil }
      let best = places.first { place in !places.contains { scores[$0] > scores[place] } }
      try checkBest(answers, scores, best)
    }
  }
}
