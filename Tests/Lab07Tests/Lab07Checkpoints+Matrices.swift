import LabContracts
import LabEngine
import LabTesting

/// Rows and groups: which numbers share a scale.
extension Lab07Checkpoints {
  // MARK: 07.6

  func test06_eachRowHasItsOwnParameters() throws {
    try check(
      Quantization.quantizeRows, PlainTensor(rows: [[0, 15, 4]]), 4,
      returns: QuantizedMatrix(codes: [[0, 15, 4]], parameters: [[Parameters(scale: 1)]]))
    // Two rows of three: a large row does not spoil a small one, and each has a zero of its own.
    try check(
      Quantization.quantizeRows, PlainTensor(rows: [[0, 15, 4], [-50, 100, 20]]), 4,
      returns: QuantizedMatrix(
        codes: [[0, 15, 4], [0, 15, 7]],
        parameters: [[Parameters(scale: 1)], [Parameters(scale: 10, zeroPoint: 5)]]))
    // Rows that are all above 0, all below it, all the same, all 0.
    try checkRows([[30, 150], [-150, -30], [70, 70], [0, 0], [-70, -70]], 4)
    try checkRows([[300], [-300], [0]], 8)
    try checkRows([[1000, -500, 3, 40], [1, -2, 0.5, 0.4]], 8)
    try check(
      Quantization.quantizeRows, PlainTensor(shape: [0, 3]), 8,
      returns: QuantizedMatrix(codes: [], parameters: []))

    for shape in [[4], [1, 2, 2]] {
      try check(
        Quantization.quantizeRows, PlainTensor(shape: shape, repeating: 1), 8,
        throws: InputError.shapeMismatch)
    }
    for weights in [PlainTensor(rows: [[1, 2]]), PlainTensor(shape: [0, 3])] {
      try check(Quantization.quantizeRows, weights, 9, throws: InputError.invalidBits)
    }
    for value: Float in [.nan, .infinity, -.infinity] {
      try check(
        Quantization.quantizeRows, PlainTensor(rows: [[1, 2], [3, value]]), 8, throws: InputError.notFinite)
    }

    var random = RandomStream(seed: seed, stream: 6)
    for (rows, columns, bits) in [(3, 5, 8), (2, 2, 4), (4, 3, 3), (5, 8, 6)] {
      try checkRows(
        (0..<rows).map { row in
          let shift = Double(60 * row * (row % 2 == 0 ? 1 : -1))
          return Samples.clear(columns, deviation: 40 * Double(row + 1), shift: shift, &random) {
            Double(Oracle.affineParameters($0, bits).scale)
          }
        }, bits)
    }
  }

  // MARK: 07.7

  func test07_eachGroupHasItsOwnScale() throws {
    let (one, two, three) = (Parameters(scale: 1), Parameters(scale: 2), Parameters(scale: 3))
    try check(
      Quantization.quantizeGroups, PlainTensor(rows: [[7, 1, 14, -2]]), 2, 4,
      returns: QuantizedMatrix(codes: [[7, 1, 7, -1]], parameters: [[one, two]]))
    // What remains is a group as well.
    try check(
      Quantization.quantizeGroups, PlainTensor(rows: [[7, 1, 14, -2, -21]]), 2, 4,
      returns: QuantizedMatrix(codes: [[7, 1, 7, -1, -7]], parameters: [[one, two, three]]))
    // Groups do not reach into the next row.
    try check(
      Quantization.quantizeGroups, PlainTensor(rows: [[7, 1, 14], [21, 3, 28]]), 2, 4,
      returns: QuantizedMatrix(
        codes: [[7, 1, 7], [7, 1, 7]], parameters: [[one, two], [three, Parameters(scale: 4)]]))
    // One for each, one for the row, and a group longer than the row.
    try checkGroups([[7, -14, 21]], 1, 4)
    try checkGroups([[7, -14, 21], [70, 4, 10]], 3, 4)
    try checkGroups([[7, -14, 21], [70, 4, 10]], 8, 4)
    try checkGroups([[7, -14, 21]], 1000, 4)
    try check(
      Quantization.quantizeGroups, PlainTensor(shape: [0, 3]), 2, 4,
      returns: QuantizedMatrix(codes: [], parameters: []))
    // A group of zeros, groups of one number; an outlier spoils its own group alone.
    try checkGroups([[0, 0, 7, 1]], 2, 4)
    try checkGroups([[50, 50, -30, -30]], 2, 8)
    try checkGroups([[7e-20, -3e-20, 7, 1]], 2, 4)
    try checkGroups([[7, 3, -5, 700, 2, 1, -6, 4, 2]], 3, 4)

    for size in [0, -2] {
      try check(
        Quantization.quantizeGroups, PlainTensor(rows: [[1, 2]]), size, 8, throws: InputError.invalidSize)
    }
    for shape in [[4], [1, 2, 2]] {
      try check(
        Quantization.quantizeGroups, PlainTensor(shape: shape, repeating: 1), 2, 8,
        throws: InputError.shapeMismatch)
    }
    for weights in [PlainTensor(rows: [[1, 2]]), PlainTensor(shape: [0, 3])] {
      try check(Quantization.quantizeGroups, weights, 2, 1, throws: InputError.invalidBits)
    }
    for value: Float in [.nan, .infinity, -.infinity] {
      try check(
        Quantization.quantizeGroups, PlainTensor(rows: [[1, 2, 5], [3, 4, value]]), 2, 8,
        throws: InputError.notFinite)
    }

    var random = RandomStream(seed: seed, stream: 7)
    for (rows, columns, size, bits) in [(3, 8, 4, 4), (2, 10, 4, 8), (4, 7, 3, 3), (2, 33, 32, 4)] {
      try checkGroups((0..<rows).map { _ in Samples.groupedRow(columns, size, bits, &random) }, size, bits)
    }
  }

