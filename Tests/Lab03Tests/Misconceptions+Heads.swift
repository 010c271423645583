import LabContracts
import LabTesting

extension Misconceptions {
  /// 03.5
  static let splitHeads: [Misconception] = [
    split(
      "cut-without-moving",
      "You give the same numbers another shape. Head 0's numbers of the next token lie a whole row further on: they "
        + "must move."
    ) { x, nHeads in x.reshaped([nHeads, x.shape[0], x.shape[1] / nHeads]) },
    split(
      "heads-take-turns",
      "You deal a row's numbers out to the heads in turn. Each head gets dHead numbers that stand side by side."
    ) { x, nHeads in
      Grid([nHeads, x.shape[0], x.shape[1] / nHeads]) { x[$0[1], $0[2] * nHeads + $0[0]] }
    },
    split(
      "tokens-before-heads",
      "Your shape is `[tokens, nHeads, dHead]`; heads come first: `[nHeads, tokens, dHead]`."
    ) {
      x, nHeads in x.reshaped([x.shape[0], nHeads, x.shape[1] / nHeads])
    },
    split(
      "head-numbers-before-tokens", "Your shape is `[nHeads, dHead, tokens]`; a token's numbers come last."
    ) {
      x, nHeads in
      let dHead = x.shape[1] / nHeads
      return Grid([nHeads, dHead, x.shape[0]]) { x[$0[2], $0[0] * dHead + $0[1]] }
    },
    split("heads-in-reverse", "Your heads are in reverse order: the first numbers of a row belong to head 0.")
    {
      x, nHeads in
      let dHead = x.shape[1] / nHeads
      return Grid([nHeads, x.shape[0], dHead]) { x[$0[1], (nHeads - 1 - $0[0]) * dHead + $0[2]] }
    },
    split("head-count-for-head-size", "You make heads of `nHeads` numbers; make `nHeads` heads.") {
      x, nHeads in
      Oracle.splitHeads(x, x.shape[1] / nHeads)
    },
    Misconception(
      "heads-checked-before-dimensions", lives: "03.5",
      sentence: "What is no matrix is refused first, as `shapeMismatch`, however many heads are asked for."
    ) {
      $0.bind(Attention.splitHeads) { x, nHeads in
        try refuse(.headsDoNotDivide, unless: nHeads >= 1 && (x.shape.last ?? 0) % nHeads == 0)
        try refuse(.shapeMismatch, unless: x.rank == 2)
        return Oracle.splitHeads(Grid(x), nHeads).plain
      }
    },
    Misconception(
      "remainder-dropped", lives: "03.5",
      sentence:
        "When the heads do not divide the row, numbers are left over and lost: throw `headsDoNotDivide`."
    ) {
      $0.bind(Attention.splitHeads) { x, nHeads in
        try refuse(.shapeMismatch, unless: x.rank == 2)
        try refuse(.headsDoNotDivide, unless: nHeads >= 1)
        let dHead = x.shape[1] / nHeads
        return Grid([nHeads, x.shape[0], dHead]) { Grid(x)[$0[1], $0[0] * dHead + $0[2]] }.plain
      }
    },
  ]

  private static func split(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable (_ x: Grid, _ nHeads: Int) -> Grid
  ) -> Misconception {
    Misconception(id, lives: "03.5", sentence: sentence) { $0.splitHeads(answer) }
  }

  /// 03.6
  static let mergeHeads: [Misconception] = [
    merge(
      "merged-without-moving",
      "You give the same numbers another shape, so a row holds one head of several tokens. A token's heads lie apart: "
        + "they must move."
    ) { $0.reshaped([$0.shape[1], $0.shape[0] * $0.shape[2]]) },
    merge(
      "heads-take-turns-in-the-row",
      "You put one number of each head in turn. Each head's numbers stay side by side."
    ) { heads in
      let nHeads = heads.shape[0]
      return Grid([heads.shape[1], nHeads * heads.shape[2]]) { heads[$0[1] % nHeads, $0[0], $0[1] / nHeads] }
    },
    merge(
      "heads-below-one-another", "You put the heads below one another; a token's heads stand side by side."
    ) {
      $0.reshaped([$0.shape[0] * $0.shape[1], $0.shape[2]])
    },
    merge(
      "heads-added-up", "You add the heads up, and what each of them found is lost. Put them side by side."
    ) {
      heads in
      Grid([heads.shape[1], heads.shape[2]]) { at in
        (0..<heads.shape[0]).reduce(0) { $0 + heads[$1, at[0], at[1]] }
      }
    },
    merge(
      "heads-averaged", "You average the heads, and what each of them found is lost. Put them side by side."
    ) {
      heads in
      Grid([heads.shape[1], heads.shape[2]]) { at in
        (0..<heads.shape[0]).reduce(0) { $0 + heads[$1, at[0], at[1]] } / Double(heads.shape[0])
      }
    },
    merge("first-head-only", "Only the first head is left. Every head has its place in the row.") {
      $0.slice(0)
    },
    merge("heads-merged-in-reverse", "Your heads are in reverse order: head 0 comes first in the row.") {
      heads in
      let (nHeads, dHead) = (heads.shape[0], heads.shape[2])
      return Grid([heads.shape[1], nHeads * dHead]) {
        heads[nHeads - 1 - $0[1] / dHead, $0[0], $0[1] % dHead]
      }
    },
  ]

  private static func merge(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable (_ heads: Grid) -> Grid
  ) -> Misconception {
    Misconception(id, lives: "03.6", sentence: sentence) { $0.mergeHeads(answer) }
  }

