/// A matrix of codes with the scales that turn them back into numbers.
public struct QuantizedMatrix: Hashable, Sendable {
  /// Outputs.
  public let rows: Int
  /// Inputs.
  public let columns: Int
  /// What the codes mean.
  public let scheme: IntegerScheme
  /// `[rows, columns]`, each within `scheme.codes`.
  public let codes: [Int16]
  /// `[rows, groupsPerRow]`, or a single one for the whole tensor.
  public let groups: [IntegerScheme.Group]

  /// Rounds every weight of `[rows, columns]` to the nearest code of its group.
  ///
  /// Throws `QuantizationError.notAMatrix` or `.notFinite`.
  public init(_ weights: Tensor, scheme: IntegerScheme) throws(QuantizationError) {
    let (rows, columns) = try matrixSize(weights)
    let whole = scheme.granularity == .tensor ? scheme.group(for: weights.values) : nil
    let size = scheme.groupSize(columns)
    var codes: [Int16] = []
    var groups: [IntegerScheme.Group] = whole.map { [$0] } ?? []
    codes.reserveCapacity(weights.count)
    for row in 0..<rows {
      for first in stride(from: row * columns, to: (row + 1) * columns, by: size) {
        let values = weights.values[first..<min(first + size, (row + 1) * columns)]
        let group = whole ?? scheme.group(for: values)
        if whole == nil { groups.append(group) }
        codes += values.map { Int16(scheme.code($0, group)) }
      }
    }
    self.init(trusted: codes, groups, rows: rows, columns: columns, scheme: scheme)
  }

  /// For callers that have chosen codes of their own, such as GPTQ.
  init(
    trusted codes: [Int16], _ groups: [IntegerScheme.Group], rows: Int, columns: Int, scheme: IntegerScheme
  ) {
    (self.rows, self.columns, self.scheme) = (rows, columns, scheme)
    (self.codes, self.groups) = (codes, groups)
  }

  /// The scale and zero of a weight's group.
  ///
  /// - Precondition: the row and column are of the matrix.
  func group(_ row: Int, _ column: Int) -> IntegerScheme.Group {
    if scheme.granularity == .tensor { return groups[0] }
    return groups[row * scheme.groupsPerRow(columns) + column / scheme.groupSize(columns)]
  }

  /// The numbers that the codes stand for.
  public func dequantized() -> Tensor {
    var values: [Float] = []
    values.reserveCapacity(codes.count)
    for row in 0..<rows {
      for column in 0..<columns {
        values.append(scheme.value(Int(codes[row * columns + column]), group(row, column)))
      }
    }
    return Tensor(trusted: values, shape: [rows, columns])
  }

  /// Bits for each weight, scales in float16 included.
  public var bitsPerWeight: Double { scheme.bitsPerWeight(rows: rows, columns: columns) }
}
