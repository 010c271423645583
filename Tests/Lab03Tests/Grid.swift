import LabContracts

/// A shape and numbers in double precision, each written as a formula of its index.
struct Grid {
  let shape: [Int]
  private let values: [Double]

  /// A tensor whose entry at an index is `entry(index)`.
  init(_ shape: [Int], _ entry: ([Int]) -> Double) {
    let count = shape.reduce(1, *)
    self.shape = shape
    values = (0..<count).map { offset in
      var (rest, index) = (offset, shape)
      for axis in shape.indices.reversed() {
        index[axis] = rest % shape[axis]
        rest /= shape[axis]
      }
      return entry(index)
    }
  }

  /// The same numbers in double precision.
  init(_ tensor: PlainTensor) {
    (shape, values) = (tensor.shape, tensor.values.map(Double.init))
  }

  subscript(_ index: Int...) -> Double {
    values[Swift.zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }]
  }

  /// Rounded to what crosses.
  var plain: PlainTensor { PlainTensor(values.map { Float($0) }, shape: shape) }

  /// Every number changed alike.
  func map(_ change: (Double) -> Double) -> Grid {
    Grid(shape, values.map(change))
  }

  /// The same numbers in another shape.
  func reshaped(_ shape: [Int]) -> Grid { Grid(shape, values) }

  /// A stack of matrices, one at a time; `build` makes as many as `count`, all of `shape`.
  static func stack(_ count: Int, of shape: [Int], _ build: (Int) throws -> Grid) rethrows -> Grid {
    Grid([count] + shape, try (0..<count).flatMap { try build($0).values })
  }

  /// One matrix of a stack.
  func slice(_ number: Int) -> Grid {
    let rest = Array(shape.dropFirst())
    let size = rest.reduce(1, *)
    return Grid(rest, Array(values[number * size..<(number + 1) * size]))
  }

  /// One row of a matrix.
  func row(_ number: Int) -> [Double] {
    Array(values[number * shape[1]..<(number + 1) * shape[1]])
  }

  /// A matrix with every row changed alike.
  func mapRows(_ change: ([Double]) -> [Double]) -> Grid {
    Grid(shape, (0..<shape[0]).flatMap { change(row($0)) })
  }

  private init(_ shape: [Int], _ values: [Double]) {
    (self.shape, self.values) = (shape, values)
  }

  /// Two tensors of one shape, number by number.
  func zip(_ other: Grid, _ combine: (Double, Double) -> Double) -> Grid {
    Grid(shape, Swift.zip(values, other.values).map(combine))
  }

  static func + (a: Grid, b: Grid) -> Grid { a.zip(b, +) }

  /// The product of two matrices.
  static func * (a: Grid, b: Grid) -> Grid {
    Grid([a.shape[0], b.shape[1]]) { at in
      (0..<a.shape[1]).reduce(0) { $0 + a[at[0], $1] * b[$1, at[1]] }
    }
  }

  /// Rows become columns.
  var transposed: Grid { Grid(shape.reversed()) { self[$0[1], $0[0]] } }
}
