/// Which two numbers of a head rotary positions turn together.
///
/// Both are in use, both make scores depend on distance alone, and weights made for one are wrong in the
/// other.
public enum RotaryLayout: String, Hashable, Sendable, CaseIterable {
  /// Neighbours, (0, 1), (2, 3), …: the paper, llama2.c.
  case interleaved
  /// One from each half, (0, d/2), (1, d/2 + 1), …: GPT-NeoX, Hugging Face's Llama.
  case halfSplit
}

/// Where the heads to rotate lie: `count` heads of `dHead` numbers side by side, in rows (tokens) of
/// `rowWidth` numbers, the first head `offset` numbers into its row.
///
/// The queries of rows that hold queries, keys and values are
/// `RotaryHeads(count: nHeads, dHead: dHead, rowWidth: (nHeads + 2 * nKVHeads) * dHead)`, and the keys
/// the same with `count: nKVHeads, offset: nHeads * dHead`.
public struct RotaryHeads: Hashable, Sendable {
  /// Heads in a row.
  public var count: Int
  /// Numbers in a head; even.
  public var dHead: Int
  /// Numbers in a row.
  public var rowWidth: Int
  /// Where in a row the first head starts.
  public var offset: Int

  /// `count` heads of `dHead`, by default all that is in a row.
  public init(count: Int, dHead: Int, rowWidth: Int? = nil, offset: Int = 0) {
    self.count = count
    self.dHead = dHead
    self.rowWidth = rowWidth ?? count * dHead
    self.offset = offset
  }
}

extension Kernels {
  /// Turns pair i of each head by the angle of its position, in place: rotary position embedding
  /// (Su et al., "RoFormer", 2021, equation 34).
  ///
  /// - Parameters:
  ///   - values: `[positions.count, heads.rowWidth]` from `offset` on.
  ///   - positions: the position of each row, an index into the tables.
  ///   - cosines: `[maximum position, dHead / 2]`: cos(position · base^(−2i/dHead)).
  ///   - sines: the same with sin.
  ///   - inverse: turns back: the gradient of a rotation is the opposite rotation of the gradient.
  public static func rotate(
    _ values: inout [Float], at offset: Int = 0, heads: RotaryHeads, positions: [Int],
    cosines: [Float], sines: [Float], layout: RotaryLayout, inverse: Bool = false,
    on parallelism: Parallelism = .allCores
  ) {
    requireRotation(values, offset, heads, positions, cosines, sines)
    let half = heads.dHead / 2
    values.withFloats(at: offset) { values in
      cosines.withFloats { cosines in
        sines.withFloats { sines in
          parallelism.forEachRow(of: positions.count, columns: heads.count * heads.dHead) { row in
            let angles = positions[row] * half
            for head in 0..<heads.count {
              rotate(
                values + row * heads.rowWidth + heads.offset + head * heads.dHead, half,
                cosines + angles, sines + angles, inverse ? -1 : 1, layout)
            }
          }
        }
      }
    }
  }

  /// Turns the pairs of one head.
  @inline(__always)
  private static func rotate(
    _ x: UnsafeMutablePointer<Float>, _ half: Int, _ cosines: UnsafePointer<Float>,
    _ sines: UnsafePointer<Float>, _ direction: Float, _ layout: RotaryLayout
  ) {
    switch layout {
    case .interleaved:
      for i in 0..<half {
        let (a, b, cosine, sine) = (x[2 * i], x[2 * i + 1], cosines[i], direction * sines[i])
        x[2 * i] = a * cosine - b * sine
        x[2 * i + 1] = a * sine + b * cosine
      }
    case .halfSplit:
      Lanes.forEach(in: 0..<half) { lanes in
        let (a, b) = (lanes(x), lanes(x + half))
        let (cosine, sine) = (lanes(cosines), lanes(sines) * direction)
        lanes.store(a * cosine - b * sine, x)
        lanes.store(a * sine + b * cosine, x + half)
      }
    }
  }

  private static func requireRotation(
    _ values: [Float], _ offset: Int, _ heads: RotaryHeads, _ positions: [Int],
    _ cosines: [Float], _ sines: [Float]
  ) {
    requireDimensions(heads.count, heads.dHead, heads.rowWidth, heads.offset)
    requireRoom(values.count, from: offset, for: positions.count * heads.rowWidth, "the rows to rotate")
    guard heads.dHead % 2 == 0 else {
      fatalError("rotary positions turn pairs; a head of \(heads.dHead) numbers is odd")
    }
    guard heads.offset + heads.count * heads.dHead <= heads.rowWidth else {
      fatalError("\(heads) do not fit in a row")
    }
    requireCount(sines.count, cosines.count, "the table of sines")
    for position in positions {
      guard position >= 0, (position + 1) * (heads.dHead / 2) <= cosines.count else {
        fatalError("position \(position) is not in the rotation tables")
      }
    }
  }
}