  // MARK: 07.8

  func test08_eachCodeMeetsItsOwnGroup() throws {
    let (one, two, three) = (Parameters(scale: 1), Parameters(scale: 2), Parameters(scale: 3))
    try check(
      Quantization.dequantizeGroups, QuantizedMatrix(codes: [[7, 1, 7, -1]], parameters: [[one, two]]), 2,
      returns: PlainTensor(rows: [[7, 1, 14, -2]]))
    try checkRestored([[7, 1, 7, -1, -7]], [[one, two, three]], 2)
    try checkRestored([[7, 1, 5], [6, 1, 3]], [[one, two], [three, Parameters(scale: 4)]], 2)
    // Zero points too, as in 07.6, where a row is one group.
    try checkRestored([[0, 15, 4], [0, 15, 7]], [[one], [Parameters(scale: 10, zeroPoint: 5)]], 3)
    try checkRestored(
      [[1, 2, 3, 4]], [[Parameters(scale: 1, zeroPoint: 2), Parameters(scale: 10, zeroPoint: 3)]], 2)
    try checkRestored([[1, 2], [3, 4]], [[two], [three]], 5)
    try checkRestored([[1, 2]], [[two]], 1000)
    try checkRestored([[4, 5, 6]], [[one, Parameters(scale: 0), three]], 1)

    for size in [0, -1] {
      try check(
        Quantization.dequantizeGroups, QuantizedMatrix(codes: [[1]], parameters: [[one]]), size,
        throws: InputError.invalidSize)
    }
    for (codes, parameters) in [
      ([[1, 2, 3]], [[one]]), ([[1, 2, 3]], [[one, two, three]]),
      ([[1, 2, 3], [1, 2]], [[one, two], [one]]),
      ([[1, 2], [3, 4]], [[one]]), ([[1, 2]], [[one], [two]]), ([[1, 2]], [[]]),
      // The second row has a group too many, none, or a code too few for groups that are as many.
      ([[1, 2], [3, 4]], [[one], [one, two]]), ([[1, 2], [3, 4]], [[one], []]),
      ([[1, 2], [3, 4]], [[one, two], []]), ([[1, 2, 3, 4], [5, 6, 7]], [[one, two], [one, two]]),
    ] {
      try check(
        Quantization.dequantizeGroups, QuantizedMatrix(codes: codes, parameters: parameters), 2,
        throws: InputError.shapeMismatch)
    }

    var random = RandomStream(seed: seed, stream: 8)
    for (rows, columns, size) in [(3, 8, 4), (2, 10, 4), (4, 7, 3), (3, 9, 2)] {
      let groups = (columns + size - 1) / size
      let codes = (0..<rows).map { _ in Samples.nibbles(columns, &random) }
      let parameters = (0..<rows).map { _ in
        (0..<groups).map { _ in
          Parameters(scale: Float(2 * random.uniform()), zeroPoint: Samples.index(below: 16, &random))
        }
      }
      try checkRestored(codes, parameters, size)
    }
  }
}
