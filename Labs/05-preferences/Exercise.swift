// Lab 05: preferences, from logits to a loss.
//
// Write the eleven functions below; each comment says all that is asked. Replace `todo(…)` with your own code, save, and
// run `swift run labs check 05`. The earlier ones are tools for those that follow.
//
// Numbers are `Double`, and log is the natural logarithm. They are compared with ones computed in another way, and may be
// off by 1e-6 (relative where numbers are above 1). Masks and rows must be exact.
//
// Where a comment lists errors, no checkpoint gives a reason for two of them at once; 05.11 says itself which one counts.
//
// Helpers are welcome; make them `private`, so that no name is there twice when the lesson runs on your functions.

import Foundation
import LabContracts

/// 05.1 Turns logits into log-probabilities: x − log Σ exp(x), where the sum goes over all logits.
///
/// Logits may be as large as 1e6, or as far below 0: exp(x) is infinite or 0 then, and the answer is not.
/// - Throws: `Preferences.InputError.empty` when there are no logits, and `Preferences.InputError.notFinite` when one
///   is NaN or infinite.
func logSoftmax(_ logits: [Double]) throws -> [Double] {
  todo("05.1")
}

/// 05.2 Tells how probable each next token was: log p(token t + 1 | tokens 0…t).
///
/// - `logits` has a row for each of `tokens`. Row t was computed from the tokens 0…t and predicts token t + 1.
/// - Of n tokens the answer has n − 1 numbers: entry t is what the log-softmax (05.1) of row t says of `tokens[t + 1]`.
///   Nothing predicted the first token, and what the last row predicts has not come. Fewer than two tokens have no entry.
/// - Throws: `Preferences.InputError.shapeMismatch` when there are not as many rows as tokens, or rows differ in length;
///   `Preferences.InputError.tokenOutOfRange` when a token to be predicted has no logit; `notFinite` as in 05.1 when a
///   logit is NaN or infinite in a row that predicts one of the tokens.
func tokenLogProbabilities(_ logits: [[Double]], _ tokens: [Int]) throws -> [Double] {
  todo("05.2")
}

/// 05.3 Marks the predictions of 05.2 that belong to the answer.
///
/// - `tokens` holds a prompt of `promptLength` tokens, the answer, the end token, and perhaps padding.
/// - The mask goes with 05.2: of n tokens it has n − 1 entries, and entry t is about token t + 1.
/// - It is true for the tokens behind the prompt, up to the first `endToken` there, which counts as well: to stop is
///   part of the answer. It is false for the prompt, which may contain end tokens of its own, and for all that follows
///   the answer's end token, whatever it is; padding is often made of end tokens.
/// - An answer that was cut off has no end token: all tokens behind the prompt count. An answer may be an end token alone.
/// - Throws: `Preferences.InputError.invalidPromptLength` when `promptLength` is less than 1 or more than there are
///   tokens, and `Preferences.InputError.emptyCompletion` when it is all of them, so that no answer follows.
func answerMask(_ tokens: [Int], _ promptLength: Int, _ endToken: Int) throws -> [Bool] {
  todo("05.3")
}

/// 05.4 Finds the log-probability of a whole answer: the sum of the entries whose mask is true.
///
/// - A sum and no mean: the probability of an answer is the product of its tokens' probabilities.
/// - The other entries do not count, whatever they are: NaN and infinity too.
/// - Throws: `Preferences.InputError.shapeMismatch` when there are not as many of one as of the other,
///   `Preferences.InputError.emptyCompletion` when the mask is true nowhere, and `Preferences.InputError.notFinite` when an
///   entry that counts is NaN or infinite.
func sequenceLogProbability(_ logProbabilities: [Double], _ mask: [Bool]) throws -> Double {
  todo("05.4")
}

/// 05.5 Finds log σ(x) = log(1 / (1 + exp(−x))) for every finite x, as far from 0 as 1e6.
///
/// Where x is far below 0 it is nearly x. Where x is large it is nearly 0, and six digits are right all the same: at
/// x = 40 it is −4.24835e-18, and not 0. `log1p(y)` is log(1 + y) without a loss of digits.
func logSigmoid(_ x: Double) -> Double {
  todo("05.5")
}

