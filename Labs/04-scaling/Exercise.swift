// Lab 04: scaling laws.
//
// Write the sixteen functions below; each comment says all that is asked. Replace `todo(…)` with your own code, save,
// and run `swift run labs check 04`. 04.3 to 04.5 build on each other, and so do 04.7 to 04.11.
//
// Everything measured is a `Double`: N is a model's parameters, D the tokens it is trained on, C floating-point
// operations, L a loss in nats a token. `log` is the natural logarithm. A number that "must be positive" must be finite
// as well: 0, −1, NaN and ∞ are all refused.
//
// Numbers are compared to about six digits, so it makes no difference in which order you add. Where you search for a
// minimum, what you reach is judged, not how. No checkpoint gives an input with two faults at once.
//
// Helpers are welcome; make them `private`, so that no name is there twice when the lesson runs on your functions.

import Foundation
import LabContracts

/// 04.1 Counts the operations of a model's life: 6ND to train it, and 2N for each token that it then reads or writes.
///
/// A weight takes a multiplication and an addition forward, and twice as much backward.
/// - Throws: `Scaling.InputError.notPositive` when `parameters` is not positive, and `Scaling.InputError.negative` when
///   one of the two token counts is negative, NaN or infinite; a count of 0 is fine.
func computeCost(
  _ parameters: Double, _ trainingTokens: Double, _ servedTokens: Double
) throws -> Scaling.Cost {
  todo("04.1")
}

/// 04.2 Counts the parameters of a decoder, with or without its embeddings.
///
/// - With d = `dModel`, a layer has 4·d² in its attention (queries, keys, values, output) and 8·d² in its feed-forward
///   part (d to 4d, and back). Norms and biases are left out.
/// - The embeddings are a row of d numbers for each token of the vocabulary and one for each position of the context.
///   The head shares the table of tokens, which counts once.
/// - Kaplan et al. (2020) leave the embeddings out, Hoffmann et al. (2022) count them.
/// - Throws: `Scaling.InputError.notPositive` when one of the four sizes is less than 1.
func parameterCount(_ shape: Scaling.ModelShape, _ countingEmbeddings: Bool) throws -> Int {
  todo("04.2")
}

/// 04.3 Lays a straight line through points on logarithmic axes: ln y = intercept + slope · ln x.
///
/// It is the line of least squares: the sum of (ln y − line)² is smallest. All y may be equal; the slope is then 0.
/// - Throws: `Scaling.InputError.unequalLengths` when there are not as many x as y, `Scaling.InputError.tooFewPoints`
///   when there are fewer than two, `Scaling.InputError.notPositive` when a number must be positive and is not, and
///   `Scaling.InputError.constant` when all x are equal.
func logLine(_ x: [Double], _ y: [Double]) throws -> Scaling.Line {
  todo("04.3")
}

/// 04.4 Fits a power law above a known floor: y = floor + coefficient · x^exponent.
///
/// The line of 04.3 through x and y − floor gives both numbers. A loss has such a floor, the entropy of its text; with a
/// floor of 0 this is a plain power law.
/// - Throws: as 04.3 does for x and y − floor: a y that is not above the floor is `Scaling.InputError.notPositive`.
func fitPowerLaw(_ x: [Double], _ y: [Double], _ floor: Double) throws -> Scaling.PowerLaw {
  todo("04.4")
}

/// 04.5 Says what the power law of 04.4 gives at `target`, and how far that would move with other points (Efron 1979).
///
/// - `value` is what the law of all points gives at `target`, floor included.
/// - Each of the `samples` lists the points of one resample by their index in x and y; a point may come several
///   times. Fit each resample as in 04.4, and see what it gives at `target`. A resample whose x are all equal has no
///   line and is left out.
/// - Sort the n answers that remain. With k = (1 − level) / 2 · (n − 1), its fraction dropped, `low` is the answer with
///   k others before it, and `high` the one with k others behind it. Between the two lies the middle `level` of them.
/// - Throws: as 04.4; `Scaling.InputError.notPositive` also when `target` is not positive;
///   `Scaling.InputError.outOfRange` when `level` is not between 0 and 1 (exclusive);
///   `Scaling.InputError.noSuchPoint` when a sample holds an index that is none, and
///   `Scaling.InputError.tooFewPoints` also when no resample has a line.
func bootstrapForecast(
  _ x: [Double], _ y: [Double], _ floor: Double, _ target: Double, _ samples: [[Int]], _ level: Double
) throws -> Scaling.Forecast {
  todo("04.5")
}

