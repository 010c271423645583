import LabContracts
import LabTesting

extension Misconceptions {
  /// 03.12
  static let decodeStep: [Misconception] = [
    at(
      "decode-position-stuck-at-zero",
      "Every token is turned as if it were the first, or not at all. Its position is the number of tokens in the "
        + "cache."
    ) { _ in 0 },
    at(
      "decode-positions-from-one",
      "You are one position too far: the first token, with an empty cache, stands at 0."
    ) {
      $0.tokens + 1
    },
    at(
      "decode-one-position-behind",
      "You are one position behind: with one token in the cache the new one stands at 1."
    ) {
      max(0, $0.tokens - 1)
    },
    at(
      "heads-counted-for-tokens",
      "You take the number of heads for the position; the cache's first dimension is tokens."
    ) {
      $0.cache.keys.shape[1]
    },
    step(
      "query-not-turned",
      "The query is not turned. Only when both are turned does a score tell their distance."
    ) {
      $0.step(query: $0.query)
    },
    step(
      "key-not-turned",
      "The new key is not turned. Only when both are turned does a score tell their distance."
    ) {
      $0.step(cache: $0.grown(key: $0.key))
    },
    step(
      "unturned-key-stored",
      "You attend with the turned key and store the other. The next step takes what is stored for turned."
    ) {
      Attention.DecodeStep(output: $0.step().output, cache: $0.grown(key: $0.key))
    },
    step("value-turned", "You turn the value too. Positions belong in scores; values are taken as they are.")
    {
      $0.step(cache: $0.grown(value: $0.turned($0.value)))
    },
    step(
      "cached-keys-turned-again",
      "You turn the keys of the cache once more. They were turned when they were stored, each by its own position."
    ) { step in
      let again = Attention.KVCache(
        keys: PlainTensor(
          step.cache.keys.slices.enumerated().flatMap { step.turned($1, at: $0).values },
          shape: step.cache.keys.shape), values: step.cache.values)
      let output = step.attended(
        step.turned(step.query), over: Oracle.append(again, step.turned(step.key), step.value))
      return Attention.DecodeStep(output: output, cache: step.grown())
    },
    step(
      "decode-turned-in-halves",
      "You pair number i with number i + dHead / 2; here neighbours 2i and 2i + 1 do."
    ) {
      step in
      func turned(_ heads: PlainTensor) -> PlainTensor {
        let positions = Array(repeating: step.tokens, count: heads.shape[0])
        return turnedInHalves(Grid(heads), positions, Grid(step.angles)).plain
      }
      return step.step(query: turned(step.query), cache: step.grown(key: turned(step.key)))
    },
    step("decode-turned-backwards", "You turn by −θ; (1, 0) turns towards (0, 1).") { step in
      func turned(_ heads: PlainTensor) -> PlainTensor {
        let positions = Array(repeating: step.tokens, count: heads.shape[0])
        return Oracle.rotate(Grid(heads), positions, Grid(step.angles).map { -$0 }).plain
      }
      return step.step(query: turned(step.query), cache: step.grown(key: turned(step.key)))
    },
    step(
      "heads-at-positions",
      "You turn head 0 by one position and head 1 by the next. All heads of a token stand at its position."
    ) { step in
      func turned(_ heads: PlainTensor) -> PlainTensor {
        let positions = (0..<heads.shape[0]).map { min(step.tokens + $0, step.lastPosition) }
        return Oracle.rotate(Grid(heads), positions, Grid(step.angles)).plain
      }
      return step.step(query: turned(step.query), cache: step.grown(key: turned(step.key)))
    },
    step("itself-not-seen", "You attend over the old cache: the new token sees itself as well. Append first.")
    { step in
      let output =
        step.tokens == 0
        ? PlainTensor(shape: step.query.shape) : step.attended(step.turned(step.query), over: step.cache)
      return Attention.DecodeStep(output: output, cache: step.grown())
    },
    step("only-itself-seen", "The new token sees itself alone; it sees everything in the cache too.") {
      Attention.DecodeStep(
        output: $0.attended($0.turned($0.query), over: $0.grown(), from: $0.tokens), cache: $0.grown())
    },
    step("first-token-not-seen", "The first token of the cache is passed over; all of them are seen.") {
      Attention.DecodeStep(
        output: $0.attended($0.turned($0.query), over: $0.grown(), from: min(1, $0.tokens)), cache: $0.grown()
      )
    },
    step(
      "cache-not-handed-back", "You hand back the cache you were given. The next token needs this one's row."
    ) {
      Attention.DecodeStep(output: $0.step().output, cache: $0.cache)
    },
    step("cache-grown-by-two", "Your cache has grown by two rows: append once, and hand that cache back.") {
      let grown = $0.grown()
      return Attention.DecodeStep(
        output: $0.step().output, cache: Oracle.append(grown, $0.turned($0.key), $0.value))
    },
    step(
      "cached-heads-tiled",
      "Your query heads use the key heads in turn. Neighbours share: head h uses head h / g."
    ) {
      step in
      let grown = step.grown()
      let output = step.attended(step.turned(step.query), over: grown) { $0 % step.key.shape[0] }
      return Attention.DecodeStep(output: output, cache: grown)
    },
    step("decode-not-scaled", "The scores of your step are not divided by √dHead.") {
      let grown = $0.grown()
      let root = Double($0.query.shape[1]).squareRoot()
      return Attention.DecodeStep(
        output: $0.attended($0.turned($0.query), over: grown, scale: root), cache: grown)
    },
    Misconception(
      "decoding-beyond-the-table", lives: "03.12",
      sentence:
        "The table has no row for this position, and you take the last one again: throw `positionOutOfRange`."
    ) {
      $0.bind(Attention.decodeStep) { try Decoding($0, $1, $2, $3, $4, checkingTable: false).step() }
    },
    Misconception(
      "decode-cache-never-reset", lives: "03.12",
      sentence:
        "Rows of an earlier sequence are still there: your cache lives in a variable outside the function. The cache "
        + "that you are given is all there is."
    ) {
      let kept = Memory<Attention.KVCache?>(nil)
      $0.bind(Attention.decodeStep) { query, key, value, given, angles in
        let asked = try Decoding(query, key, value, given, angles)
        return try kept.use { kept in
          let fits = kept?.keys.shape.dropFirst() == given.keys.shape.dropFirst()
          let cache = fits ? kept ?? given : given
          let answer =
            cache.keys.shape[0] < angles.shape[0]
            ? try Decoding(query, key, value, cache, angles).step() : asked.step()
          kept = answer.cache
          return answer
        }
      }
    },
  ]

  private static func step(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable (Decoding) -> Attention.DecodeStep
  ) -> Misconception {
    Misconception(id, lives: "03.12", sentence: sentence) {
      $0.bind(Attention.decodeStep) { answer(try Decoding($0, $1, $2, $3, $4)) }
    }
  }

  /// Query and key turned by another position than the new token's.
  private static func at(
    _ id: String, _ sentence: String, _ position: @escaping @Sendable (Decoding) -> Int
  ) -> Misconception {
    step(id, sentence) {
      let position = position($0)
      return $0.step(
        query: $0.turned($0.query, at: position), cache: $0.grown(key: $0.turned($0.key, at: position)))
    }
  }
}
