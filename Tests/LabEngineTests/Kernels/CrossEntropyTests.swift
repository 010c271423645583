import LabKernels
import XCTest

final class CrossEntropyTests: KernelTestCase {
  private let targets = [3, -1, 0, 64, 17]
  private let classes = 65

  func testLossAndGradientWithIgnoredRows() {
    let logits = random(targets.count * classes).map { 4 * $0 }
    let expected = losses(logits.doubles)
    var actual = [Float](repeating: .nan, count: targets.count)
    Kernels.crossEntropy(logits: logits, targets: targets, classes: classes, into: &actual)
    assertClose(actual, expected, 1e-6)

    let slope = gradient(of: { 0.25 * self.losses($0).reduce(0, +) }, at: logits)
    var dLogits = [Float](repeating: .nan, count: logits.count)
    Kernels.crossEntropyBackward(
      logits: logits, targets: targets, classes: classes, scale: 0.25, into: &dLogits)
    assertClose(dLogits, slope, 1e-6)
    XCTAssert(dLogits[classes..<(2 * classes)].allSatisfy { $0 == 0 }, "the ignored row")
    Kernels.crossEntropyBackward(
      logits: logits, targets: targets, classes: classes, scale: 0.25, into: &dLogits, accumulating: true)
    assertClose(dLogits, slope.map { 2 * $0 }, 1e-6)
  }

  func testReplacingTheLogitsIsTheSame() {
    let logits = random(targets.count * classes)
    var separate = (losses: [Float](repeating: 0, count: targets.count), gradient: logits)
    Kernels.crossEntropy(logits: logits, targets: targets, classes: classes, into: &separate.losses)
    Kernels.crossEntropyBackward(
      logits: logits, targets: targets, classes: classes, scale: 0.5, into: &separate.gradient)
    var (inPlace, losses) = (logits, [Float](repeating: 0, count: targets.count))
    Kernels.crossEntropyReplacingLogits(
      &inPlace, targets: targets, classes: classes, scale: 0.5, losses: &losses)
    XCTAssertEqual(inPlace, separate.gradient)
    XCTAssertEqual(losses, separate.losses)
  }

  func testAnotherNumberMayMeanIgnored() {
    var losses = [Float](repeating: .nan, count: 2)
    Kernels.crossEntropy(
      logits: [0, 0, 1, 2], targets: [-100, 1], classes: 2, ignoring: -100, into: &losses)
    assertClose(losses, [0, log(1 + exp(-1.0))], 1e-6)
  }

  private func losses(_ logits: [Double]) -> [Double] {
    targets.enumerated().map { row, target in
      guard target >= 0 else { return 0 }
      let x = logits[(row * classes)..<((row + 1) * classes)]
      let top = x.max() ?? 0
      return top + log(x.reduce(0) { $0 + exp($1 - top) }) - x[row * classes + target]
    }
  }
}
