// Lab 06: self-consistency and test-time compute.
//
// Write the ten functions below; each comment says all that is asked. Replace `todo(…)` with your own code, save, and
// run `swift run labs check 06`. 06.8 ends votes as 06.3 counts them, and 06.9 counts on 06.7.
//
// A chain is what a model wrote on its way to an answer. Where answers stand in a list, `nil` is a sample that has none:
// it keeps its place, and it never votes.
//
// Two terms that several exercises use:
// - A digit is a decimal digit of any script: 7, ٧ and ７ are the same. `Character.wholeNumberValue` reads them; what
//   else it reads, such as ² and 五, does not come up.
// - A minus sign is `-`, `−` (U+2212) or `－` (U+FF0D).
//
// Computed numbers are compared to about seven digits. Whatever you compute them with, they must stay numbers: 10,000
// samples are as fine as 10. No checkpoint gives an input with two faults at once unless the comment says what then.
//
// Helpers are welcome; make them `private`, so that no name is there twice when the lesson runs on your functions.

import Foundation
import LabContracts

/// 06.1 Finds the answer that a chain ends with, as it is written there; `nil` when there is none.
///
/// - The marker is `answer:`, in small or capital letters, wherever it stands. Behind the last marker of the chain, the
///   rest of the line is the answer, without the white space around it. A line ends with any `Character.isNewline`.
///   Nothing but white space there means that the chain broke off: `nil`, whatever stands elsewhere.
/// - Without a marker the answer is the last number of the chain. A number is a run of digits, in which a `.` or `,`
///   between two digits belongs to it. A minus sign directly before the first digit belongs to it, too, unless a digit
///   or a letter stands directly before the sign: `= -4` ends with `-4`, and `10-4` with `4`.
/// - Without a marker and without a number: `nil`.
func extractAnswer(_ chain: String) -> String? {
  todo("06.1")
}

/// 06.2 Brings an answer into one form: `$1,299.50`, `1299.5` and ` +01299.500 euros.` are the same answer.
///
/// First take away the white space around it, then one full stop at its end. What is left is a number if it is made of
/// these parts, in this order, with or without white space between one and the next:
/// 1. a sign (`+` or a minus sign) and a currency sign (`$`, `€` or `£`): both, in either order; or one of them, or none;
/// 2. digits; or digits, a `.` and digits; or a `.` and digits. Digits before the point may have a `,` before every
///    three of them, from the right: `1,299` and `12,345,678`. `1,29` and `1234,567` are no numbers;
/// 3. a unit or none: a word of letters, `%`, or one of the three currency signs.
///
/// A number becomes: `-` if it is below 0; its digits, as 0 to 9, without commas, with no zero in front but the one
/// before a point or alone; and a point with what follows it, without zeros at the end, if anything is left of it. The
/// unit goes. Zero is `0`, with any sign. A number may have 10,000 digits, and keeps them all.
///
/// Anything else is text (`A`, `the blue one`, `3/4`), and becomes `lowercased()`, with no word taken away.
func normalizedAnswer(_ answer: String) -> String {
  todo("06.2")
}

/// 06.3 The answer that most samples gave (Wang et al. 2022); where several lead, the one whose first vote stands first.
///
/// Answers are the same if they are equal as they stand. Samples without an answer do not vote; no votes, no winner.
func majorityVote(_ answers: [String?]) -> String? {
  todo("06.3")
}

/// 06.4 The answer with the largest sum of weights; where several lead, the one whose first vote stands first.
///
/// - Sample i weighs exp(`logWeights[i]`), as when it is weighted by its probability. Of a long chain that is about
///   exp(−2000), which is not a `Double`; the sums must be compared all the same.
/// - −∞ is a weight of 0, and does not vote, just as a sample without an answer. No votes, no winner.
/// - No checkpoint has sums that differ only by rounding.
/// - Throws: `Reasoning.InputError.unequalLengths` when there are not as many weights as answers, and
///   `Reasoning.InputError.invalidScore` when a weight is NaN or +∞, also that of a sample without an answer.
func weightedVote(_ answers: [String?], _ logWeights: [Double]) throws -> String? {
  todo("06.4")
}

