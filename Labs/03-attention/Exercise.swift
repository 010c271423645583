// Lab 03: attention, seen and built.
//
// Write the fifteen functions below; each comment says all that is asked. Replace `todo(…)` with your own code,
// save, and run `swift run labs check 03`. Take them in order: from 03.4 on, the earlier ones are your tools.
//
// Numbers are `Float`. Matrices are `PlainTensor`: a shape and values, row after row; `x.shape`, `x[i, j]`,
// `x[h, i, j]`, `x.rows` (lists of Float) and `x.slices` (the matrices of a stack) read one, and
// `PlainTensor(values, shape: …)`, `PlainTensor(shape: …)` (zeros), `PlainTensor(rows: …)` and
// `PlainTensor(stacking: …)` make one. A dimension may be 0: no queries give an answer without rows.
//
// Three answers have a type of their own, made by `Attention.KVCache(keys: …, values: …)`,
// `Attention.DecodeStep(output: …, cache: …)` and `Attention.RunningSoftmax(maximum: …, sum: …, weighted: …)`.
//
// Every answer is compared with one computed in double precision, and may be off by 1e-5 (relative where numbers
// are above 1). Helpers are welcome; make them `private`, so that no name is there twice when the lesson runs on
// your functions.

import Foundation
import LabContracts

/// 03.1 Scores every query against every key: q · k / √dHead.
///
/// - `query` is `[queries, dHead]`, `key` is `[keys, dHead]`, dHead at least 1; the answer is `[queries, keys]`, with
///   the score of query i and key j at `[i, j]`.
/// - Throws: `Attention.InputError.shapeMismatch` when either is not a matrix or their dHead differ.
func scores(_ query: PlainTensor, _ key: PlainTensor) throws -> PlainTensor {
  todo("03.1")
}

/// 03.2 Turns scores into weights, along the last dimension: exp(x) / Σ exp(x), in the shape of the scores.
///
/// Scores of any size must work: 10,000 does not overflow, and −10,000 does not become 0 / 0. A score of −∞ means
/// "not to be seen" and gets the weight 0. Where all scores of a row are −∞, all its weights are 0.
/// - `scores` has at least one dimension; a row may be empty.
/// - Throws: `Attention.InputError.invalidScore` when a score is +∞ or not a number.
func softmax(_ scores: PlainTensor) throws -> PlainTensor {
  todo("03.2")
}

/// 03.3 Makes the mask that hides the future, to be added to scores: 0 where a query sees a key, −∞ where not.
///
/// The queries are the last tokens of the sequence: query i stands at position keys − queries + i, and sees the keys
/// at positions up to its own, its own included. (With more queries than keys the first stand before position 0 and
/// see nothing.) The answer is `[queries, keys]`.
/// - Throws: `Attention.InputError.invalidSize` when a count is negative.
func causalMask(_ queries: Int, _ keys: Int) throws -> PlainTensor {
  todo("03.3")
}

/// 03.4 Attends with one head: softmax(scores + mask) · value.
///
/// - `query` is `[queries, dHead]`, `key` `[keys, dHead]`, `value` `[keys, dValue]`, `mask` `[queries, keys]`; the
///   answer is `[queries, dValue]`.
/// - The scores are those of 03.1. The mask is added to them before the softmax; its entries are 0, −∞, or any number
///   that is to be added.
/// - A query that sees no key, also because there are none, is answered with zeros.
/// - Throws: `Attention.InputError.shapeMismatch` when the shapes do not fit together, and
///   `Attention.InputError.invalidScore` when a score is +∞ or not a number.
func attend(
  _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ mask: PlainTensor
) throws -> PlainTensor {
  todo("03.4")
}

/// 03.5 Cuts every token's row into heads: from `[tokens, nHeads · dHead]` to `[nHeads, tokens, dHead]`.
///
/// The first dHead numbers of a row belong to head 0, the next to head 1, and so on.
/// - Throws: `Attention.InputError.shapeMismatch` when `x` is not a matrix, else
///   `Attention.InputError.headsDoNotDivide` when `nHeads` is less than 1 or does not divide the length of a row.
func splitHeads(_ x: PlainTensor, _ nHeads: Int) throws -> PlainTensor {
  todo("03.5")
}

