import LabContracts

extension PlainTensor: Approximable {
  /// Notes every entry, or that the shapes differ.
  public func compare(with expected: PlainTensor, at path: [Int], in comparison: inout Comparison) {
    guard shape == expected.shape else {
      return comparison.note(shape: shape, expected: expected.shape)
    }
    for (offset, (own, other)) in zip(values, expected.values).enumerated() {
      comparison.note(Double(own), Double(other), at: path + index(of: offset))
    }
  }

  /// Where the value at `offset` stands.
  private func index(of offset: Int) -> [Int] {
    var (rest, index) = (offset, shape)
    for axis in shape.indices.reversed() {
      index[axis] = rest % shape[axis]
      rest /= shape[axis]
    }
    return index
  }
}
