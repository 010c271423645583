import Foundation
import LabKernels

/// Which two numbers of a head rotary positions turn together.
public typealias RotaryLayout = LabKernels.RotaryLayout

extension RotaryLayout: Codable {}

/// The angles of rotary position embeddings (Su et al., "RoFormer", 2021, equation 34).
///
/// Pair i of a head is turned by position · base^(−2i/dHead): the first pairs turn fast and tell
/// neighbours apart, the last slowly and tell chapters apart. A score between a query and a key then
/// depends on their distance alone.
public struct RotaryPositions: Sendable {
  /// Numbers in a head.
  public let dHead: Int
  /// Positions the tables hold.
  public let context: Int
  /// Which numbers form a pair.
  public let layout: RotaryLayout
  private let cosines: [Float]  // [context, dHead / 2], times what YaRN multiplies by
  private let sines: [Float]

  /// Tables for positions `0..<context`.
  ///
  /// - Parameter scaling: for contexts longer than the trained one.
  ///
  /// Throws `TransformerError.invalid` when `dHead` is odd, a size is not positive, or the scaling makes no sense.
  public init(
    dHead: Int, context: Int, base: Double = 10_000, layout: RotaryLayout, scaling: RotaryScaling? = nil
  ) throws(TransformerError) {
    guard dHead > 0, dHead % 2 == 0 else {
      throw .invalid("rotary positions turn pairs of numbers, so a head of \(dHead) does not work")
    }
    guard context > 0, base > 0, base.isFinite, Double(context) * Double(dHead) < 0x1p33 else {
      throw .invalid("rotary tables for \(context) positions and base \(base) cannot be made")
    }
    try scaling?.validate()
    let frequencies = (0..<dHead / 2).map { pair in
      let frequency = pow(base, -2 * Double(pair) / Double(dHead))
      return scaling?.frequency(frequency) ?? frequency
    }
    let angles = (0..<context).flatMap { position in frequencies.map { Double(position) * $0 } }
    let magnitude = scaling?.magnitude ?? 1
    self.dHead = dHead
    self.context = context
    self.layout = layout
    cosines = angles.map { Float(magnitude * cos($0)) }
    sines = angles.map { Float(magnitude * sin($0)) }
  }

  /// A table that is there already.
  ///
  /// - Parameter angles: `[context, dHead / 2]`, in radians.
  ///
  /// Throws `AttentionError.shape` when it is not a matrix.
  public init(angles: Tensor, layout: RotaryLayout) throws(AttentionError) {
    guard angles.rank == 2 else {
      throw .shape("the angles", expected: "[context, dHead / 2]", actual: angles.shape)
    }
    (dHead, context) = (2 * angles.shape[1], angles.shape[0])
    self.layout = layout
    cosines = angles.values.map { cos($0) }
    sines = angles.values.map { sin($0) }
  }

  /// Turns heads of packed rows in place; `inverse` applies the transpose, which is what gradients need.
  func rotate(_ packed: inout [Float], _ heads: RotaryHeads, positions: [Int], inverse: Bool = false) {
    Kernels.rotate(
      &packed, heads: heads, positions: positions, cosines: cosines, sines: sines, layout: layout,
      inverse: inverse)
  }
}
