import LabContracts
import LabTesting

extension Misconceptions {
  /// 03.15
  static let multiHeadAttention: [Misconception] = [
    block(
      "output-projection-missing",
      "You hand back the heads side by side; `weights.output` mixes what they found."
    ) {
      $0.merged()
    },
    block(
      "output-projection-transposed",
      "You multiply with the transpose of `weights.output`. Its rows are the heads' numbers: x · W, rows of x times "
        + "columns of W."
    ) { $0.merged() * $0.output.transposedIfSquare },
    block(
      "input-projections-transposed",
      "You multiply with the transposes of the projections: x · W, not x · Wᵀ."
    ) {
      var block = $0
      block.query = $0.query.transposedIfSquare
      block.key = $0.key.transposedIfSquare
      block.value = $0.value.transposedIfSquare
      return block.merged() * block.output
    },
    block(
      "all-projections-transposed",
      "You multiply with the transposes of all four projections: x · W, not x · Wᵀ."
    ) {
      var block = $0
      block.query = $0.query.transposedIfSquare
      block.key = $0.key.transposedIfSquare
      block.value = $0.value.transposedIfSquare
      return block.merged() * block.output.transposedIfSquare
    },
    block("queries-and-keys-swapped", "You ask with the keys and are answered by the queries: swap them.") {
      guard $0.query.shape == $0.key.shape else { return $0.merged() * $0.output }
      var block = $0
      (block.query, block.key) = ($0.key, $0.query)
      return block.merged() * block.output
    },
    block(
      "projected-keys-and-values-swapped",
      "You project keys with `weights.value` and values with `weights.key`."
    ) {
      var block = $0
      (block.key, block.value) = ($0.value, $0.key)
      return block.merged() * block.output
    },
    block("keys-taken-for-values", "Your values are the keys; `weights.value` makes them.") {
      var block = $0
      block.value = $0.key
      return block.merged() * block.output
    },
    block(
      "block-cut-without-moving",
      "You cut heads by giving the numbers another shape: they must move, as in 03.5."
    ) {
      $0.merged(split: { x, nHeads in x.reshaped([nHeads, x.shape[0], x.shape[1] / nHeads]) }) * $0.output
    },
    block(
      "block-merged-without-moving",
      "You merge heads by giving the numbers another shape: they must move, as in 03.6."
    ) {
      $0.merged(merge: { $0.reshaped([$0.shape[1], $0.shape[0] * $0.shape[2]]) }) * $0.output
    },
    block(
      "block-neither-cut-nor-merged",
      "You only change shapes when you cut and merge, so a head holds parts of other tokens. The numbers must move."
    ) {
      $0.merged(
        split: { x, nHeads in x.reshaped([nHeads, x.shape[0], x.shape[1] / nHeads]) },
        merge: { $0.reshaped([$0.shape[1], $0.shape[0] * $0.shape[2]]) }) * $0.output
    },
    block(
      "block-heads-averaged",
      "You average the heads; they stand side by side, and `weights.output` mixes them."
    ) {
      $0.merged(merge: { heads in
        Grid([heads.shape[1], heads.shape[0] * heads.shape[2]]) { at in
          (0..<heads.shape[0]).reduce(0) { $0 + heads[$1, at[0], at[1] % heads.shape[2]] }
            / Double(heads.shape[0])
        }
      }) * $0.output
    },
    block("block-heads-tiled", "Your query heads use the key heads in turn. Neighbours share, as in 03.7.") {
      $0.merged(shared: { head, _, nKVHeads in head % nKVHeads }) * $0.output
    },
    block("block-first-key-head-for-all", "Every query head uses key head 0. Neighbours share, as in 03.7.") {
      $0.merged(shared: { _, _, _ in 0 }) * $0.output
    },
    block(
      "block-scaled-by-model-width",
      "You divide by the root of the whole row; a head's product has dHead terms."
    ) {
      let factor = 1 / Double($0.nHeads).squareRoot()
      return $0.merged(queryFactor: factor) * $0.output
    },
    block("block-not-scaled", "The scores of your block are not divided by √dHead.") {
      let dHead = $0.query.shape[1] / $0.nHeads
      return $0.merged(queryFactor: Double(dHead).squareRoot()) * $0.output
    },
    block("block-not-masked", "The mask changes nothing in your block: hand it on.") {
      var block = $0
      block.mask = $0.mask.map { _ in 0 }
      return block.merged() * block.output
    },
    block(
      "one-head-of-the-whole-width",
      "You attend with one head over the whole row: cut it into `nHeads` first."
    ) {
      guard $0.nHeads == $0.nKVHeads else { return $0.merged() * $0.output }
      var block = $0
      (block.nHeads, block.nKVHeads) = (1, 1)
      return block.merged() * block.output
    },
    block("input-added", "You add x to the answer. A transformer does so around the block, not inside it.") {
      $0.merged() * $0.output + $0.x
    },
    block("values-not-projected", "Your values are x itself; `weights.value` makes them.") {
      guard $0.value.shape == [$0.x.shape[1], $0.x.shape[1]] else { return $0.merged() * $0.output }
      var block = $0
      block.value = Grid($0.value.shape) { $0[0] == $0[1] ? 1 : 0 }
      return block.merged() * block.output
    },
    Misconception(
      "key-heads-counted-by-width", lives: "03.15",
      sentence:
        "You cut keys and values into heads as wide as the queries', however many those are. `nKVHeads` says how many: "
        + "where they come out wider, throw `shapeMismatch`."
    ) {
      $0.bind(Attention.multiHeadAttention) { x, weights, nHeads, nKVHeads, mask in
        try refuse(.headsDoNotDivide, unless: Heads.divide(nHeads, nKVHeads))
        let dHead = max(1, (weights.query.shape.last ?? 0) / nHeads)
        let counted = max(1, (weights.key.shape.last ?? 0) / dHead)
        return try Block(x, weights, nHeads, counted, mask).answer.plain
      }
    },
    Misconception(
      "more-key-heads-than-query-heads", lives: "03.15",
      sentence:
        "`nHeads` must be a multiple of `nKVHeads`, or some key heads are never asked: throw `headsDoNotDivide`."
    ) {
      $0.bind(Attention.multiHeadAttention) { x, weights, nHeads, nKVHeads, mask in
        let isFewer = nHeads >= 1 && nKVHeads > nHeads && weights.key.shape[1] % nKVHeads == 0
        return try Block(x, weights, nHeads, isFewer ? nHeads : nKVHeads, mask).answer.plain
      }
    },
  ]

