import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What rounding does to numbers, what GPTQ does about it, and what it saves.
extension Lab07Checkpoints {
  // MARK: 07.13

  func test13_theErrorIsMeasured() throws {
    // One of four numbers is off by 2: √(4/4). The signal is 400, the noise 4: a hundred times, 20 decibels.
    try checkErrors([10, 10, 10, 10], [10, 12, 10, 10], 1, 20, 2)
    try checkErrors([10, 10, 10, 10], [10, 8, 10, 10], 1, 20, 2)
    try checkErrors([3, 4], [0, 0], 12.5.squareRoot(), 0, 4)
    // The noise is larger than the signal.
    try checkErrors([1, 0], [1, 10], 50.0.squareRoot(), -20, 10)
    try checkErrors([100, 0, 0, 0, 0], [99, 1, 1, 1, 1], 1, 10 * log10(2000), 1)
    try checkErrors([100, -5, 7, 3], [101, -8, 7.5, 3], 1.600_781_06, 10 * log10(10_083 / 10.25), 3)
    // Nothing has moved; something has, where there was nothing.
    try checkErrors([5, -3], [5, -3], 0, .infinity, 0)
    try checkErrors([0, 0], [0, 0], 0, .infinity, 0)
    try checkErrors([0, 0], [3, 4], 12.5.squareRoot(), -.infinity, 4)
    // The squares of these are beyond Float, and those beneath it.
    try checkErrors([1e30, 1e30], [1.5e30, 1e30], 0.5e30 / 2.0.squareRoot(), 10 * log10(8), 0.5e30)
    try checkErrors([8e-30, 8e-30], [6e-30, 8e-30], 0, 10 * log10(32), 0)
    // So is the difference of two that Float can hold.
    try checkErrors([-3e38], [3e38], 6e38, 10 * log10(0.25), 6e38)
    // Nearly perfect: 200 decibels and more.
    try checkErrors([1e8, 0], [1e8, 0.01], 0.01 / 2.0.squareRoot(), 200, 0.01)

    for (original, restored): ([Float], [Float]) in [([1, 2], [1]), ([1], [1, 2]), ([], [1]), ([1], [])] {
      try check(Quantization.errorFigures, original, restored, throws: InputError.shapeMismatch)
    }
    try check(Quantization.errorFigures, [], [], throws: InputError.invalidSize)

    var random = RandomStream(seed: seed, stream: 13)
    for count in [3, 8, 20, 50] {
      let original = Samples.values(count, &random)
      let restored = original.map { $0 + Float(10 * random.normal()) }
      let errors = zip(original, restored).map { Double($1) - Double($0) }
      let (signal, noise) = (original.reduce(0) { $0 + Double($1) * Double($1) }, errors.map { $0 * $0 })
      try checkErrors(
        original, restored, (noise.reduce(0, +) / Double(count)).squareRoot(),
        10 * log10(signal / noise.reduce(0, +)), Oracle.magnitude(errors))
    }
  }

  private func checkErrors(
    _ original: [Float], _ restored: [Float], _ rootMeanSquare: Double, _ signalToNoise: Double,
    _ largest: Double
  ) throws {
    let expected = Quantization.ErrorFigures(
      rootMeanSquare: rootMeanSquare, signalToNoise: signalToNoise, largest: largest)
    try check(Quantization.errorFigures, original, restored, near: expected, within: tolerance)
  }

  // MARK: 07.14

