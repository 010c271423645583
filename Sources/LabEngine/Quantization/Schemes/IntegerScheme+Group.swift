extension IntegerScheme {
  /// What the weights of a group share.
  public struct Group: Hashable, Sendable {
    /// The step between neighbouring codes; 0 for a group of zeros.
    public let scale: Float
    /// The code that stands for 0.
    public let zero: Int

    /// A group's scale and zero.
    public init(scale: Float, zero: Int = 0) {
      (self.scale, self.zero) = (scale, zero)
    }
  }

  /// The scale and zero for finite numbers; a scale of 0 when all are 0.
  public func group(for values: some Sequence<Float>) -> Group {
    var (low, high): (Float, Float) = (0, 0)
    var largest: Float = 0
    for value in values {
      (low, high) = (min(low, value), max(high, value))
      if abs(value) > abs(largest) { largest = value }
    }
    switch mapping {
    case .absmax:
      return Group(scale: abs(largest) / Float(codes.upperBound))
    case .signedAbsmax:
      return Group(scale: largest / Float(codes.lowerBound))
    case .zeroPoint:
      // Divided first: the distance between two huge numbers of opposite signs would overflow.
      let scale = (high / Float(codes.upperBound)) - (low / Float(codes.upperBound))
      return Group(scale: scale, zero: scale > 0 ? clamped(-low / scale) : 0)
    }
  }

  /// The code nearest to `value`, ties away from zero, never outside `codes`.
  public func code(_ value: Float, _ group: Group) -> Int {
    guard group.scale != 0, value.isFinite else { return group.zero }
    return clamped((value / group.scale).rounded() + Float(group.zero))
  }

  /// What a code stands for.
  public func value(_ code: Int, _ group: Group) -> Float {
    Float(code - group.zero) * group.scale
  }

  private func clamped(_ value: Float) -> Int {
    Int(max(Float(codes.lowerBound), min(Float(codes.upperBound), value.rounded())))
  }
}