/// 04.6 Finds the best model of one budget (Hoffmann et al. 2022, approach 2).
///
/// - `sizes` are the N of runs that all spent the same operations, in any order; a size may come twice.
/// - The parabola of least squares in ln N goes through their losses (the losses themselves, not their logarithms).
///   Return its lowest point: the N, and the parabola's loss there. It may lie outside of the sizes.
/// - Throws: `Scaling.InputError.unequalLengths` when there are not as many sizes as losses,
///   `Scaling.InputError.notPositive` when one of either must be positive and is not,
///   `Scaling.InputError.tooFewPoints` when there are fewer than three different sizes,
///   `Scaling.InputError.constant` when all losses are equal, and `Scaling.InputError.noValley` when the parabola
///   opens downwards.
func isoFLOPMinimum(_ sizes: [Double], _ losses: [Double]) throws -> Scaling.Valley {
  todo("04.6")
}

/// 04.7 Huber's loss of a residual r: r² / 2 where |r| ≤ δ, and δ · (|r| − δ / 2) beyond (Huber 1964).
///
/// A square near 0, and a straight line where an outlier would pull too hard. δ may be infinite: all is square then.
/// - Throws: `Scaling.InputError.notPositive` when `delta` is not above 0 or is NaN, and
///   `Scaling.InputError.notFinite` when `residual` is NaN or infinite.
func huberLoss(_ residual: Double, _ delta: Double) throws -> Double {
  todo("04.7")
}

/// 04.8 Says the logarithm of the loss L = E + A/N^α + B/D^β.
///
/// - `point` is [ln E, ln A, α, ln B, β], in this order: what a fit varies. So
///   ln L = ln(exp(ln E) + exp(ln A − α·ln N) + exp(ln B − β·ln D)).
/// - A search may try points far off. Whatever the exponents, the answer must be finite: exp(800) is not a `Double`, but
///   ln(exp(800) + exp(799)) is 800.3133; and of exp(−800), which is no more than 0, the logarithm is −800.
/// - Throws: `Scaling.InputError.notALaw` when `point` has not five numbers, `Scaling.InputError.notFinite` when one of
///   them is NaN or infinite, and `Scaling.InputError.notPositive` when N or D must be positive and is not.
func predictedLogLoss(_ point: [Double], _ parameters: Double, _ tokens: Double) throws -> Double {
  todo("04.8")
}

/// 04.9 Says how badly a law fits (Hoffmann et al. 2022, appendix D.3): the sum, over all runs, of Huber's loss of
/// r = ln L predicted (04.8) − ln L measured.
///
/// It is a sum and not a mean. With δ = 0.001 and hundreds of runs a mean is so small that an optimiser takes its start
/// for the end. Without runs the sum is 0.
/// - Throws: as 04.7 and 04.8 do, and `Scaling.InputError.notPositive` also when a run's loss must be positive and is
///   not.
func fitObjective(_ point: [Double], _ runs: [Scaling.Run], _ delta: Double) throws -> Double {
  todo("04.9")
}

/// 04.10 Finds the slopes of 04.9: how fast the objective grows with each of ln E, ln A, α, ln B and β, in this order.
///
/// - Huber's loss grows with r at the rate r where |r| ≤ δ, and at ±δ beyond, with r's sign.
/// - Each of the three terms of L has a share of it, e.g. (A/N^α) / L. With ln E, ln L grows at the rate of the first
///   share. α stands before −ln N in the exponent, so ln L grows with α at −ln N times the second share.
/// - Without runs all five are 0.
/// - Throws: as 04.9 does.
func fitGradient(_ point: [Double], _ runs: [Scaling.Run], _ delta: Double) throws -> [Double] {
  todo("04.10")
}