  /// 03.7
  static let groupedAttention: [Misconception] = [
    sharing(
      "heads-tiled",
      "Your query heads use the key heads in turn, 0 1 0 1. Neighbours share, 0 0 1 1: head h uses key head h / g."
    ) { head, _, nKVHeads in (head % nKVHeads, head % nKVHeads) },
    sharing(
      "values-tiled", "Your keys are shared by neighbours and your values in turn: both use head h / g."
    ) { head, nHeads, nKVHeads in (head * nKVHeads / nHeads, head % nKVHeads) },
    sharing("keys-tiled", "Your values are shared by neighbours and your keys in turn: both use head h / g.")
    {
      head, nHeads, nKVHeads in (head % nKVHeads, head * nKVHeads / nHeads)
    },
    sharing(
      "first-key-head-for-all", "Every query head uses key head 0; with g heads a group, head h uses h / g."
    ) {
      _, _, _ in (0, 0)
    },
    sharing("divided-by-key-heads", "You divide by the number of key heads; divide by the size of a group.") {
      head, _, nKVHeads in
      let shared = min(head / nKVHeads, nKVHeads - 1)
      return (shared, shared)
    },
    sharing(
      "last-key-head-when-out-of-range", "Query head h uses key head h, or the last: heads share h / g."
    ) {
      head, _, nKVHeads in (min(head, nKVHeads - 1), min(head, nKVHeads - 1))
    },
    sharing("key-heads-in-reverse", "Your groups run from the last key head to the first; begin with head 0.")
    {
      head, nHeads, nKVHeads in
      let shared = nKVHeads - 1 - head * nKVHeads / nHeads
      return (shared, shared)
    },
    grouped("key-heads-averaged", "You average the key and value heads; each group keeps its own.") {
      query, key, value, mask in
      func mean(_ heads: Grid) -> Grid {
        Grid(Array(heads.shape.dropFirst())) { at in
          (0..<heads.shape[0]).reduce(0) { $0 + heads[$1, at[0], at[1]] } / Double(heads.shape[0])
        }
      }
      return .stack(query.shape[0], of: [query.shape[1], value.shape[2]]) {
        Oracle.attend(query.slice($0), mean(key), mean(value), mask)
      }
    },
    grouped(
      "only-the-first-head-masked",
      "You mask the first head alone; the others see the future. Mask every head."
    ) {
      query, key, value, mask in
      .stack(query.shape[0], of: [query.shape[1], value.shape[2]]) { head in
        let shared = head * key.shape[0] / query.shape[0]
        return Oracle.attend(
          query.slice(head), key.slice(shared), value.slice(shared), head == 0 ? mask : mask.map { _ in 0 })
      }
    },
    grouped(
      "empty-answer-without-width",
      "Without queries your answer has no width: no rows make `PlainTensor(rows:)` a `[0, 0]`. Give the shape yourself."
    ) { query, key, value, mask in
      let answer = Oracle.groupedAttention(query, key, value, mask)
      return answer.shape[1] == 0 ? answer.reshaped([answer.shape[0], 0, 0]) : answer
    },
    grouped("heads-not-masked", "The mask changes nothing: hand it to every head.") {
      Oracle.groupedAttention($0, $1, $2, $3.map { _ in 0 })
    },
    grouped(
      "scaled-by-all-heads",
      "You divide by the root of the whole row, nHeads · dHead. Each head's dot product has dHead terms."
    ) { query, key, value, mask in
      let factor = 1 / Double(query.shape[0]).squareRoot()
      return Oracle.groupedAttention(query.map { $0 * factor }, key, value, mask)
    },
    grouped(
      "as-many-answers-as-key-heads",
      "You answer for the key heads; every query head has an answer of its own, also where keys are shared."
    ) { query, key, value, mask in
      .stack(key.shape[0], of: [query.shape[1], value.shape[2]]) {
        Oracle.attend(query.slice($0), key.slice($0), value.slice($0), mask)
      }
    },
    Misconception(
      "uneven-groups-accepted", lives: "03.7",
      sentence: "Three query heads cannot share two key heads evenly: throw `headsDoNotDivide`."
    ) {
      $0.bind(Attention.groupedAttention) { query, key, value, mask in
        try refuse(.shapeMismatch, unless: query.rank == 3 && key.rank == 3 && value.rank == 3)
        try refuse(.headsDoNotDivide, unless: query.shape[0] >= 1 && key.shape[0] >= 1)
        try refuse(
          .shapeMismatch,
          unless: query.shape[2] == key.shape[2] && key.shape.prefix(2) == value.shape.prefix(2)
            && mask.shape == [query.shape[1], key.shape[1]])
        try refuse(.invalidScore, unless: query.values.allSatisfy { abs($0) < .infinity })
        return Oracle.groupedAttention(Grid(query), Grid(key), Grid(value), Grid(mask)).plain
      }
    },
  ]

  private static func grouped(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable (Grid, Grid, Grid, Grid) -> Grid
  ) -> Misconception {
    Misconception(id, lives: "03.7", sentence: sentence) { $0.groupedAttention(answer) }
  }

  /// Heads that use the wrong keys and values.
  private static func sharing(
    _ id: String, _ sentence: String,
    _ shared: @escaping @Sendable (_ head: Int, _ nHeads: Int, _ nKVHeads: Int) -> (key: Int, value: Int)
  ) -> Misconception {
    grouped(id, sentence) { query, key, value, mask in
      let nHeads = query.shape[0]
      return .stack(nHeads, of: [query.shape[1], value.shape[2]]) { head in
        let uses = shared(head, nHeads, key.shape[0])
        return Oracle.attend(query.slice(head), key.slice(uses.key), value.slice(uses.value), mask)
      }
    }
  }
}
