import LabKernels

extension BytePairTokenizer {
  /// The tokens of a text: in each piece, the pair with the lowest rank is merged until no pair has one.
  ///
  /// The names of special tokens are letters like any other. ``BytePairEncoder`` remembers pieces from one text
  /// to the next.
  public func encode(_ text: String) -> [Int] { encode(Array(text.utf8)) }

  /// The tokens of some bytes, which need not be UTF-8.
  ///
  /// - Complexity: O(`bytes.count`). Each distinct piece of up to 256 bytes is worked out once in a call.
  public func encode(_ bytes: [UInt8]) -> [Int] {
    var encoder = BytePairEncoder(self, on: .singleCore)
    return encoder.encode(bytes)
  }

  /// The tokens of a text in which special tokens mean what `policy` says.
  ///
  /// Throws `TokenizerError.specialToken` where one stands that is not allowed, `.unknownSpecialToken` for a name
  /// in the policy that this tokenizer does not have.
  public func encode(_ text: String, specials policy: SpecialTokenPolicy) throws(TokenizerError) -> [Int] {
    let bytes = Array(text.utf8)
    var encoder = BytePairEncoder(self, on: .singleCore)
    var (ids, start): ([Int], Int) = ([], 0)
    for (range, id) in try specialTokens.occurrences(in: bytes, policy) {
      ids += encoder.encode(Array(bytes[start..<range.lowerBound])) + [id]
      start = range.upperBound
    }
    return ids + encoder.encode(start == 0 ? bytes : Array(bytes[start...]))
  }
}

extension SpecialTokens {
  fileprivate func occurrences(
    in bytes: [UInt8], _ policy: SpecialTokenPolicy
  ) throws(TokenizerError) -> [(range: Range<Int>, id: Int)] {
    var allowed: Set<String>? = []
    switch policy {
    case .asText: return []
    case .refused: break
    case .allowed: allowed = nil
    case .only(let names):
      for name in names.sorted() where id(of: name) == nil { throw .unknownSpecialToken(name) }
      allowed = names
    }
    var found: [(range: Range<Int>, id: Int)] = []
    for (range, text, id) in occurrences(in: bytes) {
      guard allowed?.contains(text) ?? true else {
        throw .specialToken(text: text, offset: range.lowerBound)
      }
      found.append((range, id))
    }
    return found
  }
}

/// Encodes text after text and remembers the pieces it met: the second time a word costs one look.
///
/// Each core has a memory of its own. Not for two threads at a time; make one for each.
public struct BytePairEncoder {
  /// What it encodes with.
  public let tokenizer: BytePairTokenizer
  private let encoders: [PieceEncoder]

  /// Under this a second thread costs more than it brings.
  private static let share = 1 << 16

  /// An encoder that has seen nothing yet.
  public init(_ tokenizer: BytePairTokenizer, on parallelism: Parallelism = .allCores) {
    self.tokenizer = tokenizer
    encoders = (0..<parallelism.threads).map { _ in
      PieceEncoder(tokenizer.table, tokenizer.preTokenization.rule)
    }
  }

  /// The tokens of some bytes; a long text is shared among the cores.
  public mutating func encode(_ bytes: [UInt8]) -> [Int] {
    PieceEncoder.encode(bytes, ranges: ranges(of: bytes), with: encoders)
  }

  private func ranges(of bytes: [UInt8]) -> [Range<Int>] {
    let whole = 0..<bytes.count
    guard encoders.count > 1, bytes.count >= 2 * Self.share else { return [whole] }
    let size = max(Self.share, bytes.count / (4 * encoders.count))
    return tokenizer.preTokenization.rule.ranges(of: bytes, in: whole, size: size)
  }

  /// The tokens of each text, shared among the cores.
  public mutating func encode(batch texts: [[UInt8]]) -> [[Int]] {
    PieceEncoder.encode(texts, with: encoders)
  }
}
