/// A text as training sees it: windows in a shuffled order that depends on the seed alone.
///
/// An epoch cuts the text into windows that do not overlap and visits each once. The next epoch starts
/// its cuts elsewhere, so that no token is always first in its window. Batch number i is a function of
/// (tokens, settings, i): a resumed run needs to remember only where it was.
public struct TokenBatches: Sendable {
  /// The text.
  public let tokens: [Int]
  /// Tokens of a window.
  public let context: Int
  /// Windows of a batch.
  public let batchSize: Int
  /// Chooses the order.
  public let seed: UInt64
  /// Whether the model is to learn to predict each token; all when `nil`.
  private let counted: [Bool]?
  private var epoch: Epoch

  /// Batches of `batchSize` windows of `context` tokens.
  ///
  /// - Parameter counted: for each token, whether predicting it counts: `false` for a prompt that the model
  ///   should read but not learn to write.
  ///
  /// Throws `TrainingError.tooFewTokens` or `.invalid`.
  public init(
    _ tokens: [Int], context: Int, batchSize: Int, seed: UInt64, counted: [Bool]? = nil
  ) throws(TrainingError) {
    guard context > 0, batchSize > 0 else {
      throw .invalid("batches need a positive context and size, not \(context) and \(batchSize)")
    }
    // At least one window is left wherever an epoch begins.
    guard tokens.count > context else { throw .tooFewTokens(tokens: tokens.count, needed: context + 1) }
    if let counted, counted.count != tokens.count {
      throw .invalid("\(counted.count) marks were given for \(tokens.count) tokens")
    }
    self.tokens = tokens
    self.context = context
    self.batchSize = batchSize
    self.seed = seed
    self.counted = counted
    epoch = Epoch(number: 0, tokens: tokens.count, context: context, seed: seed)
  }

  /// Windows visited before the order changes.
  public var windowsPerEpoch: Int { Epoch.windows(tokens: tokens.count, context: context) }

  /// Batch number `index`, counted from 0 and practically without end.
  ///
  /// Throws `TrainingError.invalid` for a negative number, or one past 2⁶³ windows.
  public mutating func batch(_ index: Int) throws(TrainingError) -> TrainingBatch {
    guard index >= 0, index < Int.max, !(index + 1).multipliedReportingOverflow(by: batchSize).overflow else {
      throw .invalid("there is no batch number \(index)")
    }
    var batch = TrainingBatch(sequences: batchSize)
    for window in index * batchSize..<(index + 1) * batchSize {
      append(start(ofWindow: window), to: &batch)
    }
    return batch
  }

  private mutating func start(ofWindow window: Int) -> Int {
    let (number, place) = window.quotientAndRemainder(dividingBy: windowsPerEpoch)
    if number != epoch.number {
      epoch = Epoch(number: number, tokens: tokens.count, context: context, seed: seed)
    }
    return epoch.starts[place]
  }

  private func append(_ start: Int, to batch: inout TrainingBatch) {
    for position in start..<start + context {
      batch.inputs.append(tokens[position])
      let counts = counted?[position + 1] ?? true
      batch.targets.append(counts ? tokens[position + 1] : -1)
    }
  }

  /// A number that tells one text from another (FNV-1a over the tokens and marks).
  public var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for (index, token) in tokens.enumerated() {
      hash = (hash ^ UInt64(truncatingIfNeeded: token)) &* 0x100_0000_01b3
      hash = (hash ^ (counted?[index] ?? true ? 1 : 0)) &* 0x100_0000_01b3
    }
    return "\(tokens.count) tokens, " + String(hash, radix: 16)
  }

  /// One pass over the text.
  private struct Epoch: Sendable {
    let number: Int
    let starts: [Int]

    init(number: Int, tokens: Int, context: Int, seed: UInt64) {
      self.number = number
      let windows = Epoch.windows(tokens: tokens, context: context)
      var random = RandomStream(seed: seed, stream: UInt64(number))
      let slack = tokens - 1 - windows * context
      let offset = Int(random.next() % UInt64(slack + 1))
      var starts = (0..<windows).map { offset + $0 * context }
      starts.shuffle(using: &random)
      self.starts = starts
    }

    static func windows(tokens: Int, context: Int) -> Int { max(1, (tokens - 1) / context) }
  }
}

/// Sequences of one length and, for each of their tokens, the one that should come next.
public struct TrainingBatch: Equatable, Sendable {
  /// How many sequences.
  public let sequences: Int
  /// `[sequences, context]`, row after row.
  public internal(set) var inputs: [Int] = []
  /// Likewise; −1 where nothing is to be learned.
  public internal(set) var targets: [Int] = []

  /// An empty batch to be filled.
  init(sequences: Int) { self.sequences = sequences }

  /// A batch of one's own.
  public init(sequences: Int, inputs: [Int], targets: [Int]) {
    self.sequences = sequences
    self.inputs = inputs
    self.targets = targets
  }

  /// How many targets count.
  public var countedTargets: Int { targets.count { $0 != -1 } }
}
