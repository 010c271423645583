import Foundation

/// GPT-2's files: `vocab.bpe`, a `#version` line and a merge a line in GPT-2's alphabet for bytes, and
/// `encoder.json`, every token's id.
extension BytePairTokenizer {
  /// The special token of GPT-2, which follows the last merge.
  public static let endOfText = "<|endoftext|>"

  /// Reads `vocab.bpe`, which gives every id by itself: bytes in the alphabet's order, then a token a merge, then
  /// `<|endoftext|>`.
  ///
  /// Throws `TokenizerError`, which names the line at fault.
  public init(gpt2Merges bytes: [UInt8]) throws(TokenizerError) {
    var tokens = try TokenVocabulary(ByteAlphabet.order.map { [$0] })
    var merges: [Pair] = []
    for (number, left, right) in try Self.mergeLines(bytes) {
      guard let leftID = tokens.id(of: left), let rightID = tokens.id(of: right) else {
        throw .invalidLine(number: number, reason: "it merges a token that no line before it makes")
      }
      let pair = Pair(leftID, rightID)
      try tokens.insertProduct(of: pair, id: 256 + merges.count, number: merges.count)
      merges.append(pair)
    }
    var specials = SpecialTokens()
    try specials.insert(Self.endOfText, id: 256 + merges.count)
    try self.init(tokens: tokens, merges: merges, preTokenization: .gpt2, specialTokens: specials)
  }

  /// Reads `vocab.bpe` and checks that `encoder.json` gives the same ids.
  ///
  /// Throws `TokenizerError`, which names the line or the token at fault.
  public init(gpt2Merges bytes: [UInt8], encoder json: [UInt8]) throws(TokenizerError) {
    let tokenizer = try BytePairTokenizer(gpt2Merges: bytes)
    try tokenizer.requireIDs(JSONValue(parsing: json).members ?? [])
    self = tokenizer
  }

  private func requireIDs(_ members: [JSONValue.Member]) throws(TokenizerError) {
    let made = tokens.count + specialTokens.all.count
    guard members.count == made else {
      throw .invalidFile(
        place: "the vocabulary", reason: "it has \(members.count) tokens; the merges make \(made)")
    }
    for member in members { try requireID(member.value.integer, of: member.key) }
  }

  private func requireID(_ id: Int?, of key: String) throws(TokenizerError) {
    let made = madeID(of: key)
    guard let id, id == made else {
      let (given, made) = (id.map(String.init) ?? "no number", made.map(String.init) ?? "none")
      throw .invalidFile(place: "the token \(key)", reason: "its id is \(given); by the merges it is \(made)")
    }
  }

  private func madeID(of key: String) -> Int? {
    if let id = specialTokens.id(of: key) { return id }
    guard let bytes = ByteAlphabet.bytes(of: key) else { return nil }
    return tokens.id(of: bytes)
  }

  /// What `vocab.bpe` holds.
  ///
  /// Throws `TokenizerError.invalidSetting` if the ids are not those that a reader would give.
  public func gpt2Merges() throws(TokenizerError) -> String {
    let text = (["#version: 0.2"] + merges.map(line)).joined(separator: "\n") + "\n"
    guard try BytePairTokenizer(gpt2Merges: Array(text.utf8)) == self else {
      throw .invalidSetting(
        "this tokenizer's ids are not GPT-2's kind, which a list of merges would give back")
    }
    return text
  }

  /// What `encoder.json` holds.
  public func gpt2Encoder() -> String {
    let ordinary = tokens.allIDs.map { (ByteAlphabet.text(of: tokens.bytes(of: $0) ?? []), $0) }
    let all = (ordinary + specialTokens.all.map { ($0.text, $0.id) }).sorted { $0.1 < $1.1 }
    return JSONValue.object(all.map { JSONValue.Member(key: $0.0, value: .integer($0.1)) }).text
  }

  private func line(_ pair: Pair) -> String {
    ByteAlphabet.text(of: tokens.bytes(of: pair.left) ?? []) + " "
      + ByteAlphabet.text(of: tokens.bytes(of: pair.right) ?? [])
  }

  private static func mergeLines(
    _ bytes: [UInt8]
  ) throws(TokenizerError) -> [(number: Int, left: [UInt8], right: [UInt8])] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .notUTF8(offset: UTF8Check.firstError(in: bytes) ?? bytes.count)
    }
    var merges: [(number: Int, left: [UInt8], right: [UInt8])] = []
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (i, line) in lines.enumerated() where !(i == 0 && line.starts(with: "#version".utf8)) {
      if line.isEmpty, i == lines.count - 1 { continue }
      let parts = Substring(line).unicodeScalars.split(separator: " ").map { Substring($0) }
      guard parts.count == 2, let left = ByteAlphabet.bytes(of: parts[0]),
        let right = ByteAlphabet.bytes(of: parts[1])
      else { throw .invalidLine(number: i + 1, reason: "it is not two tokens in GPT-2's alphabet") }
      merges.append((i + 1, left, right))
    }
    return merges
  }
}
