extension BytePairTokenizer {
  /// The bytes that tokens stand for; special tokens give their names.
  ///
  /// Single tokens may be parts of characters: only all the bytes together are text. Throws
  /// `TokenizerError.unknownToken`.
  public func decode(_ ids: [Int]) throws(TokenizerError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * ids.count)
    for id in ids { bytes += try self.bytes(of: id) }
    return bytes
  }

  /// The text that tokens stand for, with U+FFFD where the bytes are not UTF-8.
  ///
  /// Throws `TokenizerError.unknownToken`.
  public func text(of ids: [Int]) throws(TokenizerError) -> String {
    String(decoding: try decode(ids), as: UTF8.self)
  }

  /// The text that tokens stand for, to the last byte.
  ///
  /// Throws `TokenizerError.notUTF8` where the bytes are no text, and `.unknownToken`.
  public func exactText(of ids: [Int]) throws(TokenizerError) -> String {
    let bytes = try decode(ids)
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    throw .notUTF8(offset: UTF8Check.firstError(in: bytes) ?? bytes.count)
  }

  /// Which bytes of the decoded text each token stands for: the ranges follow each other without gaps.
  ///
  /// Throws `TokenizerError.unknownToken`.
  public func offsets(of ids: [Int]) throws(TokenizerError) -> [Range<Int>] {
    var (ranges, start): ([Range<Int>], Int) = ([], 0)
    for id in ids {
      let end = start + (try bytes(of: id)).count
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }

  /// The bytes of one token. Throws `TokenizerError.unknownToken`.
  public func bytes(of id: Int) throws(TokenizerError) -> ArraySlice<UInt8> {
    if let bytes = tokens.bytes(of: id) { return bytes }
    if let name = specialTokens.text(of: id) { return Array(name.utf8)[...] }
    throw .unknownToken(id: id, vocabulary: vocabulary)
  }
}

/// Where bytes stop being UTF-8.
enum UTF8Check {
  static func firstError(in bytes: [UInt8]) -> Int? {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}
