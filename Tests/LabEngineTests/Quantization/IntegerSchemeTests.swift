import Foundation
import XCTest

@testable import LabEngine

final class IntegerSchemeTests: KernelTestCase {
  func testByHand() throws {
    let x = try Tensor([-1, 0.6, 2, 0], shape: [1, 4])
    let absmax = try QuantizedMatrix(
      x, scheme: IntegerScheme(bits: 8, mapping: .absmax, granularity: .tensor))
    XCTAssertEqual(absmax.codes, [-64, 38, 127, 0])  // scale 2/127; −63.5 goes away from zero
    XCTAssertEqual(absmax.groups, [.init(scale: 2 / 127)])
    let signed = try QuantizedMatrix(
      x, scheme: IntegerScheme(bits: 4, mapping: .signedAbsmax, granularity: .tensor))
    XCTAssertEqual(signed.codes, [4, -2, -8, 0])
    XCTAssertEqual(signed.groups, [.init(scale: -0.25)])
    let zero = try QuantizedMatrix(
      x, scheme: IntegerScheme(bits: 8, mapping: .zeroPoint, granularity: .tensor))
    XCTAssertEqual(zero.groups[0].zero, 85)
    XCTAssertEqual(zero.codes, [0, 136, 255, 85])
  }

  /// Every restored number is within half a step, and every code within its range; remainders have groups of
  /// their own.
  func testErrorsStayWithinHalfAStep() throws {
    let x = try Tensor(random(7 * 45).map { $0 + 0.3 }, shape: [7, 45])
    for bits in 2...8 {
      for mapping in IntegerScheme.Mapping.allCases {
        for granularity in [
          IntegerScheme.Granularity.tensor, .channel, .group(16), .group(45), .group(64), .group(1),
        ] {
          let scheme = try IntegerScheme(bits: bits, mapping: mapping, granularity: granularity)
          let quantized = try QuantizedMatrix(x, scheme: scheme)
          XCTAssertTrue(quantized.codes.allSatisfy { scheme.codes.contains(Int($0)) })
          let restored = quantized.dequantized()
          for row in 0..<7 {
            for column in 0..<45 {
              let step = abs(quantized.group(row, column).scale)
              // The positive end of the signed range is one step short; a rounded zero shifts by half a step.
              let allowed: Float = mapping == .absmax ? 0.5 : 1.001
              let i = row * 45 + column
              XCTAssertEqual(
                restored.values[i], x.values[i], accuracy: step * allowed + 1e-5,
                "\(scheme.name), seed \(Self.seed)")
            }
          }
          let groups = granularity == .tensor ? 1 : 7 * scheme.groupsPerRow(45)
          XCTAssertEqual(quantized.groups.count, groups, scheme.name)
        }
      }
    }
  }

  func testFinerScalesAndMoreBitsMeanSmallerErrors() throws {
    let x = try Tensor(random(64 * 256), shape: [64, 256])
    func error(_ bits: Int, _ granularity: IntegerScheme.Granularity) throws -> Double {
      let scheme = try IntegerScheme(bits: bits, mapping: .absmax, granularity: granularity)
      return try RestorationError(of: scheme.restored(x), from: x).signalToNoise
    }
    XCTAssertLessThan(try error(4, .tensor), try error(4, .channel))
    XCTAssertLessThan(try error(4, .channel), try error(4, .group(32)))
    XCTAssertEqual(try error(8, .channel) - error(7, .channel), 6.02, accuracy: 0.5, "a bit is six decibels")
  }

