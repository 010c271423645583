// Lab 01: rules, learning, search.
//
// Write the twelve functions below; each comment says all that is asked. Take them in order but for one: 01.2 uses
// `words` of 01.3, so write 01.3 first. Replace `todo(…)` with your own code, save, and run
// `swift run labs check 01`. Checkpoint 01.13 has no function of its own: it runs 01.2, 01.4, 01.5 and 01.8
// together. Helpers are welcome; make them `private`, so that no name is there twice when the lesson runs on
// your functions.

import Foundation
import LabContracts

/// 01.1 Routes a ticket by rules.
///
/// A rule applies when its keyword is a substring of the ticket, both lowercased. The answer is the
/// route of the first rule in the list that applies, and `otherwise` when none does.
func route(_ ticket: String, _ rules: [Routing.Rule], _ otherwise: String) -> String {
  todo("01.1")
}

/// 01.2 Parts tickets into those to learn from and those to be measured on, without a leak.
///
/// Answers with indices into `tickets`; `share` lies between 0 and 1, and is the part to hold out.
/// - Every index stands in exactly one of the two lists, once.
/// - Two tickets are copies when they have the same words in the same order (01.3 says what words are), so
///   `Refund order A123!` and `refund order a 9` are copies. All copies of a ticket stand in the same list, also
///   when they carry different routes.
/// - Each route is held out in proportion. Let all copies count for the route of the first of them; then, for
///   each route, the number held out differs from `share` × its number of tickets by at most the size of its
///   largest group of copies (so by at most 1 where no ticket has a copy).
/// Which tickets are held out, and in which order, is up to you.
func splitTickets(_ tickets: [Routing.Ticket], _ share: Double) -> Routing.Split {
  todo("01.2")
}

/// 01.3 Cuts a text into words.
///
/// Lowercase the text; every maximal run of the letters `a` to `z` is a word. Everything else separates: digits,
/// punctuation, spaces, and letters such as `é`. Words keep their order, and repetitions stay.
func words(_ text: String) -> [String] {
  todo("01.3")
}

/// 01.4 Counts how often each word stood in the tickets of each route.
///
/// The outer key is the route, the inner key the word, the value its number of occurrences, every
/// repetition counted. A word that never stood with a route has no entry there. A route whose tickets have no
/// words at all has an empty dictionary.
func countEvidence(_ tickets: [Routing.Ticket]) -> Routing.Evidence {
  todo("01.4")
}

/// 01.5 Routes a ticket to the label whose counted words it shares most.
///
/// A route scores the sum of its counts over the words of the ticket; a word that stands twice in the ticket adds
/// its count twice. The highest score wins. Of equal scores, also when all are 0, the alphabetically first route
/// wins. With no routes in `evidence` the answer is `manual_review`.
func overlapRoute(_ ticket: String, _ evidence: Routing.Evidence) -> String {
  todo("01.5")
}

/// 01.6 Scores a ticket by multinomial naive Bayes with additive smoothing.
///
/// For every route r of the training tickets the score is log P(r) + Σ log P(w|r) over the words w of the
/// ticket, repetitions included, with natural logarithms:
/// - P(r) = tickets with route r / all training tickets;
/// - P(w|r) = (occurrences of w with r + α) / (occurrences of all words with r + α·V), where α is `smoothing` (above
///   0) and V is the number of different words in all training tickets.
/// A word of the ticket that stands in no training ticket is left out. No training tickets: an empty answer.
func logScores(_ ticket: String, _ training: [Routing.Ticket], _ smoothing: Double) -> [String: Double] {
  todo("01.6")
}

/// 01.7 Takes one step of gradient descent in multinomial logistic regression.
///
/// `weights[k]` are the weights of route number k, one for each feature; `features` are the ticket's numbers.
/// The model's probabilities are p = softmax(z) with z[k] = Σⱼ weights[k][j]·features[j]. The loss is −log p[target],
/// and its slope in weights[k][j] is (p[k] − 1 if k is the target, else p[k]) · features[j].
/// Answers with the weights less `learningRate` × slope. Scores in the thousands must not overflow.
func logisticStep(
  _ weights: [[Double]], _ features: [Double], _ target: Int, _ learningRate: Double
) -> [[Double]] {
  todo("01.7")
}

/// 01.8 Measures answers against the right ones, beside a baseline.
///
/// - `accuracy`: the share of answers that are right.
/// - `majorityBaseline`: the accuracy of always answering the most frequent route of `expected`.
/// - `macroF1`: the mean of F1 over all routes that occur in `answers` or in `expected`. F1 of a route is
///   2·TP / (2·TP + FP + FN): TP counts its tickets answered with it, FP other tickets answered with it, FN its
///   tickets answered otherwise.
/// - Throws: `Routing.EvaluationError.lengthsDiffer` when the lists are not equally long, and
///   `Routing.EvaluationError.noTickets` when both are empty.
func evaluate(_ answers: [String], _ expected: [String]) throws -> Routing.Report {
  todo("01.8")
}

/// 01.9 Picks the best of the first `budget` candidates under a verifier that knows the right route.
///
/// The verifier scores −1 for a candidate with another route, else the number of its pieces of
/// evidence. Answers with the index of the highest score, the earliest of equals. A budget beyond the list looks at
/// all of it. With no candidates, or a budget of 0 or less, the answer is `nil`.
func bestCandidate(_ candidates: [Routing.Candidate], _ route: String, _ budget: Int) -> Int? {
  todo("01.9")
}

/// 01.10 Lets a decision pass, or says what policy wants first.
///
/// Only `refund` is gated. A refund of more than 100 becomes `human_review_high_value`, whatever the evidence. Any
/// other refund whose evidence does not contain exactly `damaged_item` becomes `request_evidence`. Everything else
/// is answered with the route itself.
func gate(_ route: String, _ amount: Double, _ evidence: [String]) -> String {
  todo("01.10")
}

/// 01.11 The floating-point operations it takes to train a model: 6 for every parameter and token.
func trainingFLOPs(_ parameters: Double, _ tokens: Double) -> Double {
  todo("01.11")
}

/// 01.12 The number of tokens that a training budget of `flops` pays for with a model of `parameters`.
///
/// The exact quotient, fractions and all: nothing is rounded.
func affordableTokens(_ parameters: Double, _ flops: Double) -> Double {
  todo("01.12")
}
