// Lab 02: tokenization, a byte-pair encoding from counted pairs to a file. The answers.

import Foundation
import LabContracts

func countPairs(_ ids: [Int]) -> [BPE.Pair: Int] {
  Dictionary(zip(ids, ids.dropFirst()).map { (BPE.Pair($0, $1), 1) }, uniquingKeysWith: +)
}

func merge(_ ids: [Int], _ pair: BPE.Pair, _ id: Int) -> [Int] {
  var merged: [Int] = []
  var next = 0
  while next < ids.count {
    let isPair = next + 1 < ids.count && ids[next] == pair.left && ids[next + 1] == pair.right
    merged.append(isPair ? id : ids[next])
    next += isPair ? 2 : 1
  }
  return merged
}

func nextPair(_ counts: [BPE.Pair: Int]) -> BPE.Pair? {
  // The highest count comes first, and of equal counts the smallest pair.
  func key(_ entry: (key: BPE.Pair, value: Int)) -> (Int, Int, Int) {
    (-entry.value, entry.key.left, entry.key.right)
  }
  guard let best = counts.min(by: { key($0) < key($1) }), best.value >= 2 else { return nil }
  return best.key
}

func train(_ pieces: [String], _ vocabularySize: Int) throws -> [BPE.Pair] {
  try requireTrainable(pieces, vocabularySize)
  var words = pieces.map(bytes)
  return try (256..<vocabularySize).map { id in
    let counts = words.map(countPairs).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    guard let pair = nextPair(counts) else { throw BPE.TrainingError.noPairLeft }
    words = words.map { merge($0, pair, id) }
    return pair
  }
}

private func bytes(_ piece: String) -> [Int] { piece.utf8.map(Int.init) }

private func requireTrainable(_ pieces: [String], _ vocabularySize: Int) throws {
  guard vocabularySize >= 256 else { throw BPE.TrainingError.vocabularyTooSmall }
  guard pieces.contains(where: { !$0.isEmpty }) else { throw BPE.TrainingError.emptyText }
}

func encode(_ piece: String, _ merges: [BPE.Pair]) -> [Int] { encode(piece, merges, ranks(merges)) }

private func encode(_ piece: String, _ merges: [BPE.Pair], _ ranks: [BPE.Pair: Int]) -> [Int] {
  var ids = bytes(piece)
  while let rank = zip(ids, ids.dropFirst()).compactMap({ ranks[BPE.Pair($0, $1)] }).min() {
    ids = merge(ids, merges[rank], 256 + rank)
  }
  return ids
}

private func ranks(_ merges: [BPE.Pair]) -> [BPE.Pair: Int] {
  Dictionary(uniqueKeysWithValues: zip(merges, merges.indices))
}

func decode(_ ids: [Int], _ tokenizer: BPE.Tokenizer) throws -> String {
  var tokens = (UInt8.min...UInt8.max).map { [$0] }
  for pair in tokenizer.merges { tokens.append(tokens[pair.left] + tokens[pair.right]) }
  let names = Dictionary(uniqueKeysWithValues: tokenizer.specials.map { ($0.id, Array($0.name.utf8)) })
  let bytes = try ids.flatMap { id in
    guard let bytes = tokens.indices.contains(id) ? tokens[id] : names[id] else {
      throw BPE.TokenError.unknownToken
    }
    return bytes
  }
  return String(decoding: bytes, as: UTF8.self)
}

func preTokenize(_ text: String) -> [String] {
  let pattern = #/'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/#
  return text.matches(of: pattern.matchingSemantics(.unicodeScalar)).map { String($0.output) }
}

func tokenize(_ text: String, _ tokenizer: BPE.Tokenizer, _ policy: BPE.SpecialPolicy) throws -> [Int] {
  let ranks = ranks(tokenizer.merges)
  func tokens(_ stretch: Substring.UnicodeScalarView) -> [Int] {
    preTokenize(String(stretch)).flatMap { encode($0, tokenizer.merges, ranks) }
  }
  let specials =
    policy == .asText ? [] : tokenizer.specials.sorted { $0.name.utf8.count > $1.name.utf8.count }
  var ids: [Int] = []
  var rest = Substring(text).unicodeScalars
  var start = rest.startIndex
  while !rest.isEmpty {
    guard let special = specials.first(where: { rest.starts(with: $0.name.unicodeScalars) }) else {
      rest.removeFirst()
      continue
    }
    guard policy == .allowed else { throw BPE.TokenError.specialTokenRefused }
    ids += tokens(Substring(text).unicodeScalars[start..<rest.startIndex]) + [special.id]
    rest.removeFirst(special.name.unicodeScalars.count)
    start = rest.startIndex
  }
  return ids + tokens(Substring(text).unicodeScalars[start...])
}

