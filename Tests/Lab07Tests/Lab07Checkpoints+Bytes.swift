import Foundation
import LabContracts
import LabEngine
import LabTesting

/// Bytes: nibbles and the blocks of a model file.
extension Lab07Checkpoints {
  // MARK: 07.9

  func test09_twoCodesShareAByte() throws {
    try check(Quantization.packNibbles, [1, 2], returns: [0x21])
    try check(Quantization.packNibbles, [15, 0], returns: [0x0F])
    // The first half of the codes below, the second half above.
    try check(Quantization.packNibbles, [1, 2, 3, 4], returns: [0x31, 0x42])
    try check(Quantization.packNibbles, [1, 2, 3, 10, 11, 12], returns: [0xA1, 0xB2, 0xC3])
    try check(Quantization.packNibbles, [15, 15], returns: [0xFF])
    try check(Quantization.packNibbles, [], returns: [])
    for codes in [[1], [1, 2, 3], [Int](repeating: 5, count: 31)] {
      try check(Quantization.packNibbles, codes, throws: InputError.incompleteBlock)
    }
    for codes in [[16, 0], [0, 16], [-1, 0], [0, -8], [1, 2, 300, 4], [1, -2, 3, 4]] {
      try check(Quantization.packNibbles, codes, throws: InputError.codeOutOfRange)
    }

    var random = RandomStream(seed: seed, stream: 9)
    for count in [4, 10, 32, 64] {
      let codes = Samples.nibbles(count, &random)
      try check(Quantization.packNibbles, codes, returns: Oracle.packNibbles(codes))
    }
  }

  // MARK: 07.10

  func test10_theByteIsTakenApart() throws {
    try check(Quantization.unpackNibbles, [0x21], returns: [1, 2])
    try check(Quantization.unpackNibbles, [0x31, 0x42], returns: [1, 2, 3, 4])
    try check(Quantization.unpackNibbles, [0xA1, 0xB2, 0xC3], returns: [1, 2, 3, 10, 11, 12])
    try check(Quantization.unpackNibbles, [0xFF, 0x80, 0x0F], returns: [15, 0, 15, 15, 8, 0])
    try check(Quantization.unpackNibbles, [], returns: [])

    var random = RandomStream(seed: seed, stream: 10)
    for count in [2, 5, 16, 32] {
      let codes = Samples.nibbles(2 * count, &random)
      try check(Quantization.unpackNibbles, Oracle.packNibbles(codes), returns: codes)
    }
  }

  // MARK: 07.11

  func test11_theBytesAreThoseOfAFile() throws {
    // −8, −7 … 7, twice: d is 1, which is 0x3C00 in float16, and code 0 stands for −8.
    let steps = (0..<16).map { Float($0 - 8) }
    let nibbles = (0..<16).map { UInt8(0x11 * $0) }
    try check(Quantization.encodeQ40, steps + steps, returns: [0x00, 0x3C] + nibbles)
    // The largest weight is positive: d is −1, and code 0 stands for 8.
    try check(Quantization.encodeQ40, (steps + steps).map { -$0 }, returns: [0x00, 0xBC] + nibbles)
    // Different halves, and a d that takes both bytes: 0.3, which is 0x34CD.
    try check(
      Quantization.encodeQ40, steps.map { $0 * 0.3 } + [Float](repeating: 0, count: 16),
      returns: [0xCD, 0x34] + (0..<16).map { 0x80 | $0 })
    // Zeros: 0 / −8 is −0.
    try check(
      Quantization.encodeQ40, [Float](repeating: 0, count: 32),
      returns: [0x00, 0x80] + [UInt8](repeating: 0x88, count: 16))
    try checkQ40([Float](repeating: 3, count: 32))
    // Of two that are equally large the first counts; the other one gets 15.
    try checkQ40([-4, 4, 1, -1] + [Float](repeating: 0.25, count: 28))
    try checkQ40([1, 4, -4, -1] + [Float](repeating: 0.25, count: 28))
    // 0.4 and 0.6 of a step, on both sides of 0.
    try checkQ40([-8, 0.4, 0.6, -0.4, -0.6, 7.4, 7.6, -7.4] + [Float](repeating: 6.6, count: 24))
    // Ties go to the higher code; with a d of 1 nothing else is rounded that could move them.
    try checkQ40([-8, 2.5, -2.5, 3.5, -3.5, 0.5, -0.5, 7.5] + [Float](repeating: 1, count: 24))

    try encodePublishedBlock()
    try encodeAtTheEndsOfFloat16()
    try encodeSeveralBlocks()

    for count in [1, 31, 33, 48] {
      try check(
        Quantization.encodeQ40, [Float](repeating: 1, count: count), throws: InputError.incompleteBlock)
    }
    for (place, value) in [(0, Float.nan), (31, .nan), (5, .infinity), (40, -.infinity)] {
      var weights = [Float](repeating: 1, count: 64)
      weights[place] = value
      try check(Quantization.encodeQ40, weights, throws: InputError.notFinite)
    }
  }