  func test14_laterColumnsMakeUpForARounding() throws {
    // Nothing is shared: the weight becomes 2, the next one stays.
    try checkStep([[1.6, 3]], 0, [[1, 0], [0, 1]], [1], 4)
    // The error is −0.4; half of it is taken from the next weight, which grows to 3.2.
    try checkStep([[1.6, 3]], 0, [[1, 0.5], [0, 1]], [1], 4)
    // The error is divided by the diagonal: −0.2, and the next weight grows to 3.1.
    try checkStep([[1.6, 3]], 0, [[2, 0.5], [0, 1]], [1], 4)
    // Of four columns, the third: the first two stay, whatever stands below the diagonal.
    let factor: [[Float]] = [[2, 0.5, 0.3, 0.2], [9, 4, 0.7, 0.6], [8, 7, 0.5, 0.25], [6, 5, 3, 0.8]]
    try checkStep([[1, 2, 2.6, 5]], 2, factor, [1], 4)
    try checkStep([[1, 2, 2.6, 5]], 1, factor, [0.75], 4)
    try checkStep([[1, 2, 2.6, 5]], 3, factor, [1], 4)
    // Two rows, each with its scale and its error.
    try checkStep([[1.6, 3, 1], [40, 3, 1]], 0, [[2, 1, 0.5], [0, 2, 1], [0, 0, 2]], [1, 30], 4)
    // What lies beyond the last code is an error as well, and a large one; so is all of a weight with the scale 0.
    try checkStep([[12, 3], [-12, 3]], 0, [[1, 0.5], [0, 1]], [1, 1], 4)
    try checkStep([[12, 3]], 0, [[1, 0.5], [0, 1]], [0], 4)

    // What counts is the column, and the factor's row from its diagonal on; the rest may be anything.
    try checkStep([[4, 1.6, 3]], 1, [[1, 0, 0], [.nan, 1, 0.5], [0, .infinity, 1]], [1], 4)
    try checkStep([[1.6, 3]], 0, [[1, 0.5], [0, 0]], [1], 4)
    try checkStep([[.nan, 1.6, 3]], 1, [[1, 0, 0], [0, 1, 0.5], [0, 0, 1]], [1], 4)

    try refuseSteps()
    var random = RandomStream(seed: seed, stream: 14)
    for (rows, columns, column, bits) in [(1, 4, 0, 4), (3, 5, 2, 3), (2, 6, 4, 4), (4, 3, 1, 8)] {
      let scales = (0..<rows).map { _ in Float(0.5 + random.uniform()) * (bits == 8 ? 1 : 20) }
      let weights = scales.map { scale in
        Samples.clear(columns, deviation: 50, &random) { _ in Double(scale) }
      }
      let factor = (0..<columns).map { i in
        (0..<columns).map { Float($0 == i ? 1 + random.uniform() : random.normal()) }
      }
      try checkStep(weights, column, factor, scales, bits)
    }
  }

  private func refuseSteps() throws {
    let (weights, factor) = (PlainTensor(rows: [[1, 2]]), PlainTensor(rows: [[1, 0.5], [0, 1]]))
    for (weights, factor, scales) in [
      (weights, factor, [Float]()), (weights, factor, [1, 1]),
      (PlainTensor([1, 2], shape: [2]), factor, [1]),
      (weights, PlainTensor(shape: [3, 3], repeating: 1), [1]),
      (weights, PlainTensor(shape: [2, 3], repeating: 1), [1]),
      (weights, PlainTensor([1, 0, 0, 1], shape: [4]), [1]),
    ] {
      try check(Quantization.gptqStep, weights, 0, factor, scales, 4, throws: InputError.shapeMismatch)
    }
    for column in [-1, 2] {
      try check(Quantization.gptqStep, weights, column, factor, [1], 4, throws: InputError.invalidSize)
    }
    for pivot: Float in [0, -1, .nan, .infinity] {
      try check(
        Quantization.gptqStep, weights, 0, PlainTensor(rows: [[pivot, 0.5], [0, 1]]), [1], 4,
        throws: InputError.notPositiveDefinite)
    }
    try check(Quantization.gptqStep, weights, 0, factor, [1], 1, throws: InputError.invalidBits)
    try check(Quantization.gptqStep, weights, 0, factor, [-1], 4, throws: InputError.invalidScale)
    try check(
      Quantization.gptqStep, PlainTensor(rows: [[.nan, 2]]), 0, factor, [1], 4, throws: InputError.notFinite)
    // In the second row.
    let rows = PlainTensor(rows: [[1, 2], [1, .infinity]])
    try check(Quantization.gptqStep, rows, 0, factor, [1, -1], 4, throws: InputError.invalidScale)
    try check(Quantization.gptqStep, rows, 1, factor, [1, 1], 4, throws: InputError.notFinite)
  }

  // MARK: 07.15

