import LabKernels

extension RotaryPositions {
  /// Vectors turned by their positions: `[tokens, dHead]`, or `[heads, tokens, dHead]` with the same
  /// positions for every head.
  ///
  /// Throws `AttentionError.shape`, or `.position` for one beyond the table.
  public func rotated(_ x: Tensor, positions: [Int]) throws(AttentionError) -> Tensor {
    guard x.rank == 2 || x.rank == 3, x.shape.suffix(2) == [positions.count, dHead] else {
      throw .shape("vectors to turn", expected: "[…, \(positions.count), \(dHead)]", actual: x.shape)
    }
    if let outside = positions.first(where: { !(0..<context).contains($0) }) {
      throw .position(outside, positions: context)
    }
    let repeated = (0..<(x.rank == 3 ? x.shape[0] : 1)).flatMap { _ in positions }
    var values = x.values
    rotate(&values, RotaryHeads(count: 1, dHead: dHead), positions: repeated)
    return Tensor(trusted: values, shape: x.shape)
  }
}