  /// The first block of ggml's own test data, 0.1 + 2 · cos i, as ggml writes it.
  private func encodePublishedBlock() throws {
    let cosines = (0..<32).map { Float(0.1 + 2 * cos(Double($0))) }
    try check(
      Quantization.encodeQ40, cosines,
      returns: [
        0x33, 0xB4, 0xF0, 0xA4, 0x3B, 0x0F, 0x5D, 0xC5, 0xF0, 0xC2, 0x49, 0x0F, 0x3E, 0xA8, 0xF1, 0xD1, 0x67,
        0x1D,
      ])
  }

  private func encodeAtTheEndsOfFloat16() throws {
    func block(_ largest: Float, _ others: Float) -> [Float] {
      [largest] + [Float](repeating: others, count: 31)
    }
    // d is 1.0004 and stored as 1: the codes are made with the d that was computed.
    try checkQ40(block(-8.0032, 6.501))
    // d is 1e-6, one of the subnormal numbers of float16, and 1e-9, which is stored as 0.
    try checkQ40(block(-8e-6, 3e-6))
    try checkQ40(block(-8e-9, 3e-9))
    try checkQ40(block(8e-20, 3e-20))
    // 65504 is the largest float16, and what is below 65520 is rounded to it.
    try checkQ40(block(-524_144, 100_000))
    for largest: Float in [-524_160, 524_160, 1e30] {
      try check(Quantization.encodeQ40, block(largest, 1), throws: InputError.scaleOverflow)
      try check(Quantization.encodeQ40, block(1, 2) + block(largest, 1), throws: InputError.scaleOverflow)
    }
  }

  private func encodeSeveralBlocks() throws {
    try check(Quantization.encodeQ40, [], returns: [])
    // A block of zeros behind another one has no part in its d.
    let zeros = [Float](repeating: 0, count: 32)
    try checkQ40([Float](repeating: 3, count: 32) + zeros)
    var random = RandomStream(seed: seed, stream: 11)
    for deviations in [[1.0], [0.02], [30], [1, 100], [0.1, 5, 0.003]] {
      try checkQ40(deviations.flatMap { Samples.block(deviation: $0, &random) })
    }
  }

  // MARK: 07.12

  func test12_theBytesAreReadBack() throws {
    let nibbles = (0..<16).map { UInt8(0x11 * $0) }
    let steps = (0..<16).map { Float($0 - 8) }
    try check(Quantization.decodeQ40, [0x00, 0x3C] + nibbles, near: steps + steps, within: tolerance)
    try check(
      Quantization.decodeQ40, [0x00, 0xBC] + nibbles, near: (steps + steps).map { -$0 }, within: tolerance)
    // Low halves first: codes 0…15, then sixteen times the code 10; and a scale of 0.5.
    try check(
      Quantization.decodeQ40, [0x00, 0x38] + (0..<16).map { 0xA0 | $0 },
      near: steps.map { $0 / 2 } + [Float](repeating: 1, count: 16), within: tolerance)
    try check(
      Quantization.decodeQ40, [0x00, 0x80] + [UInt8](repeating: 0x88, count: 16),
      near: [Float](repeating: 0, count: 32), within: tolerance)
    // 0x5640 is 100: both bytes of the scale count. 0x0200 is subnormal: 2⁻¹⁵.
    try checkDecoded([0x40, 0x56] + nibbles)
    let small = try ask(Quantization.decodeQ40, [0x00, 0x02] + nibbles)
    require(small.first == -8 * 0x1p-15, "−8 · 2⁻¹⁵ first: the scale is a subnormal float16")
    let smallest = try ask(Quantization.decodeQ40, [0x01, 0x80] + nibbles)
    require(smallest.first == 8 * 0x1p-24, "8 · 2⁻²⁴ first: the scale is −2⁻²⁴, the smallest below 0")
    // 0x7BFF is 65504, the largest.
    try checkDecoded([0xFF, 0x7B] + nibbles)
    try check(Quantization.decodeQ40, [], returns: [])

    for count in [1, 17, 19, 32] {
      try check(
        Quantization.decodeQ40, [UInt8](repeating: 0x11, count: count), throws: InputError.incompleteBlock)
    }
    // Infinity, −∞ and NaN; also in a second block.
    for scale: [UInt8] in [[0x00, 0x7C], [0x00, 0xFC], [0x01, 0x7E], [0xFF, 0xFF]] {
      try check(Quantization.decodeQ40, scale + nibbles, throws: InputError.notFinite)
      try check(
        Quantization.decodeQ40, [0x00, 0x3C] + nibbles + scale + nibbles, throws: InputError.notFinite)
    }

    var random = RandomStream(seed: seed, stream: 12)
    for deviations in [[200.0], [1000, 100], [1, 300, 50]] {
      try checkDecoded(
        Oracle.encodeQ40(deviations.flatMap { Samples.block(deviation: $0, &random) }.map(Double.init)))
    }
  }

  private func checkDecoded(_ bytes: [UInt8]) throws {
    try check(
      Quantization.decodeQ40, bytes, near: Oracle.decodeQ40(bytes).map { Float($0) }, within: tolerance)
  }
}
