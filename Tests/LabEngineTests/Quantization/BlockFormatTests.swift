import Foundation
import XCTest

@testable import LabEngine

/// Blocks are compared with bytes that the Python package `gguf` 0.19 (of llama.cpp) writes for ggml's test data:
///
///     x = (0.1 + 2 * np.cos(np.arange(4096))).astype(np.float32)
///     gguf.quants.quantize(x, gguf.GGMLQuantizationType.Q4_0)
final class BlockFormatTests: KernelTestCase {
  private let cosines = (0..<4096).map { Float(0.1 + 2 * cos(Double($0))) }

  func testBlocksAreThoseOfTheFormatByteForByte() throws {
    let firsts: [BlockFormat: [UInt8]] = [
      .q40: hex("33b4f0a43b0f5dc5f0c2490f3ea8f1d1671d"),
      .q41: hex("44349abf0f5cc4f0b33a0f4db6f1c1580e2e99e2"),
      .q80: hex("3c247f47d48eb7287a61f498a1076c7417aa92e5567e37c48dc6397e54e392ac1975"),
    ]
    let checksums: [BlockFormat: UInt32] = [.q80: 1_141_332_050, .q40: 1_934_624_128, .q41: 3_327_457_708]
    for (format, first) in firsts {
      let bytes = try format.encode(cosines)
      XCTAssertEqual(bytes.count, 4096 / format.blockSize * format.bytesPerBlock)
      XCTAssertEqual(Array(bytes.prefix(first.count)), first, format.rawValue)
      XCTAssertEqual(bytes.reduce(UInt32(0)) { $0 &* 31 &+ UInt32($1) }, checksums[format], format.rawValue)
    }
  }

  func testErrorsAreThosePublishedForGGMLsTestData() throws {
    let x = try Tensor(cosines, shape: [1, 4096])
    for (format, figure) in [(BlockFormat.q40, 0.001121), (.q80, 0.0000744), (.q41, 0.0011436)] {
      let error = try RestorationError(of: format.restored(x), from: x)
      XCTAssertEqual(error.ggmlFigure, figure, accuracy: figure * 1e-3, format.rawValue)
    }
  }

  /// Bytes 37 i + 11 with d = 0.0125 and dmin = 0.00625, decoded by `gguf.quants.dequantize(block, Q4_K)`.
  func testQ4KIsDecodedExactly() throws {
    var block = (0..<144).map { UInt8(truncatingIfNeeded: 37 * $0 + 11) }
    let halves = [HalfPrecision.float16Bits(0.0125), HalfPrecision.float16Bits(0.00625)]
    block.replaceSubrange(0..<4, with: halves.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    let values = try BlockFormat.q4K.decode(block)
    XCTAssertEqual(
      [0, 31, 32, 63, 64, 127, 128, 160, 200, 255].map { values[$0] },
      [
        3.9427871704101562, 2.0057601928710938, 0.0999755859375, 0.4998779296875, 5.254966735839844,
        1.0122528076171875, 5.2862091064453125, 6.5608978271484375, 1.7308273315429688, 0.6061019897460938,
      ])
    XCTAssertEqual(values.doubles.reduce(0, +), 680.3338623046875, accuracy: 1e-9)
  }

  func testQ4KIsEncodedWithLessErrorThanQ40() throws {
    for (name, values) in [
      ("normal", random(8192)), ("cosines", cosines), ("shifted", random(4096).map { $0 + 3 }),
    ] {
      let x = try Tensor(values, shape: [1, values.count])
      let (small, large) = (
        try RestorationError(of: BlockFormat.q4K.restored(x), from: x),
        try RestorationError(of: BlockFormat.q40.restored(x), from: x)
      )
      XCTAssertLessThan(small.meanSquare, 0.9 * large.meanSquare, "\(name), seed \(Self.seed)")
    }
  }

  /// What was decoded is encoded to the same codes: scales and codes are where the decoder looks for them.
  func testDecodedBlocksComeBack() throws {
    for format in BlockFormat.allCases {
      let once = try format.decode(format.encode(random(2048, stream: 3)))
      let twice = try format.decode(format.encode(once))
      assertClose(twice, once.doubles, format == .q4K ? 0.08 : 2e-3, format.rawValue)
    }
  }

  func testZeroAndConstantBlocks() throws {
    let zeros = [Float](repeating: 0, count: 256)
    XCTAssertEqual(
      Array(try BlockFormat.q40.encode(zeros).prefix(18)), [0, 0x80] + [UInt8](repeating: 0x88, count: 16))
    for format in BlockFormat.allCases {
      XCTAssertTrue(try format.decode(format.encode(zeros)).allSatisfy { $0 == 0 }, format.rawValue)
      for constant in [Float(3), -3, 1e-3, 1e-30, -Float.leastNonzeroMagnitude] {
        let restored = try format.decode(format.encode([Float](repeating: constant, count: 256)))
        for value in restored {
          XCTAssertEqual(value, constant, accuracy: abs(constant) * 0.01 + 1e-7, format.rawValue)
        }
      }
    }
  }

  func testWhatNoBlockCanHoldIsAnErrorThatNamesIt() {
    for format in BlockFormat.allCases {
      XCTAssertThrowsError(try format.encode([Float](repeating: 1, count: 31))) {
        XCTAssertEqual(
          $0 as? QuantizationError,
          .incompleteBlock(format: format.rawValue, count: 31, blockSize: format.blockSize))
      }
      XCTAssertThrowsError(try format.decode([UInt8](repeating: 0, count: 17)))
      for bad in [Float.nan, .infinity, -.infinity] {
        var values = [Float](repeating: 1, count: 256)
        values[40] = bad
        XCTAssertThrowsError(try format.encode(values)) {
          XCTAssertTrue("\($0)".contains("number 40"), "\($0)")
        }
      }
      var huge = [Float](repeating: 0, count: 256)
      (huge[33], huge[34]) = (3e38, -3e38)
      XCTAssertThrowsError(try format.encode(huge)) { error in
        guard case .scaleOverflow(_, let block, _)? = error as? QuantizationError else {
          return XCTFail("\(error)")
        }
        XCTAssertEqual(block, format == .q4K ? 0 : 1)
      }
    }
  }

  private func hex(_ text: String) -> [UInt8] {
    let digits = Array(text)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }
}
