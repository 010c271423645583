import Foundation

/// Attention in double precision, each step its formula: what answers are held against.
///
/// Written apart from the engine, and slowly on purpose. Inputs fit; refusals are the checkpoints' business.
enum Oracle {
  /// q · k / √dHead (Vaswani et al. 2017, equation 1).
  static func scores(_ query: Grid, _ key: Grid) -> Grid {
    (query * key.transposed).map { $0 / Double(query.shape[1]).squareRoot() }
  }

  /// exp(x) / Σ exp(x) of each row of a matrix; zeros where every score is −∞.
  static func softmax(_ scores: Grid) -> Grid {
    let (rows, columns) = (scores.shape[0], scores.shape[1])
    let maxima = (0..<rows).map { row in (0..<columns).map { scores[row, $0] }.max() ?? -.infinity }
    let sums = (0..<rows).map { row in
      (0..<columns).reduce(0) { $0 + exp(scores[row, $1] - maxima[row]) }
    }
    return Grid(scores.shape) { at in
      maxima[at[0]] == -.infinity ? 0 : exp(scores[at[0], at[1]] - maxima[at[0]]) / sums[at[0]]
    }
  }

  static func attend(_ query: Grid, _ key: Grid, _ value: Grid, _ mask: Grid) -> Grid {
    softmax(scores(query, key) + mask) * value
  }

  /// A mask of what the query at `position` sees: `entry` for each key.
  static func mask(_ queries: Int, _ keys: Int, _ entry: (_ position: Int, _ key: Int) -> Double) -> Grid {
    Grid([queries, keys]) { entry(keys - queries + $0[0], $0[1]) }
  }

  static func causalMask(_ queries: Int, _ keys: Int) -> Grid {
    mask(queries, keys) { position, key in key <= position ? 0 : -.infinity }
  }

  static func slidingWindowMask(_ queries: Int, _ keys: Int, _ window: Int) -> Grid {
    mask(queries, keys) { position, key in
      (position - window + 1...position).contains(key) ? 0 : -.infinity
    }
  }

  static func splitHeads(_ x: Grid, _ nHeads: Int) -> Grid {
    let dHead = x.shape[1] / nHeads
    return Grid([nHeads, x.shape[0], dHead]) { x[$0[1], $0[0] * dHead + $0[2]] }
  }

  static func mergeHeads(_ heads: Grid) -> Grid {
    let dHead = heads.shape[2]
    return Grid([heads.shape[1], heads.shape[0] * dHead]) { heads[$0[1] / dHead, $0[0], $0[1] % dHead] }
  }

  /// Query head h uses key head ⌊h · nKVHeads / nHeads⌋ (Ainslie et al. 2023).
  static func groupedAttention(_ query: Grid, _ key: Grid, _ value: Grid, _ mask: Grid) -> Grid {
    let (nHeads, nKVHeads) = (query.shape[0], key.shape[0])
    return .stack(nHeads, of: [query.shape[1], value.shape[2]]) { head in
      let shared = head * nKVHeads / nHeads
      return attend(query.slice(head), key.slice(shared), value.slice(shared), mask)
    }
  }

  /// Position · base^(−2i / dHead) (Su et al. 2021, equation 15).
  static func rotaryAngles(_ context: Int, _ dHead: Int, _ base: Double) -> Grid {
    Grid([context, dHead / 2]) { Double($0[0]) / pow(base, Double(2 * $0[1]) / Double(dHead)) }
  }

  /// Each pair of neighbours, as a complex number, times e^(iθ).
  static func rotate(_ x: Grid, _ positions: [Int], _ angles: Grid) -> Grid {
    Grid(x.shape) { at in
      let pair = at[1] / 2
      let (a, b, angle) = (x[at[0], 2 * pair], x[at[0], 2 * pair + 1], angles[positions[at[0]], pair])
      return at[1] % 2 == 0 ? a * cos(angle) - b * sin(angle) : a * sin(angle) + b * cos(angle)
    }
  }

  /// As the paper has it for powers of two, and its authors' code for other numbers.
  static func slopes(_ nHeads: Int) -> [Double] {
    if nHeads.nonzeroBitCount == 1 {
      return (1...nHeads).map { pow(2, -8 * Double($0) / Double(nHeads)) }
    }
    var below = 1
    while below * 2 < nHeads { below *= 2 }
    let others = stride(from: 0, to: 2 * below, by: 2).map { slopes(2 * below)[$0] }
    return slopes(below) + others.prefix(nHeads - below)
  }

  static func alibi(_ nHeads: Int, _ queries: Int, _ keys: Int) -> Grid {
    .stack(nHeads, of: [queries, keys]) { head in
      mask(queries, keys) { position, key in
        key <= position ? -slopes(nHeads)[head] * Double(position - key) : -.infinity
      }
    }
  }

  static func multiHeadAttention(
    _ x: Grid, query: Grid, key: Grid, value: Grid, output: Grid, _ nHeads: Int, _ nKVHeads: Int, _ mask: Grid
  ) -> Grid {
    let heads = groupedAttention(
      splitHeads(x * query, nHeads), splitHeads(x * key, nKVHeads), splitHeads(x * value, nKVHeads), mask)
    return mergeHeads(heads) * output
  }
}
