import Foundation
import XCTest

@testable import LabEngine

/// Every operation's value and gradient against a plain float64 version of it.
final class GradientCheckTests: XCTestCase {
  func testEveryOperationAgreesWithFiniteDifferencesInFloat64() throws {
    let checks = elementary + shaping + products + rowwise + fused
    let seed = ProcessInfo.processInfo.environment["LABS_SEED"].flatMap { UInt64($0) } ?? 1
    print("largest errors over 5 seeds from \(seed), relative above 1 and absolute below")
    print("operation".padding(toLength: 34, withPad: " ", startingAt: 0) + "value      gradient")
    for check in checks {
      var worst = GradientCheck.Errors()
      for offset in 0..<5 {
        let errors = try check.errors(seed: seed + UInt64(offset))
        worst.value = max(worst.value, errors.value)
        worst.gradient = max(worst.gradient, errors.gradient)
      }
      let name = check.name.padding(toLength: 34, withPad: " ", startingAt: 0)
      print(name + String(format: "%.1e    %.1e", worst.value, worst.gradient))
      XCTAssertLessThan(worst.value, 1e-5, "\(check.name), seed \(seed)")
      XCTAssertLessThan(worst.gradient, 2e-5, "\(check.name), seed \(seed)")
    }
  }

  private var elementary: [GradientCheck] {
    func one(
      _ name: String, _ record: @escaping (Variable) throws -> Variable,
      _ reference: @escaping (Double) -> Double, in range: ClosedRange<Double> = -2...2
    ) -> GradientCheck {
      GradientCheck(name: name, shapes: [[3, 7]], range: range, record: { try record($0[0]) }) {
        $0[0].map(reference)
      }
    }
    var list: [GradientCheck] = []
    list.append(
      GradientCheck(name: "a + b", shapes: [[2, 5], [2, 5]], record: { try $0[0] + $0[1] }) {
        zip($0[0], $0[1]).map { $0 + $1 }
      })
    list.append(
      GradientCheck(name: "a + row (broadcast)", shapes: [[3, 4], [4]], record: { try $0[0] + $0[1] }) { x in
        (0..<12).map { (i: Int) -> Double in x[0][i] + x[1][i % 4] }
      })
    list.append(
      GradientCheck(name: "scalar - b (broadcast)", shapes: [[], [2, 3]], record: { try $0[0] - $0[1] }) {
        x in
        x[1].map { x[0][0] - $0 }
      })
    list.append(
      GradientCheck(
        name: "a · column (broadcast)", shapes: [[3, 4], [3, 1]], record: { try $0[0] * $0[1] }
      ) {
        x in (0..<12).map { (i: Int) -> Double in x[0][i] * x[1][i / 4] }
      })
    list.append(
      GradientCheck(
        name: "a / leading (broadcast)", shapes: [[2, 3], [4, 1, 3]], range: 0.5...2,
        record: { try $0[0] / $0[1] }
      ) { x in (0..<24).map { (i: Int) -> Double in x[0][i % 6] / x[1][i / 6 * 3 + i % 3] } })
    list.append(
      GradientCheck(name: "x · x", shapes: [[6]], record: { try $0[0] * $0[0] }) { $0[0].map { $0 * $0 } })
    list.append(
      one("2 - x / 3 + 1", { try 2 - $0 / 3 + 1 }, { 2 - $0 / 3 + 1 }))
    list.append(
      one("3 / x", { try 3 / $0 }, { 3 / $0 }, in: 0.5...2))
    list.append(
      one("-x", { try -$0 }, { -$0 }))
    list.append(
      one("power 3", { try $0.power(3) }, { $0 * $0 * $0 }))
    list.append(
      one("exp", { try $0.exp() }, { exp($0) }))
    list.append(
      one("log", { try $0.log() }, { log($0) }, in: 0.2...4))
    list.append(
      one("tanh", { try $0.tanh() }, { tanh($0) }))
    list.append(
      one("relu", { try $0.relu() }, { max(0, $0) }))
    list.append(
      one("sigmoid", { try $0.sigmoid() }, Plain.sigmoid, in: -8...8))
    list.append(
      one("logSigmoid", { try $0.logSigmoid() }, { -log1p(exp(-$0)) }, in: -20...20))
    list.append(
      one("gelu", { try $0.gelu() }, Plain.gelu, in: -4...4))
    list.append(
      one("geluTanh", { try $0.geluTanh() }, Plain.geluTanh, in: -4...4))
    list.append(
      one("silu", { try $0.silu() }, Plain.silu, in: -6...6))
    list.append(
      GradientCheck(name: "swiGLU", shapes: [[2, 10]], record: { try $0[0].swiGLU() }) { x in
        Plain.rows(x[0], 10).flatMap { row in (0..<5).map { Plain.silu(row[$0]) * row[$0 + 5] } }
      })
    return list
  }

