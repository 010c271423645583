import Foundation
import XCTest

@testable import LabEngine

final class NumberFormatTests: KernelTestCase {
  /// Every one of the 65,536 is widened to its definition, in float64, and narrowed to itself.
  func testFloat16IsExactForEveryNumber() {
    for bits in UInt16.min...UInt16.max {
      let value = HalfPrecision.float16(bits)
      let (exponent, fraction) = (Int(bits >> 10) & 31, Double(bits & 0x3FF))
      if exponent == 31 && fraction != 0 {
        XCTAssertTrue(value.isNaN)
        XCTAssertEqual(HalfPrecision.float16Bits(value) & 0x7FFF, 0x7E00)
        continue
      }
      let magnitude =
        exponent == 31
        ? Double.infinity
        : exponent == 0 ? fraction * pow(2, -24) : (1024 + fraction) * pow(2, Double(exponent) - 25)
      XCTAssertEqual(Double(value), bits & 0x8000 == 0 ? magnitude : -magnitude)
      XCTAssertEqual(HalfPrecision.float16Bits(value), bits)
    }
  }

  /// Between neighbours, the nearer wins, and in the middle the one with the even fraction.
  func testNarrowingRoundsToNearestEven() {
    for bits in UInt16(0)..<0x7BFF {
      let (low, high) = (HalfPrecision.float16(bits), HalfPrecision.float16(bits + 1))
      let middle = (low + high) / 2  // exact in float32
      XCTAssertEqual(HalfPrecision.float16Bits(middle), bits & 1 == 0 ? bits : bits + 1)
      XCTAssertEqual(HalfPrecision.float16Bits(middle.nextDown), bits)
      XCTAssertEqual(HalfPrecision.float16Bits(-middle.nextUp), 0x8000 | (bits + 1))
    }
    XCTAssertEqual(HalfPrecision.float16Bits(65519.996), 0x7BFF)
    XCTAssertEqual(HalfPrecision.float16Bits(65520), 0x7C00)
    XCTAssertEqual(HalfPrecision.float16Bits(.greatestFiniteMagnitude), 0x7C00)
    XCTAssertEqual(HalfPrecision.float16Bits(.leastNonzeroMagnitude), 0)
  }

  /// Values from the tables of the OCP specification.
  func testFloat8HasTheSpecificationsNumbers() {
    let e4m3: [(UInt8, Float)] = [
      (0x00, 0), (0x01, 0x1p-9), (0x07, 0x1.cp-7), (0x08, 0x1p-6), (0x38, 1), (0x7E, 448), (0xFE, -448),
    ]
    let e5m2: [(UInt8, Float)] = [
      (0x00, 0), (0x01, 0x1p-16), (0x03, 0x1.8p-15), (0x04, 0x1p-14), (0x3C, 1), (0x7B, 57344),
      (0x7C, .infinity), (0xFC, -.infinity),
    ]
    for (code, value) in e4m3 { XCTAssertEqual(Float8.e4m3.decode(code), value) }
    for (code, value) in e5m2 { XCTAssertEqual(Float8.e5m2.decode(code), value) }
    XCTAssertTrue(Float8.e4m3.decode(0x7F).isNaN && Float8.e4m3.decode(0xFF).isNaN)
    XCTAssertTrue((0x7D...0x7F).allSatisfy { Float8.e5m2.decode($0).isNaN })
  }

  /// The nearest of all codes, found by trying them; E5M2 is the upper byte of float16.
  func testFloat8RoundsToTheNearestCode() {
    for format in Float8.allCases {
      let finite = (UInt8.min...UInt8.max).filter { format.decode($0).isFinite }
      for code in finite { XCTAssertEqual(format.encode(format.decode(code)), code) }
      for value in random(2000).map({ $0 * 100 }) + random(2000).map({ $0 * 1e-3 }) + [500, -1e9, 1e-9] {
        let nearest = finite.map { abs(Double(format.decode($0)) - Double(value)) }.min() ?? 0
        let actual = abs(Double(format.decode(format.encode(value))) - Double(value))
        XCTAssertEqual(actual, nearest, "\(format) of \(value), seed \(Self.seed)")
      }
      XCTAssertEqual(format.decode(format.encode(.infinity)), format.largest)
      XCTAssertTrue(format.decode(format.encode(.nan)).isNaN)
      let middle = (format.decode(0x38) + format.decode(0x39)) / 2
      XCTAssertEqual(format.encode(middle), 0x38, "ties go to even")
    }
    for code in UInt8(0)..<0x7C {
      XCTAssertEqual(Float8.e5m2.decode(code), HalfPrecision.float16(UInt16(code) << 8))
    }
  }

  /// The paper's construction: means of neighbouring quantiles, the largest scaled to 1. The quantile function
  /// is found by halving intervals of the error function.
  func testNormalFloatLevelsAreThoseOfTheirDefinition() {
    func quantile(_ p: Double) -> Double {
      var (low, high) = (-10.0, 10.0)
      for _ in 0..<200 {
        let middle = (low + high) / 2
        if 0.5 * erfc(-middle / 2.0.squareRoot()) < p { low = middle } else { high = middle }
      }
      return low
    }
    let offset = 0.9677083
    let positive = (0..<8).map { quantile(offset - Double($0) / 8 * (offset - 0.5)) }
    let negative = (0..<7).map { -quantile(offset - Double($0) / 7 * (offset - 0.5)) }
    let levels = (positive + [0] + negative).sorted().map { $0 / positive[0] }
    assertClose(NormalFloat4.levels, levels, 1e-6)
  }

  func testNormalFloatAndScaledFloat8TakeTheirScaleFromTheGroup() throws {
    var values = random(200).map { $0 * 0.01 }
    values[70] = 5  // ruins a scale over all, not a group of its own
    let x = try Tensor(values, shape: [2, 100])
    let schemes: [(any WeightScheme, any WeightScheme)] = [
      (try NormalFloat4(groupSize: 16), try NormalFloat4(groupSize: 100)),
      (
        try IntegerScheme(bits: 4, mapping: .absmax, granularity: .group(16)),
        try IntegerScheme(bits: 4, mapping: .absmax, granularity: .tensor)
      ),
    ]
    for (grouped, coarse) in schemes {
      let fine = try RestorationError(of: grouped.restored(x), from: x)
      XCTAssertLessThan(
        fine.meanSquare, 0.3 * (try RestorationError(of: coarse.restored(x), from: x).meanSquare),
        grouped.name)
    }
    for format in Float8.allCases {
      for granularity in [IntegerScheme.Granularity.tensor, .channel, .group(16)] {
        let scheme = try ScaledFloat8(format, granularity: granularity)
        // Half a step of the fraction, relative to each number that is not subnormal.
        for (restored, value) in zip(try scheme.restored(x).values, values) where abs(value) > 1e-3 {
          XCTAssertEqual(restored, value, accuracy: abs(value) * (format == .e4m3 ? 0.0626 : 0.126) + 1e-4)
        }
      }
    }
    XCTAssertThrowsError(try NormalFloat4(groupSize: 0))
    XCTAssertThrowsError(try ScaledFloat8(.e4m3, granularity: .group(0)))
    let zeros = try Tensor(repeating: 0, shape: [2, 70])
    XCTAssertEqual(try NormalFloat4().restored(zeros), zeros)
    XCTAssertEqual(try ScaledFloat8(.e5m2, granularity: .channel).restored(zeros), zeros)
  }
}
