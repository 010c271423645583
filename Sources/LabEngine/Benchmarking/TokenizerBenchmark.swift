import Dispatch
import Foundation

/// How fast the tokenizer is on one text: what `Benchmarks/tokenizers.py` runs on other tokenizers too.
public struct TokenizerBenchmark: Sendable {
  /// The text.
  public let text: URL
  /// A folder with GPT-2's `vocab.bpe`; without it only training is timed.
  public let gpt2: URL?
  /// The tokens to train.
  public let vocabulary: Int

  /// A benchmark.
  public init(text: URL, gpt2: URL?, vocabulary: Int = 5000) {
    (self.text, self.gpt2, self.vocabulary) = (text, gpt2, vocabulary)
  }

  /// One workload's time.
  public struct Result: Codable, Equatable, Sendable, CustomStringConvertible {
    /// `first`, `again`, `run of a letter`, `run of spaces` or `train`.
    public let workload: String
    /// The median time of a repetition.
    public let milliseconds: Double
    /// Millions of bytes in a second.
    public let megabytesPerSecond: Double
    /// The tokens that came out, or the vocabulary that was trained.
    public let tokens: Int

    /// A line for people.
    public var description: String {
      let name = workload.padding(toLength: 18, withPad: " ", startingAt: 0)
      return name + String(format: "%10.2f ms %8.1f MB/s", milliseconds, megabytesPerSecond)
        + "  \(tokens) tokens"
    }
  }

  /// Runs all workloads. Throws `FormatError` or `TokenizerError`.
  public func run() throws -> [Result] {
    let bytes = try FileBytes.read(text)
    let trainer = BytePairTrainer(vocabulary: vocabulary)
    let training = try time("train", bytes.count, 5) { try trainer.train(on: bytes).vocabulary }
    guard let gpt2 else { return [training] }
    let tokenizer = try BytePairTokenizer(
      gpt2Merges: FileBytes.read(gpt2.appendingPathComponent("vocab.bpe")))
    var encoder = BytePairEncoder(tokenizer)
    let million = 1 << 20
    return try [
      time("first", bytes.count, 25) { tokenizer.encode(bytes).count },
      time("again", bytes.count, 50) { encoder.encode(bytes).count },
      run(of: "a", million, "run of a letter", tokenizer), run(of: " ", million, "run of spaces", tokenizer),
      training,
    ]
  }

  private func run(
    of letter: Unicode.Scalar, _ count: Int, _ name: String, _ tokenizer: BytePairTokenizer
  ) throws -> Result {
    let bytes = [UInt8](repeating: UInt8(letter.value), count: count)
    return try time(name, count, 9) { tokenizer.encode(bytes).count }
  }

  private func time(
    _ workload: String, _ bytes: Int, _ repetitions: Int, _ work: () throws -> Int
  ) throws -> Result {
    var (times, tokens): ([Double], Int) = ([], try work())
    for _ in 0..<repetitions {
      let start = DispatchTime.now().uptimeNanoseconds
      tokens = try work()
      times.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6)
    }
    let median = times.sorted()[repetitions / 2]
    return Result(
      workload: workload, milliseconds: median, megabytesPerSecond: Double(bytes) / median / 1e3,
      tokens: tokens)
  }
}