func save(_ tokenizer: BPE.Tokenizer) -> String {
  let header = "bpe 2 gpt2 \(tokenizer.merges.count) own"
  let merges = tokenizer.merges.map { "\($0.left) \($0.right)" }
  let specials = tokenizer.specials.map { "special \($0.id) \(quoted($0.name))" }
  return ([header] + merges + specials).map { $0 + "\n" }.joined()
}

/// A JSON string: a quotation mark, a backslash and control characters are written by their numbers.
private func quoted(_ text: String) -> String {
  let escaped = text.unicodeScalars.map { scalar in
    let isPlain = scalar.value >= 0x20 && scalar != "\"" && scalar != "\\"
    return isPlain ? String(scalar) : String(format: "\\u%04x", scalar.value)
  }
  return "\"" + escaped.joined() + "\""
}

func load(_ file: String) throws -> BPE.Tokenizer {
  // By scalars: for Swift a carriage return and a line feed are one Character, which is neither of them.
  var lines = file.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  if lines.last == "" { lines.removeLast() }
  let header = lines.first?.split(separator: " ", omittingEmptySubsequences: false) ?? []
  guard header.count == 5, header[...2] == ["bpe", "2", "gpt2"], header[4] == "own",
    let count = Int(header[3]), count >= 0
  else { throw BPE.FileError.invalidHeader }

  var tokenizer = BPE.Tokenizer(merges: [])
  for line in lines.dropFirst().prefix(count) { tokenizer.merges.append(try readMerge(line, tokenizer)) }
  guard tokenizer.merges.count == count else { throw BPE.FileError.truncated }
  for line in lines.dropFirst(1 + count) { tokenizer.specials.append(try readSpecial(line, tokenizer)) }
  return tokenizer
}

private func readMerge(_ line: String, _ tokenizer: BPE.Tokenizer) throws -> BPE.Pair {
  let numbers = line.split(separator: " ", omittingEmptySubsequences: false).map { Int($0) }
  guard numbers.count == 2, let left = numbers[0], let right = numbers[1],
    !tokenizer.merges.contains(BPE.Pair(left, right))
  else { throw BPE.FileError.invalidLine }
  let tokens = 0..<256 + tokenizer.merges.count
  guard tokens.contains(left), tokens.contains(right) else { throw BPE.FileError.missingToken }
  return BPE.Pair(left, right)
}

private func readSpecial(_ line: String, _ tokenizer: BPE.Tokenizer) throws -> BPE.SpecialToken {
  let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
  guard parts.count == 3, parts[0] == "special", let id = Int(parts[1]),
    let name = try? JSONDecoder().decode(String.self, from: Data(parts[2].utf8))
  else { throw BPE.FileError.invalidLine }
  let isTaken = tokenizer.specials.contains { $0.id == id || $0.name.utf8.elementsEqual(name.utf8) }
  guard !isTaken, id >= 256 + tokenizer.merges.count else { throw BPE.FileError.tokenTaken }
  return BPE.SpecialToken(name, id: id)
}

func trainFast(_ pieces: [String], _ vocabularySize: Int) throws -> [BPE.Pair] {
  try requireTrainable(pieces, vocabularySize)
  var index = PairIndex(pieces.map(bytes))
  return try (256..<vocabularySize).map { id in
    guard let pair = nextPair(index.counts) else { throw BPE.TrainingError.noPairLeft }
    index.replace(pair, by: id)
    return pair
  }
}

/// The different words of a text, and for each pair how often it stands there and in which words.
private struct PairIndex {
  private var words: [[Int]]
  private let weights: [Int]
  private(set) var counts: [BPE.Pair: Int] = [:]
  /// May still name words that the pair has left.
  private var places: [BPE.Pair: Set<Int>] = [:]

  init(_ text: [[Int]]) {
    let weightedWords = Dictionary(text.map { ($0, 1) }, uniquingKeysWith: +)
    words = Array(weightedWords.keys)
    weights = Array(weightedWords.values)
    for word in words.indices { count(word, sign: 1) }
  }

  /// Takes the pairs of each word that holds `pair` out of the counts, and puts those of the merged word in.
  mutating func replace(_ pair: BPE.Pair, by id: Int) {
    for word in places.removeValue(forKey: pair) ?? [] {
      count(word, sign: -1)
      words[word] = merge(words[word], pair, id)
      count(word, sign: 1)
    }
  }

  private mutating func count(_ word: Int, sign: Int) {
    for (left, right) in zip(words[word], words[word].dropFirst()) {
      let pair = BPE.Pair(left, right)
      counts[pair, default: 0] += sign * weights[word]
      if counts[pair] == 0 { counts[pair] = nil }
      if sign > 0 { places[pair, default: []].insert(word) }
    }
  }
}
