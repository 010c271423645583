import Foundation

/// tiktoken's rank files: a token in base64, a space and its rank, which is its id, a line.
extension BytePairTokenizer {
  /// Longer tokens are refused: every way to put a token together is looked at.
  private static let longestRankedToken = 1 << 12

  /// Reads a rank file. Which text it is cut by and its special tokens are not in the file.
  ///
  /// Any two tokens that spell a third may merge, at the rank of the third, as in tiktoken. Throws
  /// `TokenizerError`, which names the line at fault.
  public init(
    tiktokenRanks bytes: [UInt8], preTokenization: PreTokenization,
    specialTokens: SpecialTokens = SpecialTokens()
  ) throws(TokenizerError) {
    var tokens = TokenVocabulary()
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (i, line) in lines.enumerated() where !(line.isEmpty && i == lines.count - 1) {
      let parts = line.split(separator: 0x20)
      guard parts.count == 2, let token = Data(base64Encoded: Data(parts[0])),
        let rank = Int(String(decoding: parts[1], as: UTF8.self))
      else { throw .invalidLine(number: i + 1, reason: "it is not a token in base64 and its rank") }
      guard token.count <= Self.longestRankedToken else {
        throw .invalidLine(number: i + 1, reason: "its token has \(token.count) bytes")
      }
      do {
        try tokens.insert([UInt8](token), id: rank)
      } catch {
        throw .invalidLine(number: i + 1, reason: "\(error)")
      }
    }
    try self.init(
      tokens: tokens, merges: Self.allPairs(of: tokens), preTokenization: preTokenization,
      specialTokens: specialTokens, mergesShareRanks: true)
  }

  /// Every pair of tokens that spells a token, by the token's id.
  private static func allPairs(of tokens: TokenVocabulary) -> [Pair] {
    tokens.allIDs.flatMap { id -> [Pair] in
      guard let bytes = tokens.bytes(of: id), bytes.count > 1 else { return [] }
      return (bytes.startIndex + 1..<bytes.endIndex).compactMap { cut in
        guard let left = tokens.id(of: bytes[..<cut]), let right = tokens.id(of: bytes[cut...]) else {
          return nil
        }
        return Pair(left, right)
      }
    }
  }

  /// What a rank file holds: the ordinary tokens by id.
  public func tiktokenRanks() -> String {
    tokens.allIDs.map { id in
      "\(Data(tokens.bytes(of: id) ?? []).base64EncodedString()) \(id)\n"
    }.joined()
  }
}