/// 06.5 The place, in `answers`, of the sample with the highest score (Cobbe et al. 2021); of equals the first.
///
/// - Only samples with an answer are chosen; if there are samples but none has one, the place is `nil`.
/// - Scores may be negative, −∞ or +∞: −∞ is lower than any other, and still a score.
/// - Throws: `Reasoning.InputError.unequalLengths` when there are not as many scores as answers,
///   `Reasoning.InputError.noSamples` when there are no samples at all, and `Reasoning.InputError.invalidScore` when a
///   score is NaN, also that of a sample without an answer.
func bestOfN(_ answers: [String?], _ scores: [Double]) throws -> Int? {
  todo("06.5")
}

/// 06.6 Estimates the chance that at least one of `k` samples is right, when `correct` of `samples` were (Chen et al.
/// 2021): pass@k = 1 − C(n − c, k) / C(n, k).
///
/// It is the share of all choices of k among the n samples that hold a right one. n goes up to 10,000, where C(n, k) is
/// far beyond a `Double`.
/// - Throws: `Reasoning.InputError.noSamples` when `samples` is less than 1, whatever the others are;
///   `Reasoning.InputError.tooManyCorrect` when `correct` is more than `samples`, `Reasoning.InputError.tooManyDraws` when
///   `k` is, and `Reasoning.InputError.outOfRange` when `correct` is less than 0 or `k` less than 1.
func passAtK(_ samples: Int, _ correct: Int, _ k: Int) throws -> Double {
  todo("06.6")
}

/// 06.7 Says how often a majority is right (Condorcet 1785): of `voters` who do not know of each other, each right with
/// chance `accuracy`, more than half must be right.
///
/// - Those who err all give the same wrong answer. When exactly half of an even number are right, a fair coin decides:
///   that counts as half right.
/// - `voters` goes up to 10,000.
/// - Throws: `Reasoning.InputError.outOfRange` when `accuracy` is not in 0…1, and `Reasoning.InputError.noSamples` when
///   `voters` is less than 1.
func voteAccuracy(_ accuracy: Double, _ voters: Int) throws -> Double {
  todo("06.7")
}

/// 06.8 Stops a vote as soon as it is decided.
///
/// - `answers` are the samples in the order in which they would be drawn; there are no more than these. Look at one
///   after the other, and stop as soon as the winner of 06.3 among all of them is certain, whatever the rest may hold:
///   answers seen before, new ones, or none.
/// - A leader who would win a tie is certain sooner than one who would lose it: mind whose first vote stands first.
/// - Return how many samples were looked at, and the winner. Without samples that is 0 and `nil`.
func earlyStop(_ answers: [String?]) -> Reasoning.StoppedVote {
  todo("06.8")
}

/// 06.9 Spends a budget of samples where it helps most: returns how many samples each problem's vote gets.
///
/// - On problem i a sample is right with chance `accuracies[i]`; 06.7 says how often a vote of n is then right. The sum
///   of these over all problems is to be as large as the budget allows. Only the sum reached is judged, to nine digits.
/// - Each problem gets `minimum` samples or more, all together no more than `budget`. What helps nobody may be left over.
/// - An even vote is no better than the odd one below it, so begin with the `minimum`, which is odd, and give two samples
///   at a time to the problem that gains most by them. Some problems gain less than nothing.
/// - Without problems there is nothing to return.
/// - Throws: `Reasoning.InputError.outOfRange` when an accuracy is not in 0…1, or `minimum` is less than 1;
///   `Reasoning.InputError.evenVote` when `minimum` is even (and not less than 1), and
///   `Reasoning.InputError.budgetTooSmall` when the budget is less than the minimum for all, or negative.
func allocateSamples(_ accuracies: [Double], _ budget: Int, _ minimum: Int) throws -> [Int] {
  todo("06.9")
}

/// 06.10 Says between what limits an accuracy lies of which `correct` of `trials` were seen (Wilson 1927).
///
/// - The ends are the two p with (p̂ − p)² = z² · p · (1 − p) / n, where n is `trials` and p̂ = `correct` / n. That is
///   (p̂ + z²/2n ± z · √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n).
/// - z is how many standard deviations are allowed for: 1.96 for an interval of 95 %.
/// - Throws: `Reasoning.InputError.noSamples` when `trials` is less than 1, whatever the others are;
///   `Reasoning.InputError.tooManyCorrect` when `correct` is more than `trials`, and `Reasoning.InputError.outOfRange`
///   when `correct` is less than 0, or z is not above 0 and finite.
func wilsonInterval(_ correct: Int, _ trials: Int, _ z: Double) throws -> Reasoning.Interval {
  todo("06.10")
}
