import Foundation

/// How fast the engine is: the workloads that `Benchmarks/` runs on other engines too, by the same names.
public struct EngineBenchmark: Sendable {
  /// How long each workload is repeated, after it has run a few times unobserved.
  public var seconds: Double
  /// Where the generation workloads write their models, so that a peer can run the same weights; nowhere
  /// when `nil`.
  public var weightsFolder: URL?

  /// Benchmarks of two seconds a workload unless told otherwise.
  public init(seconds: Double = 2, weightsFolder: URL? = nil) {
    self.seconds = seconds
    self.weightsFolder = weightsFolder
  }

  /// What is timed.
  public enum Workload: String, CaseIterable, Codable, Sendable {
    /// The product of two 512 × 512 matrices.
    case matmul512 = "matmul-512"
    /// The product of two 1024 × 1024 matrices.
    case matmul1024 = "matmul-1024"
    /// Causal attention, forward: 8 heads, 1024 tokens, 64 numbers a head.
    case attention = "attention-8x1024x64"
    /// A training step of nanoGPT's laptop configuration, batch 12.
    case trainSmall = "train-0.8M"
    /// A training step of nanoGPT's "baby GPT" without dropout, batch 4.
    case trainLarge = "train-10.7M"
    /// One token of the smaller model, with a cache, batch 1.
    case generateSmall = "generate-0.8M"
    /// One token of the larger model, with a cache, batch 1.
    case generateLarge = "generate-10.7M"
  }

  /// One workload's times.
  public struct Result: Codable, Equatable, Sendable {
    /// What was timed.
    public let workload: Workload
    /// The median time of one repetition; of one token in the generation workloads.
    public let milliseconds: Double
    /// The shortest time.
    public let fastest: Double
    /// How often it was timed.
    public let repetitions: Int
    /// The scores after the last token of a generation workload, to be compared with a peer's.
    public let logits: [Float]?
  }

  /// Runs one workload.
  ///
  /// Throws what writing the weights throws; nothing without a `weightsFolder`.
  public func run(_ workload: Workload) throws -> Result {
    switch workload {
    case .matmul512: result(workload, matrixMultiply(512))
    case .matmul1024: result(workload, matrixMultiply(1024))
    case .attention: result(workload, attention())
    case .trainSmall: result(workload, try training(.small))
    case .trainLarge: result(workload, try training(.large))
    case .generateSmall: try generation(.small, workload)
    case .generateLarge: try generation(.large, workload)
    }
  }

  /// Sums up what a workload took.
  func result(_ workload: Workload, _ times: [Double], logits: [Float]? = nil) -> Result {
    let sorted = times.sorted()
    return Result(
      workload: workload, milliseconds: sorted[sorted.count / 2], fastest: sorted[0],
      repetitions: sorted.count, logits: logits)
  }

  /// Milliseconds of each repetition of `body`; the first three, which fill caches and pools, do not count.
  func times(_ body: () throws -> Void) rethrows -> [Double] {
    try times(preparing: {}, body)
  }

  /// The same when something has to be prepared before each repetition, which does not count either.
  func times(preparing prepare: () throws -> Void, _ body: () throws -> Void) rethrows -> [Double] {
    for _ in 0..<3 {
      try prepare()
      try body()
    }
    var times: [Double] = []
    let start = ContinuousClock.now
    repeat {
      try prepare()
      let begin = ContinuousClock.now
      try body()
      times.append(begin.duration(to: .now) / .milliseconds(1))
    } while start.duration(to: .now) < .seconds(seconds)
    return times
  }
}

extension EngineBenchmark.Result: CustomStringConvertible {
  /// One line for a terminal.
  public var description: String {
    let name = workload.rawValue.padding(toLength: 22, withPad: " ", startingAt: 0)
    let times = String(format: "%9.3f ms  (fastest %.3f, %d times)", milliseconds, fastest, repetitions)
    return name + times
  }
}