  func test15_blocksAreCounted() throws {
    typealias Shape = Quantization.MatrixShape
    for (shapes, layout, bytes): ([Shape], Quantization.BlockLayout, Int) in [
      ([Shape(1, 32)], .q40, 18), ([Shape(2, 32)], .q40, 36), ([Shape(3, 64)], .q40, 108),
      ([Shape(3, 64)], .q80, 204), ([Shape(3, 5)], .float16, 30),
      // The last block of each row is filled up.
      ([Shape(1, 33)], .q40, 36), ([Shape(3, 40)], .q80, 204), ([Shape(40, 3)], .q80, 1360),
      ([Shape(2, 300)], Quantization.BlockLayout(count: 256, bytes: 144), 576),
      // Matrices add up; some have nothing in them.
      ([Shape(1, 32), Shape(2, 16)], .q40, 54), ([Shape(1, 10), Shape(1, 10)], .q40, 36),
      ([Shape(0, 32), Shape(5, 0)], .q40, 0), ([], .q40, 0),
      // 4096 · 4096 weights in 4.5 bits each.
      ([Shape(4096, 4096)], .q40, 9_437_184),
      // More than 32 bits count.
      ([Shape(1_000_000, 8192)], .q80, 8_704_000_000),
    ] {
      try check(Quantization.weightBytes, shapes, layout, returns: bytes)
    }
    for (shapes, count, bytes) in [
      ([Shape(1, 32)], 0, 18), ([Shape(1, 32)], 32, 0), ([Shape(1, 32)], -1, -1), ([Shape(-1, 32)], 32, 18),
      ([Shape(1, 32), Shape(1, -32)], 32, 18), ([Shape(-2, -32)], 32, 18),
      ([Shape(-1, 0)], 32, 18), ([], 0, 18), ([], 32, 0), ([Shape(0, 32)], 0, 18),
    ] {
      try check(
        Quantization.weightBytes, shapes, Quantization.BlockLayout(count: count, bytes: bytes),
        throws: InputError.invalidSize)
    }
  }

  // MARK: 07.16

  func test16_theCacheIsCounted() throws {
    typealias Model = Quantization.ModelShape
    // Heads of 64 / 4 numbers, two of them for keys and two for values.
    let small = Model(nLayers: 1, nHeads: 4, nKVHeads: 2, dModel: 64)
    let odd = Model(nLayers: 3, nHeads: 6, nKVHeads: 3, dModel: 60)
    let llama = Model(nLayers: 32, nHeads: 32, nKVHeads: 8, dModel: 4096)
    for (model, tokens, sequences, layout, bytes): (Model, Int, Int, Quantization.BlockLayout, Int) in [
      (small, 1, 1, .float16, 128), (small, 5, 1, .float16, 640), (small, 5, 3, .float16, 1920),
      (Model(nLayers: 2, nHeads: 4, nKVHeads: 2, dModel: 64), 1, 1, .float16, 256),
      (Model(nLayers: 1, nHeads: 4, nKVHeads: 4, dModel: 64), 1, 1, .float16, 256),
      (Model(nLayers: 1, nHeads: 4, nKVHeads: 1, dModel: 64), 1, 1, .float16, 64),
      // Blocks: 32 numbers of keys fill one, 30 begin one; heads share it, keys and values do not.
      (small, 1, 1, .q80, 68), (odd, 1, 1, .q80, 204), (odd, 20, 2, .q40, 4320),
      (Model(nLayers: 1, nHeads: 4, nKVHeads: 4, dModel: 80), 1, 1, .q80, 204),
      (small, 0, 1, .float16, 0), (small, 5, 0, .float16, 0),
      // Llama 3 8B with 8192 tokens: 1 GiB.
      (llama, 8192, 1, .float16, 1_073_741_824), (llama, 8192, 16, .float16, 17_179_869_184),
    ] {
      try check(Quantization.cacheBytes, model, tokens, sequences, layout, returns: bytes)
    }
    for (nHeads, nKVHeads, dModel) in [(4, 3, 64), (3, 3, 64), (4, 8, 64), (6, 4, 60)] {
      try check(
        Quantization.cacheBytes, Model(nLayers: 1, nHeads: nHeads, nKVHeads: nKVHeads, dModel: dModel), 1, 1,
        .float16, throws: InputError.headsDoNotDivide)
    }
    // No token is kept, and the model is none all the same.
    try check(
      Quantization.cacheBytes, Model(nLayers: 1, nHeads: 4, nKVHeads: 3, dModel: 64), 0, 1, .float16,
      throws: InputError.headsDoNotDivide)
    for (nLayers, nHeads, nKVHeads, dModel) in [
      (0, 4, 2, 64), (1, 0, 2, 64), (1, 4, 0, 64), (1, 4, 2, 0), (-1, 4, 2, 64), (1, -4, -2, 64),
    ] {
      try check(
        Quantization.cacheBytes,
        Model(nLayers: nLayers, nHeads: nHeads, nKVHeads: nKVHeads, dModel: dModel), 1, 1, .float16,
        throws: InputError.invalidSize)
    }
    for (tokens, sequences, count, bytes) in [
      (-1, 1, 1, 2), (1, -1, 1, 2), (-1, -1, 1, 2), (1, 1, 0, 2), (1, 1, 1, 0), (0, 1, 0, 2),
    ] {
      try check(
        Quantization.cacheBytes, small, tokens, sequences,
        Quantization.BlockLayout(count: count, bytes: bytes), throws: InputError.invalidSize)
    }
  }
}
