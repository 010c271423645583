/// NF4: sixteen levels where a normal distribution has equally much mass between neighbours, scaled by the
/// largest magnitude of a group (Dettmers et al. 2023, "QLoRA", section 3 and appendix E).
public struct NormalFloat4: WeightScheme, Hashable {
  /// Neighbours in a row that share a scale; the last group of a row holds what remains.
  public let groupSize: Int

  /// Groups of 64 unless told otherwise. Throws `QuantizationError.invalidScheme` for groups of less than 1.
  public init(groupSize: Int = 64) throws(QuantizationError) {
    guard groupSize >= 1 else { throw .invalidScheme("a group holds 1 weight or more, not \(groupSize)") }
    self.groupSize = groupSize
  }

  /// The levels of the paper's appendix E, in float32. Zero is one of them; eight are positive, seven negative.
  public static let levels: [Float] = [
    -1, -0.6961928, -0.52507305, -0.3949175, -0.28444138, -0.18477343, -0.091050036, 0,
    0.0795803, 0.1609302, 0.2461123, 0.33791524, 0.44070983, 0.562617, 0.72295684, 1,
  ]

  /// What tables call it.
  public var name: String { "NF4, groups of \(groupSize)" }

  /// Four bits, and a float16 scale for each group.
  public func bitsPerWeight(rows: Int, columns: Int) -> Double {
    guard columns > 0 else { return 4 }
    let groups = columns / groupSize + (columns % groupSize == 0 ? 0 : 1)
    return 4 + 16 * Double(groups) / Double(columns)
  }

  /// The level nearest to `value`, which should be within −1…1; the lower one on a tie.
  public static func code(_ value: Float) -> Int {
    levels.indices.min { abs(levels[$0] - value) < abs(levels[$1] - value) } ?? 7
  }

  /// The weights after they were written down and read back.
  public func restored(_ weights: Tensor) throws -> Tensor {
    let (rows, columns) = try matrixSize(weights)
    var values: [Float] = []
    values.reserveCapacity(weights.count)
    for row in 0..<rows {
      for first in stride(from: row * columns, to: (row + 1) * columns, by: min(groupSize, max(1, columns))) {
        let group = weights.values[first..<min(first + min(groupSize, max(1, columns)), (row + 1) * columns)]
        let scale = group.reduce(0) { max($0, abs($1)) }
        values += group.map { scale > 0 ? Self.levels[Self.code($0 / scale)] * scale : 0 }
      }
    }
    return Tensor(trusted: values, shape: weights.shape)
  }
}
