import LabContracts
import LabTesting

/// What weights and caches take up.
extension Misconceptions {
  private typealias Layout = Quantization.BlockLayout
  private typealias Model = Quantization.ModelShape

  /// 07.15
  static let weightBytes: [Misconception] = [
    weightBytes(
      "matrix-filled-up-as-a-whole",
      "You fill up the last block of the matrix. Blocks do not reach into the next row."
    ) { rows, columns, layout in blocks(rows * columns, layout) * layout.bytes },
    weightBytes(
      "remainder-without-a-block", "What remains behind the last full block takes a block as well: round up."
    ) {
      rows, columns, layout in
      rows * (columns / layout.count) * layout.bytes
    },
    weightBytes("one-block-too-many", "`columns / count + 1` adds a block where the row is full already.") {
      rows, columns, layout in
      rows * (columns / layout.count + 1) * layout.bytes
    },
    weightBytes(
      "scales-not-counted",
      "You count the codes alone. A block of Q4_0 has 18 bytes and not 16: its scale takes two."
    ) { rows, columns, layout in
      rows * blocks(columns, layout) * (layout.count > 1 ? layout.bytes - 2 : layout.bytes)
    },
    weightBytes("parts-of-blocks", "You count parts of a block. A row that begins a block takes all of it.") {
      rows, columns, layout in
      rows * columns * layout.bytes / layout.count
    },
    weightBytes(
      "blocks-down-the-columns", "Your blocks run down the columns; a block holds neighbours of a row."
    ) {
      rows, columns, layout in
      columns * blocks(rows, layout) * layout.bytes
    },
    weightBytes("bits-instead-of-bytes", "You return bits. Eight make a byte.") { rows, columns, layout in
      rows * blocks(columns, layout) * layout.bytes * 8
    },
    weightBytes("blocks-instead-of-bytes", "You count blocks. Each has `bytes` bytes.") {
      rows, columns, layout in
      rows * blocks(columns, layout)
    },
    weightBytes("a-block-a-number", "You count a block for each number. A block holds `count` of them.") {
      rows, columns, layout in
      rows * columns * layout.bytes
    },
    weightBytes("one-row-counted", "You count one row. A matrix has as many as it has outputs.") {
      _, columns, layout in
      blocks(columns, layout) * layout.bytes
    },
    weights("first-matrix-alone", "You count the first matrix. All of them are stored.") { shapes, layout in
      shapes.first.map { $0.rows * blocks($0.columns, layout) * layout.bytes } ?? 0
    },
    weights("columns-of-all-matrices-joined", "You join the matrices before you cut blocks: rows stay apart.")
    {
      shapes, layout in
      blocks(shapes.reduce(0) { $0 + $1.rows * $1.columns }, layout) * layout.bytes
    },
    weights(
      "negative-sizes-counted",
      "A matrix of a negative size, or a block of nothing, is a mistake: throw `invalidSize`.",
      sparing: .invalidSize
    ) { shapes, layout in
      shapes.reduce(0) {
        $0 + abs($1.rows) * blocks(abs($1.columns), layout) * abs(layout.bytes)
      }
    },
    Misconception(
      "layout-checked-with-each-matrix", lives: "07.15",
      sentence: "You look at the layout once for each matrix, and never without one. Check it first."
    ) {
      $0.bind(Quantization.weightBytes) { shapes, layout in
        let refuse = Refusal(sparing: nil)
        for shape in shapes {
          try refuse(
            .invalidSize,
            unless: layout.count >= 1 && layout.bytes >= 1 && shape.rows >= 0 && shape.columns >= 0)
        }
        return shapes.reduce(0) { $0 + $1.rows * blocks($1.columns, layout) * layout.bytes }
      }
    },
    Misconception(
      "product-of-sizes-checked", lives: "07.15",
      sentence:
        "You see that rows · columns is not below 0. So it is for −2 · −32 and for −1 · 0: check each size."
    ) {
      $0.bind(Quantization.weightBytes) { shapes, layout in
        let refuse = Refusal(sparing: nil)
        try refuse(
          .invalidSize,
          unless: layout.count >= 1 && layout.bytes >= 1 && shapes.allSatisfy { $0.rows * $0.columns >= 0 })
        return shapes.reduce(0) { $0 + $1.rows * blocks($1.columns, layout) * layout.bytes }
      }
    },
    weights("bytes-in-32-bits", "Your count overflows 32 bits, at 4 GiB. `Int` has 64.") { shapes, layout in
      Int(
        UInt32(
          truncatingIfNeeded: shapes.reduce(0) { $0 + $1.rows * blocks($1.columns, layout) * layout.bytes }))
    },
  ]

