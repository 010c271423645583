import LabContracts
import XCTest

/// The course's own float16 against the language's, where it has one.
final class Float16Tests: XCTestCase {
  /// Published examples, so that something is tested everywhere.
  func testKnownBits() {
    for (value, bits): (Float, UInt16) in [
      (1, 0x3C00), (-2, 0xC000), (65504, 0x7BFF), (0.333_251_95, 0x3555), (0, 0), (-0.0, 0x8000),
      (0x1p-14, 0x0400), (0x1p-24, 0x0001), (.infinity, 0x7C00), (-.infinity, 0xFC00),
    ] {
      XCTAssertEqual(Quantization.float16Bits(value), bits, "\(value)")
      XCTAssertEqual(Quantization.float16(bits).bitPattern, value.bitPattern, "\(bits)")
    }
    XCTAssertTrue(Quantization.float16(Quantization.float16Bits(.nan)).isNaN)
  }

  #if !(os(macOS) && arch(x86_64))
    func testEveryBitPatternIsReadAsSwiftReadsIt() {
      for bits in UInt16.min...UInt16.max {
        let (own, expected) = (Quantization.float16(bits), Float(Float16(bitPattern: bits)))
        XCTAssertTrue(own.bitPattern == expected.bitPattern || (own.isNaN && expected.isNaN), "\(bits)")
      }
    }

    /// Each finite float16, the middle to the next one, and the floats beside that middle.
    func testRoundingIsSwiftsAtEveryTie() {
      for bits in UInt16(0)..<0x7C00 {
        let value = Float(Float16(bitPattern: bits))
        // The next one after the largest would be 65536.
        let next = bits == 0x7BFF ? 65536 : Float(Float16(bitPattern: bits + 1))
        let middle = (value + next) / 2
        for float in [value, middle, middle.nextDown, middle.nextUp] {
          XCTAssertEqual(Quantization.float16Bits(float), Float16(float).bitPattern, "\(float)")
          XCTAssertEqual(Quantization.float16Bits(-float), Float16(-float).bitPattern, "\(-float)")
        }
      }
    }
  #endif
}
