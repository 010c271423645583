import Foundation
import LabKernels

/// How fast the tokenizer is on one text: what `Benchmarks/compare_tokenizers.py` runs on other tokenizers too.
public struct TokenizerBenchmark: Sendable {
  /// What is timed.
  public enum Workload: String, Codable, Sendable, CaseIterable {
    /// GPT-2's ids of the text on one core; the vocabulary is loaded and nothing was seen.
    case first
    /// The same text again, on all cores.
    case again
    /// The first pass over 1,048,576 equal letters.
    case letters
    /// The first pass over as many spaces.
    case spaces
    /// A vocabulary learned from the file, on all cores.
    case train

    var needsVocabulary: Bool { self != .train }
  }

  /// The text.
  public let text: URL
  /// A folder with GPT-2's `vocab.bpe`; without it only training is timed.
  public let gpt2: URL?
  /// The tokens to train.
  public let vocabulary: Int
  /// Repetitions end after so many seconds.
  public let seconds: Double

  /// A benchmark.
  public init(text: URL, gpt2: URL?, vocabulary: Int = 5000, seconds: Double = 1) {
    (self.text, self.gpt2, self.vocabulary, self.seconds) = (text, gpt2, vocabulary, seconds)
  }

  /// One workload's time.
  public struct Result: Codable, Equatable, Sendable {
    /// What was timed.
    public let workload: Workload
    /// The median time of a repetition.
    public let milliseconds: Double
    /// The median of the time that all cores together spent on one.
    public let processorMilliseconds: Double
    /// The bytes of text.
    public let bytes: Int
    /// The tokens that came out, or the vocabulary that was trained.
    public let tokens: Int
    /// The different pieces that training worked on.
    public let distinctPieces: Int?
  }

  /// The workloads there are files for.
  public var workloads: [Workload] { Workload.allCases.filter { gpt2 != nil || !$0.needsVocabulary } }

  /// Runs one workload. Throws `FormatError` or `TokenizerError`.
  public func run(_ workload: Workload) throws -> Result {
    let million = 1 << 20
    switch workload {
    case .first: return try encode(workload, FileBytes.read(text))
    case .again: return try encodeAgain(FileBytes.read(text))
    case .letters: return try encode(workload, Array(repeating: UInt8(ascii: "a"), count: million))
    case .spaces: return try encode(workload, Array(repeating: UInt8(ascii: " "), count: million))
    case .train: return try train()
    }
  }

  private func encode(_ workload: Workload, _ bytes: [UInt8]) throws -> Result {
    let tokenizer = try gpt2Tokenizer()
    return time(workload, bytes.count) { tokenizer.encode(bytes).count }
  }

  private func encodeAgain(_ bytes: [UInt8]) throws -> Result {
    var encoder = try BytePairEncoder(gpt2Tokenizer())
    // Each core has a memory of its own, and which core meets which part is left to chance.
    for _ in 0..<5 { _ = encoder.encode(bytes) }
    return time(.again, bytes.count) { encoder.encode(bytes).count }
  }

  private func train() throws -> Result {
    let trainer = BytePairTrainer(vocabulary: vocabulary)
    var counter = PieceCounter()
    try counter.add(contentsOf: text, cutBy: trainer.preTokenization.rule)
    let distinct = counter.pieces.count
    counter = PieceCounter()
    let size = try text.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    return try time(.train, size, distinctPieces: distinct) {
      try trainer.train(onContentsOf: text).vocabulary
    }
  }

  private func gpt2Tokenizer() throws -> BytePairTokenizer {
    guard let gpt2 else {
      throw FormatError.inaccessible(path: "vocab.bpe", reason: "is needed, and no folder was named")
    }
    return try BytePairTokenizer(gpt2Merges: FileBytes.read(gpt2.appendingPathComponent("vocab.bpe")))
  }

  private func time(
    _ workload: Workload, _ bytes: Int, distinctPieces: Int? = nil, _ work: () throws -> Int
  ) rethrows -> Result {
    var (times, processorTimes, tokens): ([Double], [Double], Int) = ([], [], 0)
    let start = ContinuousClock.now
    repeat {
      let (begin, processorBegin) = (ContinuousClock.now, clock())
      tokens = try work()
      times.append(begin.duration(to: .now) / .milliseconds(1))
      processorTimes.append(1e3 * Double(clock() - processorBegin) / Double(CLOCKS_PER_SEC))
    } while start.duration(to: .now) < .seconds(seconds)
    return Result(
      workload: workload, milliseconds: times.sorted()[times.count / 2],
      processorMilliseconds: processorTimes.sorted()[times.count / 2], bytes: bytes, tokens: tokens,
      distinctPieces: distinctPieces)
  }
}

extension TokenizerBenchmark.Result: CustomStringConvertible {
  /// One line for a terminal.
  public var description: String {
    let name = workload.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
    let speed = String(
      format: "%10.2f ms %8.1f MB/s %9d tokens", milliseconds, Double(bytes) / milliseconds / 1e3, tokens)
    return name + speed + (distinctPieces.map { "  \($0) distinct pieces" } ?? "")
  }
}