/// 03.6 Puts the heads of every token side by side again: from `[nHeads, tokens, dHead]` to
/// `[tokens, nHeads · dHead]`. It undoes 03.5.
///
/// - Throws: `Attention.InputError.shapeMismatch` when `heads` does not have three dimensions.
func mergeHeads(_ heads: PlainTensor) throws -> PlainTensor {
  todo("03.6")
}

/// 03.7 Attends with many query heads over fewer key and value heads (grouped-query attention).
///
/// - `query` is `[nHeads, queries, dHead]`, `key` `[nKVHeads, keys, dHead]`, `value` `[nKVHeads, keys, dValue]`, `mask`
///   `[queries, keys]`, for all heads; the answer is `[nHeads, queries, dValue]`.
/// - With groups of g = nHeads / nKVHeads, query heads 0 ..< g use key and value head 0, the next g use head 1, and
///   so on. Each head attends as in 03.4.
/// - Throws: `Attention.InputError.shapeMismatch` when the first three do not have three dimensions or the shapes
///   do not fit together; `Attention.InputError.headsDoNotDivide` when either number of heads is less than 1 or
///   `nHeads` is not a multiple of `nKVHeads`; `Attention.InputError.invalidScore` as in 03.4.
func groupedAttention(
  _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ mask: PlainTensor
) throws -> PlainTensor {
  todo("03.7")
}

/// 03.8 Makes the table of rotary angles (RoPE; Su et al. 2021): position · base^(−2i / dHead) at `[position, i]`.
///
/// Positions are 0 ..< `context`, and i counts the pairs of a head, 0 ..< dHead / 2; the answer is
/// `[context, dHead / 2]`. `base` is above 0.
/// - Throws: `Attention.InputError.invalidSize` when `context` or `dHead` is negative, and
///   `Attention.InputError.oddHeadSize` when `dHead` is odd.
func rotaryAngles(_ context: Int, _ dHead: Int, _ base: Float) throws -> PlainTensor {
  todo("03.8")
}

/// 03.9 Turns queries or keys by their positions (RoPE, the interleaved layout).
///
/// Neighbours make a pair: numbers 2i and 2i + 1 of a row, (a, b), become (a·cos θ − b·sin θ, a·sin θ + b·cos θ), where
/// θ = `angles[position, i]`.
/// - `x` is `[tokens, dHead]`, `positions` holds one position for each token, in any order, and `angles` is the table
///   of 03.8. The answer has the shape of `x`.
/// - Throws: `Attention.InputError.shapeMismatch` when `x` or `angles` is not a matrix, dHead is not twice the
///   length of a row of `angles`, or the number of positions is not that of the tokens;
///   `Attention.InputError.positionOutOfRange` when a position has no row in the table.
func rotate(_ x: PlainTensor, _ positions: [Int], _ angles: PlainTensor) throws -> PlainTensor {
  todo("03.9")
}

/// 03.10 Makes ALiBi's masks (Press et al. 2022): no key beyond the query, and of the others the distant ones less.
///
/// Query i stands at position p = keys − queries + i, as in 03.3. Entry `[h, i, j]` of the answer,
/// `[nHeads, queries, keys]`, is −slope(h) · (p − j) for j ≤ p and −∞ for j > p.
/// - When `nHeads` is a power of two, the slopes of the heads, in order, are 2^(−8/nHeads), 2^(−16/nHeads), … 2^(−8).
/// - Otherwise let m be the greatest power of two below `nHeads`. The first m heads have the slopes of m heads; the
///   others have, in order, the 1st, 3rd, 5th … of the slopes of 2m heads. (So the authors' code has it.)
/// - Throws: `Attention.InputError.invalidSize` when `nHeads` is less than 1 or a count is negative.
func alibi(_ nHeads: Int, _ queries: Int, _ keys: Int) throws -> PlainTensor {
  todo("03.10")
}