/// 04.11 Fits the law to runs: returns the point with the lowest objective that searches from all `starts` reach.
///
/// - First leave out the `dropped` runs with the highest losses.
/// - `Scaling.descend(from:value:gradient:)` walks downhill from one start; give it 04.9 and 04.10 of the runs that
///   remain. A walk ends in the nearest valley: begin at every start, and compare where the walks end. Any other search
///   is as good.
/// - What counts is the objective reached: at most a thousandth above the best.
/// - Throws: `Scaling.InputError.negative` when `dropped` is less than 0; of the runs that remain:
///   `Scaling.InputError.tooFewPoints` when there are fewer than five, `Scaling.InputError.notPositive` when a number
///   must be positive and is not, `Scaling.InputError.constant` when all have the same N, the same D or the same loss;
///   `Scaling.InputError.tooFewPoints` also when there are no starts, `Scaling.InputError.notALaw` when a start has not
///   five numbers, and `Scaling.InputError.notPositive` also for a `delta` that 04.7 refuses.
func fitLaw(
  _ runs: [Scaling.Run], _ dropped: Int, _ delta: Double, _ starts: [[Double]]
) throws -> [Double] {
  todo("04.11")
}

/// 04.12 Splits a training budget: the N and D with the lowest loss E + A/N^α + B/D^β among those with 6ND = C.
///
/// In closed form N = G · (C/6)^(β/(α+β)) with G = (αA / βB)^(1/(α+β)), and D is what the budget then affords.
/// - Throws: `Scaling.InputError.notPositive` when `flops` or one of the law's five numbers must be positive and is not.
func computeOptimum(_ law: Scaling.Law, _ flops: Double) throws -> Scaling.Allocation {
  todo("04.12")
}

/// 04.13 Finds the cheapest model of a given quality, training and serving counted together (Sardana et al. 2023).
///
/// - Among all N and D with E + A/N^α + B/D^β = `loss`, the total 6ND + 2N · `servedTokens` is to be smallest. `loss` is
///   compared to six digits, the total to four.
/// - For a given N, the D that reaches the loss follows from the law. Left is a search along one line: with growing N
///   the total first falls and then rises. From where on can N reach the loss at all? Any search is welcome.
/// - Serving nothing is fine, and then it is the model that is cheapest to train.
/// - Throws: `Scaling.InputError.unreachableLoss` when `loss` is not above E or not finite, `Scaling.InputError.negative` when
///   `servedTokens` is negative, NaN or infinite, and `Scaling.InputError.notPositive` when one of the law's five
///   numbers must be positive and is not.
func servingOptimum(
  _ law: Scaling.Law, _ loss: Double, _ servedTokens: Double
) throws -> Scaling.Allocation {
  todo("04.13")
}

/// 04.14 Says what repeated text is worth in fresh text (Muennighoff et al. 2023, equation 5).
///
/// - Of `tokens` tokens read, only `unique` differ: U of them, read tokens / U times. R = tokens / U − 1 is how often
///   the text was repeated, and they are worth U + U · R* · (1 − e^(−R / R*)) fresh tokens, where R* is `decay`.
/// - Where `tokens` is not more than `unique`, nothing is repeated: they are worth themselves.
/// - Throws: `Scaling.InputError.notPositive` when one of the three must be positive and is not.
func effectiveTokens(_ tokens: Double, _ unique: Double, _ decay: Double) throws -> Double {
  todo("04.14")
}

/// 04.15 Says how likely a whole answer of `length` tokens is right when each token is, with chance `tokenAccuracy` and
/// independently of the others (Schaeffer et al. 2023).
///
/// - Throws: `Scaling.InputError.outOfRange` when `tokenAccuracy` is not in 0…1, and
///   `Scaling.InputError.tooFewPoints` when `length` is less than 1.
func exactMatch(_ tokenAccuracy: Double, _ length: Int) throws -> Double {
  todo("04.15")
}

/// 04.16 Goes the other way: the accuracy per token with which whole answers of `length` tokens are right with chance
/// `exactMatch`.
///
/// - Throws: `Scaling.InputError.outOfRange` when `exactMatch` is not in 0…1, and `Scaling.InputError.tooFewPoints`
///   when `length` is less than 1.
func tokenAccuracy(_ exactMatch: Double, _ length: Int) throws -> Double {
  todo("04.16")
}
