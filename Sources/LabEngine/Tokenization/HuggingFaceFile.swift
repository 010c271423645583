/// The parts of a `tokenizer.json`.
struct HuggingFaceFile {
  let json: JSONValue

  func tokenizer() throws(TokenizerError) -> BytePairTokenizer {
    guard json.members != nil else { throw wrong("the top level", "it is not an object") }
    for key in ["normalizer", "truncation", "padding"] where json[key] != nil {
      throw wrong(key, "it changes texts or ids in a way that is not known here")
    }
    let specials = try specialTokens()
    let tokens = try vocabulary(without: specials)
    return try BytePairTokenizer(
      tokens: tokens, merges: merges(of: tokens), preTokenization: preTokenization(), specialTokens: specials)
  }

  private func wrong(_ place: String, _ reason: String) -> TokenizerError {
    .invalidFile(place: place, reason: reason)
  }

  private func model() throws(TokenizerError) -> JSONValue {
    guard let model = json["model"], model.members != nil else { throw wrong("model", "it is missing") }
    guard model["type"] == nil || model["type"]?.string == "BPE" else {
      throw wrong("model.type", "it is \(model["type"]?.text ?? ""), not \"BPE\"")
    }
    for key in ["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"] {
      guard let value = model[key], value != .string(""), value != .integer(0) else { continue }
      throw wrong("model.\(key)", "it is \(value.text), which is not known here")
    }
    for key in ["byte_fallback", "ignore_merges"] where model[key]?.isTrue == true {
      throw wrong("model.\(key)", "it is true, which is not known here")
    }
    return model
  }

  private func vocabulary(without specials: SpecialTokens) throws(TokenizerError) -> TokenVocabulary {
    guard let members = try model()["vocab"]?.members else { throw wrong("model.vocab", "it is missing") }
    var tokens = TokenVocabulary()
    for member in members {
      guard let id = member.value.integer else {
        throw wrong("model.vocab", "the id of \(member.key) is \(member.value.text)")
      }
      if specials.id(of: member.key) == id { continue }
      guard let bytes = ByteAlphabet.bytes(of: member.key) else {
        throw wrong("model.vocab", "\(member.key) is not written in the alphabet of bytes")
      }
      do {
        try tokens.insert(bytes, id: id)
      } catch {
        throw wrong("model.vocab", "\(member.key): \(error)")
      }
    }
    return tokens
  }

  private func merges(of tokens: TokenVocabulary) throws(TokenizerError) -> [BytePairTokenizer.Pair] {
    guard let entries = try model()["merges"]?.array else { throw wrong("model.merges", "it is missing") }
    var merges: [BytePairTokenizer.Pair] = []
    for (i, entry) in entries.enumerated() {
      let parts =
        entry.string?.unicodeScalars.split(separator: " ").map { String($0) }
        ?? entry.array?.compactMap(\.string) ?? []
      guard parts.count == 2 else { throw wrong("model.merges[\(i)]", "it is not two tokens") }
      let ids = parts.map { ByteAlphabet.bytes(of: $0).flatMap { tokens.id(of: $0) } }
      guard let left = ids[0], let right = ids[1] else {
        throw wrong("model.merges[\(i)]", "\(entry.text) names a token that is not in the vocabulary")
      }
      merges.append(BytePairTokenizer.Pair(left, right))
    }
    return merges
  }

  private func specialTokens() throws(TokenizerError) -> SpecialTokens {
    var specials = SpecialTokens()
    for (i, entry) in (json["added_tokens"]?.array ?? []).enumerated() {
      guard let text = entry["content"]?.string, let id = entry["id"]?.integer else {
        throw wrong("added_tokens[\(i)]", "it has no content or id")
      }
      for key in ["single_word", "lstrip", "rstrip"] where entry[key]?.isTrue == true {
        throw wrong("added_tokens[\(i)].\(key)", "it is true, which is not known here")
      }
      try specials.insert(text, id: id)
    }
    return specials
  }
}

extension HuggingFaceFile {
  /// How the patterns are written in published files.
  private static let patterns: [(PreTokenization, [String])] = [
    (.gpt2, [#"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#]),
    (
      .cl100k,
      [
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#,
      ]
    ),
  ]

  private func preTokenization() throws(TokenizerError) -> PreTokenization {
    guard let value = json["pre_tokenizer"] else { throw wrong("pre_tokenizer", "it is missing") }
    let steps = value["type"]?.string == "Sequence" ? value["pretokenizers"]?.array ?? [] : [value]
    guard let last = steps.last, last["type"]?.string == "ByteLevel",
      last["add_prefix_space"]?.isTrue != true,
      steps.count <= 2
    else {
      throw wrong("pre_tokenizer", "it is not a pattern and bytes (ByteLevel without a space put in front)")
    }
    let usesRegex = last["use_regex"].map(\.isTrue) ?? true
    guard steps.count == 2 else { return usesRegex ? .gpt2 : .whole }
    guard steps[0]["type"]?.string == "Split", steps[0]["behavior"]?.string == "Isolated",
      steps[0]["invert"]?.isTrue != true, !usesRegex, let pattern = steps[0]["pattern"]?["Regex"]?.string
    else { throw wrong("pre_tokenizer", "its first step is not Split, Isolated, by a regular expression") }
    let known =
      PreTokenization.allCases.first { $0.pattern == pattern }
      ?? Self.patterns.first { $0.1.contains(pattern) }?.0
    guard let known else { throw wrong("pre_tokenizer", "the pattern \(pattern) is not known here") }
    return known
  }

  static func preTokenizer(_ preTokenization: PreTokenization) throws(TokenizerError) -> JSONValue {
    switch preTokenization {
    case .gpt2: return byteLevel(usesRegex: true)
    case .whole: return byteLevel(usesRegex: false)
    default:
      guard let pattern = preTokenization.pattern else {
        throw .invalidSetting("the pre-tokenization `\(preTokenization.rawValue)` is no regular expression")
      }
      let regex = JSONValue.object([JSONValue.Member(key: "Regex", value: .string(pattern))])
      let split: [(String, JSONValue)] = [
        ("type", .string("Split")), ("pattern", regex), ("behavior", .string("Isolated")),
        ("invert", .bool(false)),
      ]
      let steps: [JSONValue] = [.object(split.map(JSONValue.Member.init)), byteLevel(usesRegex: false)]
      return .object([
        JSONValue.Member(key: "type", value: .string("Sequence")),
        JSONValue.Member(key: "pretokenizers", value: .array(steps)),
      ])
    }
  }

  static func byteLevel(usesRegex: Bool) -> JSONValue {
    let members: [(String, JSONValue)] = [
      ("type", .string("ByteLevel")), ("add_prefix_space", .bool(false)), ("trim_offsets", .bool(true)),
      ("use_regex", .bool(usesRegex)),
    ]
    return .object(members.map(JSONValue.Member.init))
  }

  static func addedToken(_ token: (text: String, id: Int)) -> JSONValue {
    let members: [(String, JSONValue)] = [
      ("id", .integer(token.id)), ("content", .string(token.text)), ("single_word", .bool(false)),
      ("lstrip", .bool(false)), ("rstrip", .bool(false)), ("normalized", .bool(false)),
      ("special", .bool(true)),
    ]
    return .object(members.map(JSONValue.Member.init))
  }
}
