import Foundation
import LabKernels

/// Learns a byte-pair encoding from text.
///
///     var trainer = BytePairTrainer(vocabulary: 5_000, preTokenization: .gpt2)
///     trainer.specialTokens = ["<|endoftext|>"]
///     let tokenizer = try trainer.train(on: text)
///
/// Counts are exact, and overlapping pairs count as often as they stand there: `aaa` holds `aa` twice, as in
/// minbpe. Only distinct pieces are worked on, and only those that hold the merged pair. Pairs whose token would
/// be longer than 65,536 bytes, or is there already, are left alone.
public struct BytePairTrainer: Hashable, Sendable {
  /// Which of several pairs with the same, highest count is merged.
  public enum TieRule: String, Hashable, Sendable, Codable, CaseIterable {
    /// The one whose first occurrence stands first in the text, as in minbpe.
    case firstSeen
    /// The one with the smallest tokens, as in Hugging Face's tokenizers.
    case smallestPair
    /// The one with the greatest bytes of the first, then of the second token, as in Stanford's CS336.
    case greatestBytes
  }

  /// How far training has come.
  public struct Progress: Hashable, Sendable {
    /// Tokens there are.
    public let vocabulary: Int
    /// Tokens asked for, without the special ones.
    public let goal: Int
    /// The token just made.
    public let token: [UInt8]
    /// How often its pair stood in the text.
    public let count: Int
  }

  /// The tokens to end with: 256 bytes, merges and special tokens.
  public var vocabulary: Int
  /// How text is cut into pieces.
  public var preTokenization: PreTokenization
  /// Decides among equally frequent pairs.
  public var ties: TieRule
  /// Pairs that occur less often are not merged; at least 1.
  public var minimumFrequency: Int
  /// Tokens that stand for no text; their ids follow all others.
  public var specialTokens: [String]
  /// The cores that count.
  public var parallelism: Parallelism

  /// A trainer.
  public init(
    vocabulary: Int, preTokenization: PreTokenization = .gpt2, ties: TieRule = .smallestPair,
    minimumFrequency: Int = 2, specialTokens: [String] = [], parallelism: Parallelism = .allCores
  ) {
    self.vocabulary = vocabulary
    self.preTokenization = preTokenization
    self.ties = ties
    self.minimumFrequency = minimumFrequency
    self.specialTokens = specialTokens
    self.parallelism = parallelism
  }

  /// Learns from a text. Throws as ``train(on:progress:)-([UInt8],_)``.
  public func train(
    on text: String, progress: (Progress) -> Void = { _ in }
  ) throws(TokenizerError) -> BytePairTokenizer {
    try train(on: Array(text.utf8), progress: progress)
  }

  /// Learns from bytes, which need not be UTF-8.
  ///
  /// - Parameter progress: called after each merge.
  ///
  /// Throws `TokenizerError.vocabularyTooSmall`, `.emptyText`, `.noPairLeft` when the text has too few pairs that
  /// are frequent enough, `.invalidSetting`, and `.invalidToken` for a special token given twice.
  public func train(
    on bytes: [UInt8], progress: (Progress) -> Void = { _ in }
  ) throws(TokenizerError) -> BytePairTokenizer {
    try validate()
    var counter = PieceCounter()
    counter.add(bytes, cutBy: preTokenization.rule, on: parallelism)
    return try tokenizer(merges: completeMerges(of: counter, progress))
  }

  /// Learns from pieces that are cut already, whatever the pre-tokenization; it is that of the tokenizer all the same.
  ///
  /// Throws as ``train(on:progress:)-([UInt8],_)``.
  public func train(onPieces pieces: some Sequence<[UInt8]>) throws(TokenizerError) -> BytePairTokenizer {
    try validate()
    var counter = PieceCounter()
    for piece in pieces { counter.add(piece, cutBy: .whole, on: .singleCore) }
    return try tokenizer(merges: completeMerges(of: counter) { _ in })
  }

  /// Learns from a file, which is mapped and so may be larger than the memory; what is kept is its distinct
  /// pieces.
  ///
  /// Throws `FormatError` when it cannot be opened, else as for bytes.
  public func train(
    onContentsOf url: URL, progress: (Progress) -> Void = { _ in }
  ) throws -> BytePairTokenizer {
    try validate()
    var counter = PieceCounter()
    do {
      try counter.add(contentsOf: url, cutBy: preTokenization.rule, on: parallelism)
    } catch {
      throw FormatError.inaccessible(path: url.path, reason: "cannot be read (\(error.localizedDescription))")
    }
    return try tokenizer(merges: completeMerges(of: counter, progress))
  }

  /// The merges there will be, if the text has enough pairs.
  var mergeGoal: Int { vocabulary - 256 - specialTokens.count }

  private func validate() throws(TokenizerError) {
    guard mergeGoal >= 0 else {
      throw .vocabularyTooSmall(asked: vocabulary, needed: 256 + specialTokens.count)
    }
    guard vocabulary <= TokenVocabulary.largestCount else {
      throw .invalidSetting(
        "a vocabulary has at most \(TokenVocabulary.largestCount) tokens, not \(vocabulary)")
    }
    guard minimumFrequency > 0 else {
      throw .invalidSetting("the minimum frequency must be 1 or more, not \(minimumFrequency)")
    }
  }

  private func completeMerges(
    of counter: PieceCounter, _ progress: (Progress) -> Void
  ) throws(TokenizerError) -> [BytePairTokenizer.Pair] {
    guard counter.pieces.count > 0 else { throw .emptyText }
    let merges = merges(of: counter, progress)
    guard merges.count == mergeGoal else {
      throw .noPairLeft(
        reached: 256 + merges.count + specialTokens.count, asked: vocabulary,
        minimumFrequency: minimumFrequency)
    }
    return merges
  }

  /// The merges, fewer than asked for if no pair is left.
  func merges(
    of counter: PieceCounter, _ progress: (Progress) -> Void = { _ in }
  ) -> [BytePairTokenizer.Pair] {
    var merges: [BytePairTokenizer.Pair] = []
    var learner = MergeLearner(counter, ties: kernelTies, longestToken: TokenVocabulary.longestToken)
    while merges.count < mergeGoal, let merge = learner.mergeNext(minimumCount: minimumFrequency) {
      merges.append(BytePairTokenizer.Pair(merge.left, merge.right))
      let token = learner.tokens[255 + merges.count]
      progress(
        Progress(
          vocabulary: 256 + merges.count, goal: 256 + mergeGoal, token: Array(token), count: merge.count))
    }
    return merges
  }

  func tokenizer(merges: [BytePairTokenizer.Pair]) throws(TokenizerError) -> BytePairTokenizer {
    try BytePairTokenizer(merges: merges, preTokenization: preTokenization, specialTokens: specialTokens)
  }

  private var kernelTies: MergeLearner.Ties {
    switch ties {
    case .firstSeen: .firstSeen
    case .smallestPair: .smallestPair
    case .greatestBytes: .greatestBytes
    }
  }
}