  private var shaping: [GradientCheck] {
    var list: [GradientCheck] = []
    list.append(
      GradientCheck(
        name: "reshape (used twice)", shapes: [[2, 6]],
        record: { x in try x[0].reshaped([3, 4]) * x[0].reshaped([3, 4]).exp() }
      ) { $0[0].map { $0 * exp($0) } })
    list.append(
      GradientCheck(name: "transpose", shapes: [[3, 5]], record: { try $0[0].transposed() }) { x in
        (0..<15).map { (i: Int) -> Double in x[0][i % 3 * 5 + i / 3] }
      })
    list.append(
      GradientCheck(name: "transpose axes 0, 2", shapes: [[2, 3, 4]], record: { try $0[0].transposed(0, 2) })
      {
        x in (0..<24).map { (i: Int) -> Double in x[0][i % 2 * 12 + i / 2 % 3 * 4 + i / 6] }
      })
    list.append(
      GradientCheck(name: "slice", shapes: [[4, 5]], record: { try $0[0].slice(1..<3, axis: 1) }) { x in
        (0..<8).map { (i: Int) -> Double in x[0][i / 2 * 5 + 1 + i % 2] }
      })
    list.append(
      GradientCheck(
        name: "concatenate", shapes: [[2, 2], [2, 3]],
        record: { try .concatenating([$0[0], $0[1], $0[0]], axis: 1) }
      ) { x in (0..<2).flatMap { Plain.rows(x[0], 2)[$0] + Plain.rows(x[1], 3)[$0] + Plain.rows(x[0], 2)[$0] }
      })
    list.append(
      GradientCheck(name: "sum", shapes: [[3, 4]], record: { try $0[0].sum() }) { [$0[0].reduce(0, +)] })
    list.append(
      GradientCheck(name: "mean", shapes: [[3, 4]], record: { try $0[0].mean() }) {
        [$0[0].reduce(0, +) / 12]
      })
    list.append(
      GradientCheck(name: "sum over axis 0", shapes: [[3, 4]], record: { try $0[0].sum(axis: 0) }) { x in
        (0..<4).map { (i: Int) -> Double in x[0][i] + x[0][i + 4] + x[0][i + 8] }
      })
    list.append(
      GradientCheck(
        name: "mean over axis 1, kept", shapes: [[3, 4]],
        record: { try $0[0] - $0[0].mean(axis: 1, keepingAxis: true) }
      ) { Plain.rows($0[0], 4).flatMap { row in row.map { $0 - row.reduce(0, +) / 4 } } })
    list.append(
      GradientCheck(name: "rows (embedding)", shapes: [[5, 3]], record: { try $0[0].rows([4, 0, 4, 2]) }) {
        x in
        [4, 0, 4, 2].flatMap { Plain.rows(x[0], 3)[$0] }
      })
    return list
  }

  private var products: [GradientCheck] {
    var list: [GradientCheck] = []
    list.append(
      GradientCheck(name: "matmul", shapes: [[3, 5], [5, 4]], record: { try $0[0].matmul($0[1]) }) {
        Plain.matmul($0[0], $0[1], 3, 5, 4)
      })
    list.append(
      GradientCheck(
        name: "matmul, batched", shapes: [[2, 3, 4], [2, 4, 2]], record: { try $0[0].matmul($0[1]) }
      ) {
        x in
        (0..<2).flatMap {
          Plain.matmul(Plain.rows(x[0], 12)[$0], Plain.rows(x[1], 8)[$0], 3, 4, 2)
        }
      })
    list.append(
      GradientCheck(
        name: "matmul, one right", shapes: [[2, 3, 4], [4, 2]], record: { try $0[0].matmul($0[1]) }
      ) {
        Plain.matmul($0[0], $0[1], 6, 4, 2)
      })
    list.append(
      GradientCheck(name: "linear", shapes: [[3, 5], [4, 5]], record: { try $0[0].linear($0[1]) }) { x in
        Plain.rows(x[0], 5).flatMap { Plain.linear($0, x[1]) }
      })
    list.append(
      GradientCheck(
        name: "linear with bias", shapes: [[2, 2, 5], [4, 5], [4]],
        record: { try $0[0].linear($0[1], bias: $0[2]) }
      ) { x in Plain.rows(x[0], 5).flatMap { zip(Plain.linear($0, x[1]), x[2]).map { $0 + $1 } } })
    return list
  }

