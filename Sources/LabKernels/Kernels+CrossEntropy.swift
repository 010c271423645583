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
        parallelism.forEachRow(of: targets.count, columns: classes) { row in
          let (x, target) = (logits + row * classes, targets[row])
          losses[row] = target == ignored ? 0 : RowSums.logSumExp(x, classes) - x[target]
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
        parallelism.forEachRow(of: targets.count, columns: classes) { row in
          let (x, dX) = (logits + row * classes, dLogits + row * classes)
          let target = targets[row]
          if target == ignored {
            if !accumulating { dX.update(repeating: 0, count: classes) }
            return
          }
          addProbabilities(
            x, logSumExp: RowSums.logSumExp(x, classes), times: scale, classes, into: dX,
            adding: accumulating)
          dX[target] -= scale
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
        parallelism.forEachRow(of: targets.count, columns: classes) { row in
          let (x, target) = (logits + row * classes, targets[row])
          if target == ignored {
            losses[row] = 0
            x.update(repeating: 0, count: classes)
            return
          }
          let logSumExp = RowSums.logSumExp(x, classes)
          losses[row] = logSumExp - x[target]
          addProbabilities(x, logSumExp: logSumExp, times: scale, classes, into: x, adding: false)
          x[target] -= scale
        }
      }
    }
  }

  /// y = factor · exp(x − logSumExp), or y += …: softmax, once its denominator is known.
  @inline(__always)
  private static func addProbabilities(
    _ x: UnsafePointer<Float>, logSumExp: Float, times factor: Float, _ classes: Int,
    into y: UnsafeMutablePointer<Float>, adding: Bool
  ) {
    Lanes.forEach(in: 0..<classes) { lanes in
      lanes.store((lanes(x) - logSumExp).exponential() * factor, y, adding: adding)
    }
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
