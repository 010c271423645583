import LabKernels

/// Encodes a text that arrives in parts, cut anywhere, into the ids that the whole text has.
///
/// Tokens are given out once nothing that may still come can change them: up to the last place where every
/// pre-tokenizer starts a piece. Until then bytes wait: a part that ends inside a word gives that word's tokens
/// later. With the pre-tokenization `whole` everything waits for the end.
public struct BytePairStream {
  private var encoder: BytePairEncoder
  private var waiting: [UInt8] = []
  /// Up to here there is no place to cut.
  private var searched = 0

  /// A stream at its beginning.
  public init(_ tokenizer: BytePairTokenizer) {
    encoder = BytePairEncoder(tokenizer, on: .singleCore)
  }

  /// Takes the next bytes and returns the tokens that are certain now.
  public mutating func append(_ bytes: some Sequence<UInt8>) -> [Int] {
    waiting += bytes
    guard let end = lastCut() else { return [] }
    let ids = encoder.encode(Array(waiting[..<end]))
    waiting.removeFirst(end)
    searched = max(0, searched - end)
    return ids
  }

  /// The tokens of what still waits; the stream is then at its beginning again.
  public mutating func finish() -> [Int] {
    defer { (waiting, searched) = ([], 0) }
    return encoder.encode(waiting)
  }

  private mutating func lastCut() -> Int? {
    let rule = encoder.tokenizer.preTokenization.rule
    // The last character may be incomplete: a cut must have a whole one behind it.
    let end = waiting.count - 4
    var (position, last): (Int, Int?) = (searched, nil)
    while let next = rule.cut(waiting, from: position), next <= end { (position, last) = (next + 1, next) }
    searched = max(0, min(position, end))
    return last
  }
}