/// 05.6 Finds the loss of direct preference optimisation for one pair (Rafailov et al. 2023, equation 7).
///
/// - h = (log π(chosen) − log π_ref(chosen)) − (log π(rejected) − log π_ref(rejected)): how much more the policy has come to
///   prefer the chosen answer than the reference does. The loss is −log σ(β · h).
/// - β · h may be as far from 0 as 1e6.
/// - Throws: `Preferences.InputError.invalidBeta` when `beta` is not a finite number above 0, and
///   `Preferences.InputError.notFinite` when a log-probability is NaN or infinite.
func dpoLoss(_ pair: Preferences.LogProbabilities, _ beta: Double) throws -> Double {
  todo("05.6")
}

/// 05.7 Finds the derivative of 05.6 with respect to each of the four log-probabilities.
///
/// - In the answer each number stands where its log-probability stands in `pair`. The reference's two are asked for as
///   well, although training leaves the reference as it is.
/// - All of them are finite, however far from 0 β · h is.
/// - Throws: as 05.6.
func dpoGradient(_ pair: Preferences.LogProbabilities, _ beta: Double) throws -> Preferences.LogProbabilities
{
  todo("05.7")
}

/// 05.8 Tells how far a policy has come on a batch of pairs.
///
/// - The implicit reward of an answer is β · (log π − log π_ref). `chosenReward` and `rejectedReward` are its means over
///   the chosen and over the rejected answers; `margin` is the mean of chosen reward − rejected reward.
/// - `accuracy` is the share of pairs, 0…1, whose chosen answer has the larger reward. Equal rewards count half: a policy
///   that has not moved has an accuracy of 0.5.
/// - Throws: `Preferences.InputError.empty` when there are no pairs; `invalidBeta` and `notFinite` as in 05.6.
func preferenceFigures(
  _ pairs: [Preferences.LogProbabilities], _ beta: Double
) throws -> Preferences.Figures {
  todo("05.8")
}

/// 05.9 Finds the loss of identity preference optimisation for one pair (Azar et al. 2023, equation 17).
///
/// With the h of 05.6 it is (h − 1 / (2β))². It is 0 where h has reached 1 / (2β), and grows again behind it.
/// - Throws: as 05.6.
func ipoLoss(_ pair: Preferences.LogProbabilities, _ beta: Double) throws -> Double {
  todo("05.9")
}

/// 05.10 Finds the loss of a reward model on a batch (Bradley and Terry 1952).
///
/// - Pair i has the rewards `chosen[i]` and `rejected[i]`. The model says that the chosen answer wins with probability
///   σ(chosen − rejected); the loss is the mean of −log of that over the pairs.
/// - Differences may be as far from 0 as 1e6.
/// - Throws: `Preferences.InputError.shapeMismatch` when there are not as many of one as of the other,
///   `Preferences.InputError.empty` when there are none, and `Preferences.InputError.notFinite` when a reward is NaN or
///   infinite.
func rewardLoss(_ chosen: [Double], _ rejected: [Double]) throws -> Double {
  todo("05.10")
}

/// 05.11 Reads preferences from JSON Lines: in each line a JSON object with the texts `prompt`, `chosen`, `rejected` and
/// `reason`.
///
/// - A line ends with a line feed, or with a carriage return and a line feed; the last one need not. Nothing else ends
///   a line. The first line has the number 1. Lines that are empty or hold only spaces are skipped, but counted.
/// - Other fields may stand beside the four and are ignored. Texts are kept as they are.
/// - The first line that is wrong is refused: with `Preferences.RowError(line: 3)` when line 3 is not a JSON object, and
///   with `Preferences.RowError(line: 3, field: "chosen")` when a field is missing, is not text, or is empty or only
///   white space. Of several such fields the first counts, in the order above.
/// - A `rejected` that equals `chosen` is refused as well: such a pair prefers nothing.
func readRows(_ text: String) throws -> [Preferences.Row] {
  todo("05.11")
}