/// 03.11 Adds one token to a cache: its row stands behind all others, which stay as they are.
///
/// - The cache's `keys` and `values` are `[tokens, nKVHeads, dHead]`; `key` and `value`, of one token, are
///   `[nKVHeads, dHead]`. Both tensors of the answer are `[tokens + 1, nKVHeads, dHead]`.
/// - An empty cache has the shape `[0, nKVHeads, dHead]`.
/// - Throws: `Attention.InputError.shapeMismatch` when the shapes do not fit together.
func append(
  _ cache: Attention.KVCache, _ key: PlainTensor, _ value: PlainTensor
) throws -> Attention.KVCache {
  todo("03.11")
}

/// 03.12 Attends for one new token, whose predecessors are in the cache.
///
/// - `query` is `[nHeads, dHead]`, `key` and `value` are `[nKVHeads, dHead]`: the new token's, not turned yet. `angles`
///   is the table of 03.8.
/// - The token's position is the number of tokens in the cache. Turn the query and the key of every head by it, as
///   in 03.9. The keys in the cache are turned already, and the new one is stored turned; values are never turned.
/// - Then every query head attends over the new token and all before it, grouped as in 03.7.
/// - The answer is the output, `[nHeads, dHead]`, and the cache with the new token's row.
/// - Throws: `Attention.InputError.shapeMismatch` when the shapes do not fit together,
///   `Attention.InputError.headsDoNotDivide` as in 03.7, and `Attention.InputError.positionOutOfRange` when the
///   table has no row for the position.
func decodeStep(
  _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ cache: Attention.KVCache,
  _ angles: PlainTensor
) throws -> Attention.DecodeStep {
  todo("03.12")
}

/// 03.13 Takes one more block of keys into a softmax that has not seen them all (online softmax).
///
/// `state` sums up what one query has seen: `maximum` is the largest score m, `sum` is Σ exp(score − m), and `weighted` is
/// Σ exp(score − m) · value. At the start they are −∞, 0 and zeros. The answer is the same for all keys seen so far
/// and those of this block, so the attention's output at the end is `weighted` / `sum`.
/// - `scores` holds the query's scores for the keys of the block, `values` is `[keys of the block, dValue]`.
/// - A score of −∞ is of a key not to be seen. While there was no other score, the state stays that of the start.
/// - Throws: `Attention.InputError.shapeMismatch` when `values` is not a matrix with a row for each score and a column
///   for each entry of `weighted`, and `Attention.InputError.invalidScore` when a score is +∞ or not a number.
func foldBlock(
  _ state: Attention.RunningSoftmax, _ scores: [Float], _ values: PlainTensor
) throws -> Attention.RunningSoftmax {
  todo("03.13")
}

/// 03.14 Makes the mask of a sliding window: each query sees the last `window` keys up to its own, its own included.
///
/// Query i stands at position p = keys − queries + i, as in 03.3, and sees the keys at positions
/// p − window + 1 … p. The answer is `[queries, keys]`, 0 where it sees a key and −∞ where not.
/// - Throws: `Attention.InputError.invalidSize` when a count is negative or `window` is less than 1.
func slidingWindowMask(_ queries: Int, _ keys: Int, _ window: Int) throws -> PlainTensor {
  todo("03.14")
}

/// 03.15 Multi-head attention, whole: project, cut into heads, attend, put together, project.
///
/// - `x` is `[tokens, dModel]`. `weights.query` is `[dModel, nHeads · dHead]`, `weights.key` and `weights.value` are
///   `[dModel, nKVHeads · dHead]`, `weights.output` is `[nHeads · dHead, dModel]`. A projection maps x to x · W (rows of
///   x times columns of W).
/// - Queries, keys and values are the projections of `x`, cut into heads as in 03.5. They attend as in 03.7 under
///   `mask`, which is `[tokens, tokens]`. The heads are put together as in 03.6 and projected with `weights.output`.
/// - The answer is `[tokens, dModel]`.
/// - Throws: `Attention.InputError.headsDoNotDivide` when either number of heads is less than 1, `nHeads` is not a
///   multiple of `nKVHeads`, or a number of heads does not divide its projection's width; otherwise
///   `Attention.InputError.shapeMismatch` when the shapes do not fit together, and
///   `Attention.InputError.invalidScore` as in 03.4.
func multiHeadAttention(
  _ x: PlainTensor, _ weights: Attention.Weights, _ nHeads: Int, _ nKVHeads: Int, _ mask: PlainTensor
) throws -> PlainTensor {
  todo("03.15")
}
