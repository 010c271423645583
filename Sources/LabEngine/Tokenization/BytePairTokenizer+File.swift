import Foundation

/// A tokenizer as a text file.
///
/// The first line is such as `bpe 1 words 256`: the format's name and version, the pre-tokenization and the number
/// of merges. A merge a line follows, such as `32 116`, in the order of ranks; merge i makes token 256 + i, and the
/// first 256 tokens are the bytes.
///
/// Version 2 holds every tokenizer. Its first line ends in `own` or `shared`, which says whether each merge has a
/// rank of its own; `bytes` and 256 ids may follow; a merge may name the token it makes, `32 116 300`; and behind
/// the merges stand `token 300 e282ac`, an id and bytes in hexadecimal, for tokens that no merge makes, and
/// `special 50256 "<|endoftext|>"`.
extension BytePairTokenizer {
  /// What a file holds; version 1 where that is enough.
  public var fileText: String {
    (header + mergeLines + tokenLines + specialLines).joined(separator: "\n") + "\n"
  }

  /// Reads what `fileText` wrote. Throws `TokenizerError`, which names the line or the merge at fault.
  public init(fileText: String) throws(TokenizerError) {
    var reader = TokenizerFileReader(fileText)
    self = try reader.read()
  }

  /// Reads a file. Throws `FormatError` when it cannot be opened, else `TokenizerError`.
  public init(contentsOf url: URL) throws {
    let bytes = try FileBytes.read(url)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TokenizerError.notUTF8(offset: UTF8Check.firstError(in: bytes) ?? bytes.count)
    }
    try self.init(fileText: text)
  }

  /// Writes a file as a whole or not at all. Throws `FormatError`.
  public func write(to url: URL) throws(FormatError) {
    try FileBytes.write(Array(fileText.utf8), to: url)
  }

  private var byteIDs: [Int] { (UInt8.min...UInt8.max).map { tokens.id(of: [$0]) ?? 0 } }

  private func product(of pair: Pair) -> Int {
    tokens.id(of: (tokens.bytes(of: pair.left) ?? []) + (tokens.bytes(of: pair.right) ?? [])) ?? 0
  }

  /// Byte i is token i, merge i makes token 256 + i, and there is nothing else.
  private var isPlain: Bool {
    !mergesShareRanks && specialTokens.all.isEmpty && tokens.count == 256 + merges.count
      && tokens.idCount == tokens.count && byteIDs == Array(0..<256)
      && merges.enumerated().allSatisfy { product(of: $1) == 256 + $0 }
  }

  private var header: [String] {
    if isPlain { return ["bpe 1 \(preTokenization.rawValue) \(merges.count)"] }
    let first = "bpe 2 \(preTokenization.rawValue) \(merges.count) \(mergesShareRanks ? "shared" : "own")"
    let ids = byteIDs
    return ids == Array(0..<256) ? [first] : [first, "bytes " + ids.map(String.init).joined(separator: " ")]
  }

  private var mergeLines: [String] {
    merges.enumerated().map { rank, pair in
      let product = product(of: pair)
      return "\(pair.left) \(pair.right)" + (product == 256 + rank ? "" : " \(product)")
    }
  }

  private var tokenLines: [String] {
    let made = Set(merges.map(product) + byteIDs)
    return tokens.allIDs.filter { !made.contains($0) }.map { id in
      "token \(id) " + (tokens.bytes(of: id) ?? []).map { hexadecimal($0) }.joined()
    }
  }

  private var specialLines: [String] {
    specialTokens.all.map { "special \($0.id) \(JSONValue.string($0.text).text)" }
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
