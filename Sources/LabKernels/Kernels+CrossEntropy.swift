import Foundation

extension Kernels {
  /// Cross-entropy of each row against its target: logSumExp(logits) − logits[target].
  ///
  /// - Parameters:
  ///   - logits: `[targets.count, classes]`.
  ///   - targets: class numbers below `classes`; a row whose target is `ignored` has the loss 0.
  ///   - losses: receives one loss a row, in nats. The mean is the caller's: only the caller knows over
  ///     how many counted positions.
  public static func crossEntropy(
    logits: some FloatSource, targets: [Int], classes: Int, ignoring ignored: Int = -1,
    into losses: inout [Float], at offset: Int = 0, on parallelism: Parallelism = .allCores
  ) {
    requireTargets(targets, classes: classes, ignoring: ignored)
    requireCount(logits.count, targets.count * classes, "the logits")
    requireRoom(losses.count, from: offset, for: targets.count, "the losses")
    logits.withFloats { logits in
      losses.withFloats(at: offset) { losses in
        for (row, target) in targets.enumerated() {
          let x = logits + row * classes
          losses[row] = target == ignored ? 0 : logSumExp(x, classes) - x[target]
        }
      }
    }
  }

  /// Gradient of cross-entropy: dLogits = scale · (softmax(logits) − one-hot(target)), 0 where ignored.
  ///
  /// - Parameters:
  ///   - scale: the gradient that arrives at every row's loss: 1 / (number of counted rows) for a mean.
  public static func crossEntropyBackward(
    logits: some FloatSource, targets: [Int], classes: Int, ignoring ignored: Int = -1, scale: Float,
    into dLogits: inout [Float], at offset: Int = 0, accumulating: Bool = false,
    on parallelism: Parallelism = .allCores
  ) {
    requireTargets(targets, classes: classes, ignoring: ignored)
    requireCount(logits.count, targets.count * classes, "the logits")
    requireRoom(dLogits.count, from: offset, for: targets.count * classes, "the logits' gradient")
    logits.withFloats { logits in
      dLogits.withFloats(at: offset) { dLogits in
        for (row, target) in targets.enumerated() {
          let (x, dX) = (logits + row * classes, dLogits + row * classes)
          let top = logSumExp(x, classes)
          for j in 0..<classes {
            let value = target == ignored ? 0 : scale * (exp(x[j] - top) - (j == target ? 1 : 0))
            dX[j] = accumulating ? dX[j] + value : value
          }
        }
      }
    }
  }

  /// Loss and gradient in one pass that replaces the logits by their gradient.
  ///
  /// The logits are the largest activation of a small model, and each exponential is needed for the loss
  /// and for the gradient alike: this reads them once and needs no second buffer.
  ///
  /// - Parameters as in ``crossEntropyBackward(logits:targets:classes:ignoring:scale:into:at:accumulating:on:)``.
  public static func crossEntropyReplacingLogits(
    _ logits: inout [Float], at logitsOffset: Int = 0, targets: [Int], classes: Int,
    ignoring ignored: Int = -1, scale: Float, losses: inout [Float], at lossesOffset: Int = 0,
    on parallelism: Parallelism = .allCores
  ) {
    requireTargets(targets, classes: classes, ignoring: ignored)
    requireRoom(logits.count, from: logitsOffset, for: targets.count * classes, "the logits")
    requireRoom(losses.count, from: lossesOffset, for: targets.count, "the losses")
    logits.withFloats(at: logitsOffset) { logits in
      losses.withFloats(at: lossesOffset) { losses in
        for (row, target) in targets.enumerated() {
          let x = logits + row * classes
          let top = logSumExp(x, classes)
          losses[row] = target == ignored ? 0 : top - x[target]
          for j in 0..<classes {
            x[j] = target == ignored ? 0 : scale * (exp(x[j] - top) - (j == target ? 1 : 0))
          }
        }
      }
    }
  }

  private static func logSumExp(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
    var top = -Float.infinity
    for j in 0..<count { top = max(top, x[j]) }
    var sum: Float = 0
    for j in 0..<count { sum += exp(x[j] - top) }
    return top + log(sum)
  }

  private static func requireTargets(_ targets: [Int], classes: Int, ignoring ignored: Int) {
    requireDimensions(classes)
    for target in targets {
      guard target == ignored || (target >= 0 && target < classes) else {
        fatalError("target \(target) is not one of \(classes) classes")
      }
    }
  }
}