  private static func block(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable (Block) -> Grid
  ) -> Misconception {
    Misconception(id, lives: "03.15", sentence: sentence) {
      $0.bind(Attention.multiHeadAttention) { answer(try Block($0, $1, $2, $3, $4)).plain }
    }
  }
}

/// One call of `multiHeadAttention`, in parts that a wrong implementation puts together otherwise.
private struct Block {
  let x: Grid
  var query: Grid
  var key: Grid
  var value: Grid
  let output: Grid
  var nHeads: Int
  var nKVHeads: Int
  var mask: Grid

  /// Refuses what must be refused.
  init(
    _ x: PlainTensor, _ weights: Attention.Weights, _ nHeads: Int, _ nKVHeads: Int, _ mask: PlainTensor
  ) throws {
    try refuse(.headsDoNotDivide, unless: Heads.divide(nHeads, nKVHeads))
    let matrices = [x, weights.query, weights.key, weights.value, weights.output]
    try refuse(.shapeMismatch, unless: matrices.allSatisfy { $0.rank == 2 })
    let (width, kvWidth) = (weights.query.shape[1], weights.key.shape[1])
    try refuse(.headsDoNotDivide, unless: width % nHeads == 0 && kvWidth % nKVHeads == 0)
    try refuse(
      .shapeMismatch,
      unless: [weights.query, weights.key, weights.value].allSatisfy { $0.shape[0] == x.shape[1] }
        && weights.key.shape == weights.value.shape && width / nHeads == kvWidth / nKVHeads
        && weights.output.shape == [width, x.shape[1]] && mask.shape == [x.shape[0], x.shape[0]])
    (self.x, query, key) = (Grid(x), Grid(weights.query), Grid(weights.key))
    (value, output, self.mask) = (Grid(weights.value), Grid(weights.output), Grid(mask))
    (self.nHeads, self.nKVHeads) = (nHeads, nKVHeads)
  }

  /// What the heads found, side by side.
  func merged(
    split: (Grid, Int) -> Grid = Oracle.splitHeads, merge: (Grid) -> Grid = Oracle.mergeHeads,
    queryFactor: Double = 1,
    shared: (_ head: Int, _ nHeads: Int, _ nKVHeads: Int) -> Int = { $0 * $2 / $1 }
  ) -> Grid {
    let queries = split((x * query).map { $0 * queryFactor }, nHeads)
    let (keys, values) = (split(x * key, nKVHeads), split(x * value, nKVHeads))
    return merge(
      .stack(nHeads, of: [x.shape[0], value.shape[1] / nKVHeads]) { head in
        let shared = shared(head, nHeads, nKVHeads)
        return Oracle.attend(queries.slice(head), keys.slice(shared), values.slice(shared), mask)
      })
  }

  var answer: Grid { merged() * output }
}

extension Grid {
  /// What a transposed weight would be where its shape lets that go unnoticed.
  fileprivate var transposedIfSquare: Grid { shape[0] == shape[1] ? transposed : self }
}
