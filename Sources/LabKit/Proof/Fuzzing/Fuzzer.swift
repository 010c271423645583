import Foundation

/// Feeds a decoder mutated inputs. Number `i` of a seed is the same input on every machine.
public struct Fuzzer<Random: RandomNumberGenerator & SendableMetatype>: Sendable {
  private let random: @Sendable (UInt64) -> Random

  /// A fuzzer whose input `i` is drawn from `random(i)`.
  public init(random: @escaping @Sendable (UInt64) -> Random) {
    self.random = random
  }

  /// What came of the inputs of one target.
  public struct Report: Sendable, Encodable {
    /// What was decoded.
    public let target: String
    /// How many inputs there were.
    public internal(set) var inputs = 0
    /// How many were taken for values.
    public internal(set) var taken = 0
    /// Broken promises with the number of their input, the first few.
    public internal(set) var problems: [String] = []

    /// Whether every promise was kept.
    public var holds: Bool { problems.isEmpty }
  }

  /// Decodes `inputs` inputs, on all processors.
  ///
  /// A trap ends the process: the last progress tells between which inputs.
  /// - Parameter progress: is told now and then how many are done.
  public func run(
    _ target: FuzzTarget, inputs: Int, progress: @Sendable (Int) -> Void = { _ in }
  ) -> Report {
    var report = Report(target: target.name)
    let processors = max(1, ProcessInfo.processInfo.activeProcessorCount)
    let share = 5_000
    while report.inputs < inputs {
      let rest = min(inputs - report.inputs, share * processors)
      let starts = stride(from: report.inputs, to: report.inputs + rest, by: share).map { $0 }
      let end = report.inputs + rest
      let parts = starts.concurrentMap { block(target, $0..<min($0 + share, end)) }
      for part in parts { report.add(part) }
      progress(report.inputs)
    }
    return report
  }

  private func block(_ target: FuzzTarget, _ numbers: Range<Int>) -> Report {
    var report = Report(target: target.name)
    for number in numbers {
      var random = random(UInt64(number))
      report.add(number, target.judge(Mutation.input(of: target, &random)))
    }
    return report
  }
}

extension Fuzzer.Report {
  private static var mostProblems: Int { 5 }

  mutating func add(_ number: Int, _ judgement: FuzzTarget.Judgement) {
    inputs += 1
    switch judgement {
    case .taken: taken += 1
    case .refused: break
    case .broken(let problem):
      if problems.count < Self.mostProblems { problems.append("input \(number): \(problem)") }
    }
  }

  mutating func add(_ other: Self) {
    inputs += other.inputs
    taken += other.taken
    problems += other.problems.prefix(Self.mostProblems - problems.count)
  }
}
