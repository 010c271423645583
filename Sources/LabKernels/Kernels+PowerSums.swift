extension Kernels {
  /// How far a constant and falling power laws are, summed, from measurements, and the slope of that in every
  /// parameter.
  ///
  /// With p = [c, a₁, s₁, a₂, s₂, …] and regressors zₖ, each a column of `targets.count` numbers, the result is
  /// Σᵢ wᵢ · Huber(ln(eᶜ + Σₖ exp(aₖ − sₖ·zₖᵢ)) − yᵢ), where Huber(r) is r²/2 up to |r| = δ and δ·(|r| − δ/2)
  /// beyond (Huber 1964). Columns are padded to a multiple of 8 with entries of weight 0.
  ///
  /// The largest exponent is subtracted before any power is taken, so nothing overflows.
  public static func huberOfPowerSums(
    _ parameters: [Double], regressors: [Double], targets: [Double], weights: [Double], delta: Double,
    gradient: inout [Double]
  ) -> Double {
    let (count, laws) = (targets.count, parameters.count / 2)
    guard parameters.count % 2 == 1, count % DoubleVector.width == 0 else {
      fatalError("\(parameters.count) parameters must be odd and \(count) targets a multiple of 8")
    }
    requireCount(regressors.count, laws * count, "the regressors")
    requireCount(weights.count, count, "the weights")
    requireCount(gradient.count, parameters.count, "the gradient")
    return withUnsafeTemporaryAllocation(of: DoubleVector.self, capacity: 3 * laws + 2) { scratch in
      scratch.initialize(repeating: DoubleVector())
      let sums = PowerSums(parameters, laws, delta, scratch)
      let total = regressors.withUnsafeBufferPointer { regressors in
        targets.withUnsafeBufferPointer { targets in
          weights.withUnsafeBufferPointer { sums.add(regressors, targets, weights: $0) }
        }
      }
      sums.write(into: &gradient)
      return total
    }
  }
}

/// The work on eight measurements at a time, and the slopes gathered so far.
private struct PowerSums {
  private let parameters: [Double]
  private let laws: Int
  private let delta: DoubleVector
  /// Of the constant, then of every law: its power.
  private let powers: UnsafeMutableBufferPointer<DoubleVector>
  /// The slopes in the order of the parameters.
  private let slopes: UnsafeMutableBufferPointer<DoubleVector>

  @inline(__always)
  init(
    _ parameters: [Double], _ laws: Int, _ delta: Double, _ scratch: UnsafeMutableBufferPointer<DoubleVector>
  ) {
    (self.parameters, self.laws, self.delta) = (parameters, laws, DoubleVector(repeating: delta))
    powers = UnsafeMutableBufferPointer(rebasing: scratch[..<(laws + 1)])
    slopes = UnsafeMutableBufferPointer(rebasing: scratch[(laws + 1)...])
  }

  /// Adds the slopes of all measurements and returns the total.
  @inline(__always)
  func add(
    _ regressors: UnsafeBufferPointer<Double>, _ targets: UnsafeBufferPointer<Double>,
    weights: UnsafeBufferPointer<Double>
  ) -> Double {
    guard let y = targets.baseAddress, let w = weights.baseAddress else { return 0 }
    // Without a law there are no regressors, and nothing of them is read.
    let z = regressors.baseAddress ?? y
    var total = DoubleVector()
    for start in Swift.stride(from: 0, to: targets.count, by: DoubleVector.width) {
      total += add(z + start, stride: targets.count, DoubleVector(y + start), DoubleVector(w + start))
    }
    return total.sum()
  }

  /// Adds the slopes of eight measurements and returns their part of the total.
  @inline(__always)
  private func add(
    _ z: UnsafePointer<Double>, stride: Int, _ y: DoubleVector, _ weight: DoubleVector
  ) -> DoubleVector {
    let logOfSum = setPowers(z, stride)
    let residual = logOfSum - y
    let slope = residual.clamped(lowerBound: -delta, upperBound: delta)
    slopes[0] += weight * slope * powers[0]
    for law in 0..<laws {
      let part = weight * slope * powers[law + 1]
      slopes[2 * law + 1] += part
      slopes[2 * law + 2] -= part * DoubleVector(z + law * stride)
    }
    return weight * slope * (residual - 0.5 * slope)
  }

  /// Leaves each power's share of the sum in `powers` and returns the logarithm of the sum.
  @inline(__always)
  private func setPowers(_ z: UnsafePointer<Double>, _ stride: Int) -> DoubleVector {
    powers[0] = DoubleVector(repeating: parameters[0])
    var largest = powers[0]
    for law in 0..<laws {
      powers[law + 1] = DoubleVector(repeating: parameters[2 * law + 1])
        .adding(DoubleVector(z + law * stride), times: DoubleVector(repeating: -parameters[2 * law + 2]))
      largest.replace(with: powers[law + 1], where: powers[law + 1] .> largest)
    }
    var sum = DoubleVector()
    for power in 0...laws {
      powers[power] = (powers[power] - largest).exponentialOfNonPositive()
      sum += powers[power]
    }
    let inverse = 1 / sum
    for power in 0...laws { powers[power] *= inverse }
    return largest + sum.logarithm()
  }

  @inline(__always)
  func write(into gradient: inout [Double]) {
    for index in gradient.indices { gradient[index] = slopes[index].sum() }
  }
}
