/// Hugging Face's `tokenizer.json` for byte-level byte-pair encodings.
///
/// What changes ids and is not known here (normalizers, dropout, unknown tokens, merges ignored, patterns other
/// than those of ``PreTokenization``) is refused by name. Post-processors, which put special tokens around a text,
/// are not applied: `encode` gives what `encode(…, add_special_tokens=False)` gives there.
extension BytePairTokenizer {
  /// Reads `tokenizer.json`. Throws `TokenizerError`, which names the place at fault.
  public init(huggingFaceJSON bytes: [UInt8]) throws(TokenizerError) {
    self = try HuggingFaceFile(json: JSONValue(parsing: bytes)).tokenizer()
  }

  /// What `tokenizer.json` holds; the file is read back to an equal tokenizer.
  ///
  /// Throws `TokenizerError.invalidSetting` for the pre-tokenization `words`, which is not a regular expression,
  /// and for merges that share ranks, which the format cannot say.
  public func huggingFaceJSON() throws(TokenizerError) -> String {
    guard !mergesShareRanks else {
      throw .invalidSetting("tokenizer.json gives every merge a rank of its own; these merges share theirs")
    }
    let vocabulary = tokens.allIDs.map {
      JSONValue.Member(key: ByteAlphabet.text(of: tokens.bytes(of: $0) ?? []), value: .integer($0))
    }
    let merges = merges.map { pair in
      JSONValue.array(
        [pair.left, pair.right].map { .string(ByteAlphabet.text(of: tokens.bytes(of: $0) ?? [])) })
    }
    let model: [(String, JSONValue)] = [
      ("type", .string("BPE")), ("dropout", .null), ("unk_token", .null),
      ("continuing_subword_prefix", .null),
      ("end_of_word_suffix", .null), ("fuse_unk", .bool(false)), ("byte_fallback", .bool(false)),
      ("ignore_merges", .bool(false)), ("vocab", .object(vocabulary)), ("merges", .array(merges)),
    ]
    let file: [(String, JSONValue)] = [
      ("version", .string("1.0")), ("truncation", .null), ("padding", .null),
      ("added_tokens", .array(specialTokens.all.map(HuggingFaceFile.addedToken))), ("normalizer", .null),
      ("pre_tokenizer", try HuggingFaceFile.preTokenizer(preTokenization)), ("post_processor", .null),
      ("decoder", HuggingFaceFile.byteLevel(usesRegex: true)),
      ("model", .object(model.map(JSONValue.Member.init))),
    ]
    return JSONValue.object(file.map(JSONValue.Member.init)).text
  }
}