  private static func weights(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Quantization.MatrixShape], Quantization.BlockLayout) -> Int
  ) -> Misconception {
    Misconception(id, lives: "07.15", sentence: sentence) { $0.weightBytes(sparing: spared, answer) }
  }

  private static func weightBytes(
    _ id: String, _ sentence: String,
    _ bytes: @escaping @Sendable (_ rows: Int, _ columns: Int, Quantization.BlockLayout) -> Int
  ) -> Misconception {
    weights(id, sentence) { shapes, layout in
      shapes.reduce(0) { $0 + bytes($1.rows, $1.columns, layout) }
    }
  }

  /// Blocks that so many numbers fill or begin.
  private static func blocks(_ count: Int, _ layout: Layout) -> Int {
    let size = max(1, layout.count)
    return count / size + (count % size == 0 ? 0 : 1)
  }

  /// 07.16
  static let cacheBytes: [Misconception] = [
    rows(
      "heads-of-queries-counted",
      "You count a row for all heads of queries. Only the `nKVHeads` heads of keys are cached."
    ) {
      2 * $0.nLayers * $1 * blocks($0.dModel, $2) * $2.bytes
    },
    rows("keys-without-values", "You count keys or values. Both are cached: twice as many rows.") {
      $0.nLayers * $1 * blocks(width($0), $2) * $2.bytes
    },
    rows("one-layer", "You count one layer; each has a cache of its own.") {
      2 * $1 * blocks(width($0), $2) * $2.bytes
    },
    rows("one-head-counted", "You count one head. A row holds the numbers of all `nKVHeads` heads.") {
      2 * $0.nLayers * $1 * blocks($0.dModel / $0.nHeads, $2) * $2.bytes
    },
    rows(
      "each-head-filled-up",
      "You fill up a block for each head. The heads of a row lie side by side and share blocks."
    ) {
      2 * $0.nLayers * $1 * $0.nKVHeads * blocks($0.dModel / $0.nHeads, $2) * $2.bytes
    },
    rows(
      "keys-and-values-share-blocks",
      "You put keys and values into one row. Each of the two fills up its own last block."
    ) {
      $0.nLayers * $1 * blocks(2 * width($0), $2) * $2.bytes
    },
    rows(
      "cache-filled-up-as-a-whole",
      "You fill up the last block of the whole cache. Each token's row fills up its own."
    ) {
      2 * $0.nLayers * blocks($1 * width($0), $2) * $2.bytes
    },
    rows("cache-in-parts-of-blocks", "You count parts of blocks. A row that begins a block takes all of it.")
    {
      2 * $0.nLayers * $1 * width($0) * $2.bytes / $2.count
    },
    rows("cache-scales-not-counted", "You count the codes alone: a block of Q8_0 has 34 bytes and not 32.") {
      2 * $0.nLayers * $1 * blocks(width($0), $2) * ($2.count > 1 ? $2.bytes - 2 : $2.bytes)
    },
    rows("a-block-for-each-cached-number", "You count `bytes` for each number. They are for `count` numbers.")
    {
      2 * $0.nLayers * $1 * width($0) * $2.bytes
    },
    cache("sequences-ignored", "Each sequence has a cache of its own: multiply by their number.") {
      model, tokens, _, layout in
      2 * model.nLayers * tokens * blocks(width(model), layout) * layout.bytes
    },
    cache("tokens-ignored", "You count one token. The rows of all tokens are kept.") {
      model, _, sequences, layout in
      2 * model.nLayers * sequences * blocks(width(model), layout) * layout.bytes
    },
    cache("tokens-squared", "The scores grow with tokens²; they are not cached. A token has one row of keys.")
    {
      model, tokens, sequences, layout in
      2 * model.nLayers * tokens * tokens * sequences * blocks(width(model), layout) * layout.bytes
    },
    cache(
      "heads-shared-out-unevenly",
      "Heads that cannot be shared out evenly make no model: throw `headsDoNotDivide`.",
      sparing: .headsDoNotDivide
    ) { model, tokens, sequences, layout in
      2 * model.nLayers * tokens * sequences * blocks(width(model), layout) * layout.bytes
    },
    Misconception(
      "shared-heads-alone-checked", lives: "07.16",
      sentence:
        "You see that nKVHeads divides nHeads. nHeads must divide dModel as well: throw `headsDoNotDivide`."
    ) {
      $0.bind(Quantization.cacheBytes) { model, tokens, sequences, layout in
        let refuse = Refusal(sparing: nil)
        let sizes = [model.nLayers, model.nHeads, model.nKVHeads, model.dModel, layout.count, layout.bytes]
        try refuse(.invalidSize, unless: sizes.allSatisfy { $0 >= 1 } && tokens >= 0 && sequences >= 0)
        try refuse(.headsDoNotDivide, unless: model.nHeads % model.nKVHeads == 0)
        return 2 * model.nLayers * tokens * sequences * blocks(width(model), layout) * layout.bytes
      }
    },
    cache(
      "negative-counts-of-tokens", "Sizes are at least 1 and counts not below 0: throw `invalidSize`.",
      sparing: .invalidSize
    ) { model, tokens, sequences, layout in
      model.nHeads < 1
        ? 0 : 2 * model.nLayers * tokens * sequences * blocks(width(model), layout) * layout.bytes
    },
    lenientCache(
      "no-tokens-answered-first",
      "Where no token is kept you answer 0 before you look at the model. Check first, whatever there is to count."
    ) { _, tokens, sequences in tokens * sequences != 0 },
    lenientCache(
      "product-of-counts-checked",
      "You see that tokens · sequences is not below 0. So it is for −1 · −1: check each count."
    ) { _, tokens, sequences in !(tokens < 0 && sequences < 0) },
  ]

  /// A right answer, and one without a check where a rule says that there is none.
  private static func lenientCache(
    _ id: String, _ sentence: String,
    _ isChecked: @escaping @Sendable (Quantization.ModelShape, _ tokens: Int, _ sequences: Int) -> Bool
  ) -> Misconception {
    Misconception(id, lives: "07.16", sentence: sentence) {
      $0.bind(Quantization.cacheBytes) { model, tokens, sequences, layout in
        guard isChecked(model, tokens, sequences) else {
          return tokens * sequences == 0
            ? 0 : 2 * model.nLayers * tokens * sequences * blocks(width(model), layout) * layout.bytes
        }
        let refuse = Refusal(sparing: nil)
        let sizes = [model.nLayers, model.nHeads, model.nKVHeads, model.dModel, layout.count, layout.bytes]
        try refuse(.invalidSize, unless: sizes.allSatisfy { $0 >= 1 } && tokens >= 0 && sequences >= 0)
        try refuse(
          .headsDoNotDivide,
          unless: model.nHeads % model.nKVHeads == 0 && model.dModel % model.nHeads == 0)
        return 2 * model.nLayers * tokens * sequences * blocks(width(model), layout) * layout.bytes
      }
    }
  }

  private static func cache(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer:
      @escaping @Sendable (Quantization.ModelShape, _ tokens: Int, _ sequences: Int, Quantization.BlockLayout)
      -> Int
  ) -> Misconception {
    Misconception(id, lives: "07.16", sentence: sentence) { $0.cacheBytes(sparing: spared, answer) }
  }

  /// The bytes of so many tokens, those of all sequences together.
  private static func rows(
    _ id: String, _ sentence: String,
    _ bytes: @escaping @Sendable (Quantization.ModelShape, _ tokens: Int, Quantization.BlockLayout) -> Int
  ) -> Misconception {
    cache(id, sentence) { bytes($0, $1 * $2, $3) }
  }

  /// Numbers in a token's row of keys.
  private static func width(_ model: Model) -> Int { model.nKVHeads * (model.dModel / model.nHeads) }
}
