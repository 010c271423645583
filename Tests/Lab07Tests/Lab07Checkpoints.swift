import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What the sixteen exercises of lab 07 must do, smallest examples first: here scales, zero points and codes.
///
/// Inputs with a random part begin at `seed`. Expected numbers come from `Oracle`, in double precision. No random number
/// lies so near the middle between two codes that the order of two divisions would decide.
final class Lab07Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  // MARK: 07.1

  func test01_theLargestMagnitudeGetsTheLargestCode() throws {
    // With 8 bits the largest code is 127, with 4 it is 7.
    for (values, bits, scale): ([Float], Int, Float) in [
      ([127], 8, 1), ([254, 10], 8, 2), ([7, 14, 3], 4, 2), ([30, 6], 3, 10), ([1, 5], 2, 5),
      // The magnitude counts, not the number; and it may stand anywhere.
      ([-254, 10], 8, 2), ([3, -7, 6], 4, 1), ([-1, -62, -5], 6, 2), ([100, 50], 8, 100 / 127),
      ([3e38, 1], 8, 3e38 / 127), ([Float](repeating: 1, count: 40) + [-254], 8, 2),
    ] {
      try check(Quantization.absmaxScale, values, bits, near: scale, within: tolerance)
    }
    // Nothing but zeros needs no step.
    for values: [Float] in [[0, 0], [-0.0], []] {
      try check(Quantization.absmaxScale, values, 8, returns: 0)
    }
    // However small the numbers, the scale is as small.
    for (largest, scale): (Float, Float) in [(1.27e-18, 1e-20), (-1.27e-28, 1e-30)] {
      let answer = try ask(Quantization.absmaxScale, [largest, 0], 8)
      require(abs(answer / scale - 1) < 1e-5, "\(scale), to five digits")
    }

    for bits in [1, 9, 0, -3, 16] {
      try check(Quantization.absmaxScale, [1, 2], bits, throws: InputError.invalidBits)
    }
    try check(Quantization.absmaxScale, [], 9, throws: InputError.invalidBits)
    for values in notFinite {
      try check(Quantization.absmaxScale, values, 8, throws: InputError.notFinite)
    }

    var random = RandomStream(seed: seed, stream: 1)
    for bits in 2...8 {
      let values = Samples.values(1 + bits, &random)
      try check(
        Quantization.absmaxScale, values, bits,
        near: Float(Oracle.absmaxScale(values.map(Double.init), bits)), within: tolerance)
    }
  }

  // MARK: 07.2

  func test02_numbersAreRoundedToTheNearestCode() throws {
    try check(Quantization.quantize, [0, 1, 2, -3], 1, 8, returns: [0, 1, 2, -3])
    try check(Quantization.quantize, [10, -5, 2.5], 2.5, 8, returns: [4, -2, 1])
    // To the nearest; ties away from zero.
    try check(
      Quantization.quantize, [0.4, 0.6, 2.7, -0.4, -0.6, -2.7], 1, 8, returns: [0, 1, 3, 0, -1, -3])
    try check(
      Quantization.quantize, [0.5, 1.5, 2.5, -0.5, -1.5, -2.5], 1, 8, returns: [1, 2, 3, -1, -2, -3])
    try check(Quantization.quantize, [0.25, 0.75, -1.25], 0.5, 4, returns: [1, 2, -3])
    // −127…127 and not −128, −7…7 and not −8.
    try check(
      Quantization.quantize, [126.6, 127.4, 128, -127, -128, 200], 1, 8,
      returns: [127, 127, 127, -127, -127, 127])
    try check(Quantization.quantize, [7, 8, -7, -8, -100], 1, 4, returns: [7, 7, -7, -7, -7])
    try check(Quantization.quantize, [1, 2, -2, 0.4], 1, 2, returns: [1, 1, -1, 0])
    for (bits, end) in [(2, 1), (3, 3), (4, 7), (5, 15), (6, 31), (7, 63), (8, 127)] {
      try check(Quantization.quantize, [500, -500], 2, bits, returns: [end, -end])
    }
    // What a code of 8 bits would wrap, and what an Int cannot hold.
    try check(Quantization.quantize, [300, -300, 1000], 2, 8, returns: [127, -127, 127])
    try check(Quantization.quantize, [1e30, -3e38], 1e-38, 8, returns: [127, -127])
    try check(Quantization.quantize, [3e-9, -2e-9], 1e-9, 8, returns: [3, -2])
    // A group of zeros has the scale 0.
    try check(Quantization.quantize, [0, 0], 0, 8, returns: [0, 0])
    try check(Quantization.quantize, [1, -200], 0, 8, returns: [0, 0])
    try check(Quantization.quantize, [], 1, 8, returns: [])

    for bits in [1, 9, 0] { try check(Quantization.quantize, [1], 1, bits, throws: InputError.invalidBits) }
    for scale: Float in [-1, .nan, .infinity] {
      try check(Quantization.quantize, [1], scale, 8, throws: InputError.invalidScale)
    }
    for values in notFinite {
      try check(Quantization.quantize, values, 1, 8, throws: InputError.notFinite)
    }
    // With a scale of 0, and without a number, the rest is looked at all the same.
    try check(Quantization.quantize, [1, .nan], 0, 8, throws: InputError.notFinite)
    try check(Quantization.quantize, [], -1, 8, throws: InputError.invalidScale)
    try check(Quantization.quantize, [], 1, 9, throws: InputError.invalidBits)

    var random = RandomStream(seed: seed, stream: 2)
    for bits in 2...8 {
      let scale = Float(Oracle.absmaxScale(Samples.values(6, &random).map(Double.init), bits))
      let values = Samples.clear(8, &random) { _ in Double(scale) }
      try check(
        Quantization.quantize, values, scale, bits,
        returns: Oracle.quantize(values.map(Double.init), Double(scale), bits))
    }
  }

  // MARK: 07.3

  func test03_allCodesLieOverTheRange() throws {
    try checkAffine([0, 255], 8, 1, 0)
    try checkAffine([245, 3, -10], 8, 1, 10)
    try checkAffine([-5, 10], 4, 1, 5)
    try checkAffine([-64, 446], 8, 2, 32)
    try checkAffine([-60, 10], 3, 10, 6)
    // The zero point is a whole number: 2.6 becomes 3, and 2.4 becomes 2.
    try checkAffine([-2.6, 12.4], 4, 1, 3)
    try checkAffine([-2.4, 12.6], 4, 1, 2)
    // Ties go away from zero: 0.5 becomes 1.
    try checkAffine([-1.5, 7.5], 2, 3, 1)
    // 0 is always in the range: all numbers above it, all below it, all the same.
    try checkAffine([510, 255], 8, 2, 0)
    try checkAffine([300, 450], 4, 30, 0)
    try checkAffine([-255, -100], 8, 1, 255)
    try checkAffine([70, 70], 3, 10, 0)
    try checkAffine([-70], 3, 10, 7)
    for values: [Float] in [[0, 0], []] {
      try check(Quantization.affineParameters, values, 8, returns: Parameters(scale: 0))
    }
    // 3e38 − (−1e38) is more than a Float can hold; a step of it is not.
    try checkAffine([-1e38, 3e38], 8, 1.568_627_5e36, 64)
    // However small the range, all codes lie over it.
    try checkAffine([-10e-20, 245e-20], 8, 1e-20, 10)

    for bits in [1, 9, 0] {
      try check(Quantization.affineParameters, [1, 2], bits, throws: InputError.invalidBits)
    }
    try check(Quantization.affineParameters, [], 9, throws: InputError.invalidBits)
    for values in notFinite {
      try check(Quantization.affineParameters, values, 8, throws: InputError.notFinite)
    }

    var random = RandomStream(seed: seed, stream: 3)
    for (bits, shift) in [(8, 0.0), (4, 50), (3, -80), (8, 500), (5, -500), (2, 20)] {
      let values = Samples.clear(6, shift: shift, &random) {
        Double(Oracle.affineParameters($0, bits).scale)
      }
      try check(
        Quantization.affineParameters, values, bits,
        near: Oracle.affineParameters(values.map(Double.init), bits), within: tolerance)
    }
  }

  // MARK: 07.4

  func test04_zeroGetsTheZeroPoint() throws {
    let ten = Parameters(scale: 1, zeroPoint: 10)
    try check(Quantization.quantizeAffine, [0], ten, 8, returns: [10])
    try check(Quantization.quantizeAffine, [-10, 5, 245], ten, 8, returns: [0, 15, 255])
    try check(
      Quantization.quantizeAffine, [5, -10, 0], Parameters(scale: 2.5, zeroPoint: 4), 4, returns: [6, 0, 4])
    // Rounded as in 07.2, and the zero point added after.
    try check(Quantization.quantizeAffine, [5.4, 5.6, -5.4, -5.6], ten, 8, returns: [15, 16, 5, 4])
    try check(Quantization.quantizeAffine, [0.5, -0.5, 1.5, -2.5], ten, 8, returns: [11, 9, 12, 7])
    // Nothing beyond 0…255, or 0…15; the numbers need not be those that the parameters were found for.
    try check(
      Quantization.quantizeAffine, [-11, -300, 246, 500], ten, 8, returns: [0, 0, 255, 255])
    try check(
      Quantization.quantizeAffine, [-11, 5, 6, 500], ten, 4, returns: [0, 15, 15, 15])
    try check(
      Quantization.quantizeAffine, [200, -200], Parameters(scale: 1, zeroPoint: 200), 8, returns: [255, 0])
    for (bits, last) in [(2, 3), (3, 7), (5, 31), (6, 63), (7, 127)] {
      try check(
        Quantization.quantizeAffine, [500, -500], Parameters(scale: 2, zeroPoint: 2), bits,
        returns: [last, 0])
    }
    try check(
      Quantization.quantizeAffine, [3e38, -3e38], Parameters(scale: 1e-38, zeroPoint: 3), 8,
      returns: [255, 0])
    try check(
      Quantization.quantizeAffine, [1, -1, 0], Parameters(scale: 0, zeroPoint: 3), 8, returns: [3, 3, 3])
    try check(Quantization.quantizeAffine, [], ten, 8, returns: [])

    for (zeroPoint, bits) in [(-1, 8), (256, 8), (16, 4), (4, 2)] {
      try check(
        Quantization.quantizeAffine, [1], Parameters(scale: 1, zeroPoint: zeroPoint), bits,
        throws: InputError.codeOutOfRange)
    }
    for bits in [1, 9, 0] {
      try check(
        Quantization.quantizeAffine, [1], Parameters(scale: 1), bits, throws: InputError.invalidBits)
    }
    for scale: Float in [-1, .nan, .infinity] {
      try check(
        Quantization.quantizeAffine, [1], Parameters(scale: scale), 8, throws: InputError.invalidScale)
    }
    for values in notFinite {
      try check(Quantization.quantizeAffine, values, ten, 8, throws: InputError.notFinite)
    }
    // With a scale of 0, and without a number, the rest is looked at all the same.
    try check(Quantization.quantizeAffine, [.nan], Parameters(scale: 0), 8, throws: InputError.notFinite)
    try check(
      Quantization.quantizeAffine, [1], Parameters(scale: 0, zeroPoint: 256), 8,
      throws: InputError.codeOutOfRange)
    try check(Quantization.quantizeAffine, [], Parameters(scale: -1), 8, throws: InputError.invalidScale)
    try check(
      Quantization.quantizeAffine, [], Parameters(scale: 1, zeroPoint: 16), 4,
      throws: InputError.codeOutOfRange)

    var random = RandomStream(seed: seed, stream: 4)
    for bits in 2...8 {
      let parameters = Parameters(
        scale: Float(5 + 100 * random.uniform()) / Float(bits),
        zeroPoint: Samples.index(below: Oracle.lastCode(bits) + 1, &random))
      let values = Samples.clear(8, &random) { _ in Double(parameters.scale) }
      try check(
        Quantization.quantizeAffine, values, parameters, bits,
        returns: Oracle.quantizeAffine(values.map(Double.init), parameters, bits))
    }
  }

  // MARK: 07.5

  func test05_codesBecomeNumbersAgain() throws {
    for (codes, parameters, numbers): ([Int], Parameters, [Float]) in [
      ([3, -2, 0], Parameters(scale: 0.5), [1.5, -1, 0]),
      ([10, 0, 12], Parameters(scale: 1, zeroPoint: 10), [0, -10, 2]),
      ([255, 0, 128], Parameters(scale: 2, zeroPoint: 10), [490, -20, 236]),
      ([-127, 127], Parameters(scale: 4), [-508, 508]),
      ([0, 15, 8], Parameters(scale: -0.5, zeroPoint: 8), [4, -3.5, 0]),
      ([7, 7], Parameters(scale: 0), [0, 0]), ([], Parameters(scale: 1), []),
    ] {
      try check(Quantization.dequantize, codes, parameters, near: numbers, within: tolerance)
    }

    var random = RandomStream(seed: seed, stream: 5)
    for _ in 0..<5 {
      let codes = (0..<6).map { _ in Samples.index(below: 256, &random) }
      let parameters = Parameters(
        scale: Float(random.uniform() / 4), zeroPoint: Samples.index(below: 256, &random))
      try check(
        Quantization.dequantize, codes, parameters,
        near: Oracle.dequantize(codes, parameters).map { Float($0) }, within: tolerance)
    }
  }
}