  private var rowwise: [GradientCheck] {
    var list: [GradientCheck] = []
    list.append(
      GradientCheck(name: "softmax", shapes: [[3, 6]], record: { try $0[0].softmax() }) {
        Plain.rows($0[0], 6).flatMap(Plain.softmax)
      })
    list.append(
      GradientCheck(name: "logSoftmax", shapes: [[3, 6]], record: { try $0[0].logSoftmax() }) {
        Plain.rows($0[0], 6).flatMap { row in row.map { $0 - Plain.logSumExp(row) } }
      })
    list.append(
      GradientCheck(name: "picking", shapes: [[3, 6]], record: { try $0[0].picking([5, 0, 3]) }) {
        [$0[0][5], $0[0][6], $0[0][15]]
      })
    list.append(
      GradientCheck(
        name: "crossEntropy, one ignored", shapes: [[4, 6]],
        record: { try $0[0].crossEntropy([5, -1, 3, 0]) }
      ) { x in
        let rows = Plain.rows(x[0], 6)
        return [
          zip([0, 2, 3], [5, 3, 0]).reduce(0) { $0 + Plain.logSumExp(rows[$1.0]) - rows[$1.0][$1.1] } / 3
        ]
      })
    list.append(
      GradientCheck(
        name: "layerNorm", shapes: [[3, 8], [8]], record: { try $0[0].layerNorm(gain: $0[1]) }
      ) { x in Plain.rows(x[0], 8).flatMap { Plain.layerNorm($0, gain: x[1]) } })
    list.append(
      GradientCheck(
        name: "layerNorm with bias", shapes: [[3, 8], [8], [8]],
        record: { try $0[0].layerNorm(gain: $0[1], bias: $0[2]) }
      ) { x in Plain.rows(x[0], 8).flatMap { Plain.layerNorm($0, gain: x[1], bias: x[2]) } })
    list.append(
      GradientCheck(name: "rmsNorm", shapes: [[3, 8], [8]], record: { try $0[0].rmsNorm(gain: $0[1]) }) { x in
        Plain.rows(x[0], 8).flatMap { Plain.rmsNorm($0, gain: x[1]) }
      })
    return list
  }

  private var fused: [GradientCheck] {
    func attention(_ name: String, _ batch: Int, _ nHeads: Int, _ nKVHeads: Int, _ window: Int?)
      -> GradientCheck
    {
      let (tokens, dHead) = (5, 4)
      let width = (nHeads + 2 * nKVHeads) * dHead
      return GradientCheck(
        name: name, shapes: [[batch * tokens, width]],
        record: {
          try $0[0].causalAttention(batch: batch, nHeads: nHeads, nKVHeads: nKVHeads, window: window)
        }
      ) { x in
        Plain.rows(x[0], tokens * width).flatMap { sequence in
          Plain.attention(
            Plain.rows(sequence, width), nHeads: nHeads, nKVHeads: nKVHeads, dHead: dHead, window: window
          ).flatMap { $0 }
        }
      }
    }
    func rotation(_ layout: RotaryLayout) -> GradientCheck {
      GradientCheck(
        name: "rotary, \(layout)", shapes: [[3, 16]],
        record: {
          let rotary = try RotaryPositions(dHead: 4, context: 8, base: 100, layout: layout)
          return try $0[0].rotated(by: rotary, positions: [0, 1, 7], nHeads: 2, nKVHeads: 1)
        }
      ) { x in
        zip(Plain.rows(x[0], 16), [0, 1, 7]).flatMap { row, position in
          Plain.rows(row, 4).enumerated().flatMap { index, head in
            index == 3
              ? head
              : Plain.rotate(head, position: position, base: 100, interleaved: layout == .interleaved)
          }
        }
      }
    }
    return [
      attention("attention", 2, 2, 2, nil), attention("attention, grouped", 2, 4, 2, nil),
      attention("attention, one kv head, window 2", 1, 3, 1, 2), rotation(.interleaved), rotation(.halfSplit),
    ]
  }
}
