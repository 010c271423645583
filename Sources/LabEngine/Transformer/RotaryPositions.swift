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
  private let cosines: [Float]  // [context, dHead / 2]
  private let sines: [Float]

  /// Tables for positions `0..<context`.
  ///
  /// Throws `TransformerError.invalid` when `dHead` is odd or a size is not positive.
  public init(dHead: Int, context: Int, base: Double = 10_000, layout: RotaryLayout) throws(TransformerError)
  {
    guard dHead > 0, dHead % 2 == 0 else {
      throw .invalid("rotary positions turn pairs of numbers, so a head of \(dHead) does not work")
    }
    guard context > 0, base > 0, base.isFinite, Double(context) * Double(dHead) < 0x1p33 else {
      throw .invalid("rotary tables for \(context) positions and base \(base) cannot be made")
    }
    let half = dHead / 2
    let angles = (0..<context * half).map { index in
      Double(index / half) * pow(base, -2 * Double(index % half) / Double(dHead))
    }
    self.dHead = dHead
    self.context = context
    self.layout = layout
    cosines = angles.map { Float(cos($0)) }
    sines = angles.map { Float(sin($0)) }
  }

  /// Turns heads of packed rows in place; `inverse` turns them back.
  func rotate(_ packed: inout [Float], _ heads: RotaryHeads, positions: [Int], inverse: Bool = false) {
    Kernels.rotate(
      &packed, heads: heads, positions: positions, cosines: cosines, sines: sines, layout: layout,
      inverse: inverse)
  }
}