  func testZerosConstantsAndExtremes() throws {
    for mapping in IntegerScheme.Mapping.allCases {
      let scheme = try IntegerScheme(bits: 4, mapping: mapping, granularity: .group(4))
      let zeros = try Tensor(repeating: 0, shape: [2, 6])
      XCTAssertEqual(try scheme.restored(zeros), zeros)
      for constant in [Float(5), -5, 3e38, -3e38, Float.leastNonzeroMagnitude] {
        let x = try Tensor(repeating: constant, shape: [1, 6])
        let restored = try scheme.restored(x)
        for value in restored.values {
          XCTAssertEqual(
            value, constant, accuracy: abs(constant) * 0.2 + Float.leastNormalMagnitude,
            "\(mapping) of \(constant)")
        }
      }
      let far = try Tensor([-3e38, 3e38, 0, 1], shape: [1, 4])
      XCTAssertTrue(try scheme.restored(far).values.allSatisfy(\.isFinite))
      for bad in [Float.nan, .infinity] {
        XCTAssertThrowsError(try scheme.restored(Tensor([1, bad], shape: [1, 2]))) {
          XCTAssertTrue("\($0)".contains("number 1 is"), "\($0)")
        }
      }
      XCTAssertThrowsError(try scheme.restored(Tensor([1, 2])))
      XCTAssertEqual(try scheme.restored(Tensor([], shape: [0, 3])).shape, [0, 3])
      XCTAssertEqual(try scheme.restored(Tensor([], shape: [3, 0])).shape, [3, 0])
    }
    for bits in [-1, 0, 1, 9] {
      XCTAssertThrowsError(try IntegerScheme(bits: bits, mapping: .absmax, granularity: .tensor))
    }
    XCTAssertThrowsError(try IntegerScheme(bits: 4, mapping: .absmax, granularity: .group(0)))
  }

  func testAllPositiveRowsKeepZeroAmongTheCodes() throws {
    let scheme = try IntegerScheme(bits: 4, mapping: .zeroPoint, granularity: .channel)
    let quantized = try QuantizedMatrix(Tensor([10, 11, 12, 13], shape: [1, 4]), scheme: scheme)
    XCTAssertEqual(quantized.groups[0].zero, 0)
    XCTAssertEqual(quantized.codes.last, 15)
  }

  func testNibblesArePackedInBothOrders() throws {
    let codes: [UInt8] = [1, 2, 3, 4]
    XCTAssertEqual(try NibblePacking.pack(codes, order: .adjacent), [0x21, 0x43])
    XCTAssertEqual(try NibblePacking.pack(codes, order: .split), [0x31, 0x42])
    for order in NibblePacking.Order.allCases {
      let all = (0..<64).map { UInt8($0 * 7 % 16) }
      XCTAssertEqual(NibblePacking.unpack(try NibblePacking.pack(all, order: order), order: order), all)
    }
    XCTAssertThrowsError(try NibblePacking.pack([1, 2, 3]))
    XCTAssertThrowsError(try NibblePacking.pack([1, 16]))
  }

  func testErrorFigures() throws {
    let (x, y) = (Tensor([3, 4]), Tensor([3, 3.5]))
    let error = try RestorationError(of: y, from: x)
    XCTAssertEqual(error.meanSquare, 0.125)
    XCTAssertEqual(error.largest, 0.5)
    XCTAssertEqual(error.relative, 0.1)
    XCTAssertEqual(error.ggmlFigure, 0.25)
    XCTAssertEqual(error.signalToNoise, 20, accuracy: 1e-9)
    XCTAssertTrue(try RestorationError(of: Tensor([.nan, 0]), from: x).largest.isNaN)
    XCTAssertThrowsError(try RestorationError(of: Tensor(1), from: x))
  }

  func testBitsPerWeight() throws {
    XCTAssertEqual(BlockFormat.q40.bitsPerWeight(rows: 3, columns: 64), 4.5)
    XCTAssertEqual(BlockFormat.q80.bitsPerWeight(rows: 3, columns: 64), 8.5)
    XCTAssertEqual(BlockFormat.q4K.bitsPerWeight(rows: 1, columns: 256), 4.5)
    let scheme = try IntegerScheme(bits: 4, mapping: .absmax, granularity: .group(32))
    XCTAssertEqual(scheme.bitsPerWeight(rows: 2, columns: 64), 4.5)
  }
}
