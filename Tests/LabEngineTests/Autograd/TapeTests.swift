import Foundation
import XCTest

@testable import LabEngine

final class TapeTests: XCTestCase {
  /// The example of micrograd's README (Karpathy), whose three numbers PyTorch confirms.
  func testMicrogradsExample() throws {
    let tape = Tape()
    let (a, b) = (tape.variable(Tensor(-4)), tape.variable(Tensor(2)))
    var c = try a + b
    var d = try a * b + b.power(3)
    c = try c + c + 1
    c = try c + 1 + c + -a
    d = try d + d * 2 + (b + a).relu()
    d = try d + 3 * d + (b - a).relu()
    let e = try c - d
    let f = try e.power(2)
    let g = try f / 2 + 10 / f
    try g.backward()
    XCTAssertEqual(try g.scalar, 24.7041, accuracy: 5e-5)
    XCTAssertEqual(try XCTUnwrap(a.gradient.scalar), 138.8338, accuracy: 2e-4)
    XCTAssertEqual(try XCTUnwrap(b.gradient.scalar), 645.5773, accuracy: 7e-4)
  }

  func testReleasingEarlyChangesNoGradient() throws {
    func gradients(_ retention: Tape.Retention) throws -> [Tensor] {
      let tape = Tape()
      var random = RandomStream(seed: 3)
      let x = tape.variable(try Tensor(normal: 1, shape: [4, 6], from: &random))
      let w = tape.variable(try Tensor(normal: 1, shape: [6, 6], from: &random))
      let hidden = try x.linear(w).gelu().reshaped([6, 4])
      let loss = try (hidden * hidden + hidden.exp()).mean()
      try loss.backward(keeping: retention)
      if retention == .leaves {
        XCTAssertThrowsError(try hidden.value)
        XCTAssertThrowsError(try hidden.gradient)
        XCTAssertThrowsError(try hidden + 1)
      } else {
        XCTAssertEqual(try hidden.gradient.shape, [6, 4])
      }
      XCTAssertTrue(try loss.scalar.isFinite)
      return [try x.gradient, try w.gradient]
    }
    XCTAssertEqual(try gradients(.everything), try gradients(.leaves))
  }

  func testBackwardTwiceStartsAnewExceptAtTheLeaves() throws {
    let tape = Tape()
    let x = tape.variable(Tensor(3))
    let y = try x * x
    let loss = try y * 2
    try loss.backward()
    try loss.backward()
    XCTAssertEqual(try y.gradient.scalar, 2)
    XCTAssertEqual(try x.gradient.scalar, 24, "leaves add up over several losses")
  }

  func testOneVariableInTwoPlacesOfAFusedOperation() throws {
    let tape = Tape()
    let x = tape.variable(Tensor([1, 2, 3]))
    let twin = tape.variable(Tensor([1, 2, 3]))
    try x.rmsNorm(gain: x).sum().backward()
    let apart = tape.variable(Tensor([1, 2, 3]))
    try apart.rmsNorm(gain: twin).sum().backward()
    XCTAssertEqual(try x.gradient, try apart.gradient + twin.gradient)
  }

  func testMisuseIsExplained() throws {
    let (tape, other) = (Tape(), Tape())
    let x = tape.variable(Tensor([1, 2]))
    let expected: [(AutogradError, () throws -> Void)] = [
      (.differentTapes, { _ = try x + other.variable(Tensor(1)) }),
      (.lossIsNotScalar(shape: [2]), { try x.backward() }),
      (.nothingToDifferentiate, { try tape.constant(Tensor(1)).backward() }),
      (.idCount(operation: "crossEntropy", expected: 1, actual: 2), { _ = try x.crossEntropy([0, 1]) }),
      (.idOutOfRange(operation: "crossEntropy", id: 2, count: 2), { _ = try x.crossEntropy([2]) }),
      (.everyTargetIgnored, { _ = try x.crossEntropy([-1]) }),
      (.idOutOfRange(operation: "rows", id: 9, count: 2), { _ = try x.reshaped([2, 1]).rows([9]) }),
      (.idOutOfRange(operation: "picking", id: -1, count: 2), { _ = try x.picking([-1]) }),
    ]
    for (error, misuse) in expected {
      XCTAssertThrowsError(try misuse()) { XCTAssertEqual($0 as? AutogradError, error) }
    }
    for misuse in [
      { _ = try x.linear(x) }, { _ = try x.matmul(x) },
      { _ = try x.layerNorm(gain: tape.variable(Tensor(1))) },
      { _ = try x.causalAttention(batch: 1, nHeads: 2, nKVHeads: 2) }, { _ = try x.sum(axis: 1) },
      { _ = try x.reshaped([1, 2]).causalAttention(batch: 1, nHeads: 3, nKVHeads: 2) },
      { _ = try tape.variable(Tensor([])).mean() }, { _ = try tape.variable(Tensor(1)).softmax() },
    ] as [() throws -> Void] {
      XCTAssertThrowsError(try misuse())
    }
    tape.reset()
    XCTAssertThrowsError(try x + 1) { XCTAssertEqual($0 as? AutogradError, .staleVariable) }
    XCTAssertThrowsError(try x.value)
    XCTAssertThrowsError(try x.gradient)
  }

  func testTenThousandStepsKeepNothing() throws {
    let tape = Tape()
    let weight = try Tensor(repeating: 0.5, shape: [8, 8])
    func step() throws {
      let w = tape.variable(weight)
      let x = tape.constant(weight)
      try x.linear(w).gelu().layerNorm(gain: w.slice(0..<1).reshaped([8])).crossEntropy([
        0, 1, 2, 3, 4, 5, 6, 7,
      ])
      .backward(keeping: .leaves)
      tape.reset()
    }
    try step()
    let waiting = tape.pool.count
    for _ in 0..<10_000 { try step() }
    XCTAssertEqual(tape.pool.count, waiting, "the pool grows by what is never taken out again")
  }

  func testStepsOfManySizesKeepNoMoreThanTheLast() throws {
    let tape = Tape()
    func step(_ count: Int) throws -> Int {
      let x = tape.variable(Tensor([Float](repeating: 0.1, count: count)))
      try x.exp().tanh().sum().backward()
      tape.reset()
      return tape.pool.count
    }
    let alone = try (1...200).map { count in
      tape.reset()
      tape.reset()
      return try step(count)
    }
    XCTAssertEqual(try (1...200).map(step), alone)
  }

  func testATapeIsFreedWithItsVariables() throws {
    weak var freed: Tape?
    do {
      let tape = Tape()
      freed = tape
      let x = tape.variable(Tensor([1, 2, 3]))
      try (x * x + x.softmax()).logSoftmax().picking([1]).sum().backward()
    }
    XCTAssertNil(freed, "an operation's rule holds its own tape")
  }
}
