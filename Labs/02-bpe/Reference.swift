// What the lesson calls unless it is run with --mine: the exercises, answered by the engine.

import LabContracts
import LabEngine

func countPairs(_ ids: [Int]) -> [BPE.Pair: Int] {
  Dictionary(zip(ids, ids.dropFirst()).map { (BPE.Pair($0, $1), 1) }, uniquingKeysWith: +)
}

func merge(_ ids: [Int], _ pair: BPE.Pair, _ id: Int) -> [Int] {
  BytePairTokenizer.merging(enginePair(pair), into: id, in: ids)
}

func nextPair(_ counts: [BPE.Pair: Int]) -> BPE.Pair? {
  let best = counts.min { ($1.value, enginePair($0.key)) < ($0.value, enginePair($1.key)) }
  return best.flatMap { $0.value >= 2 ? $0.key : nil }
}

func train(_ pieces: [String], _ vocabularySize: Int) throws -> [BPE.Pair] {
  do {
    let tokenizer = try BytePairTrainer(vocabulary: vocabularySize).train(
      onPieces: pieces.map { Array($0.utf8) })
    return tokenizer.merges.map { BPE.Pair($0.left, $0.right) }
  } catch {
    switch error {
    case .vocabularyTooSmall: throw BPE.TrainingError.vocabularyTooSmall
    case .emptyText: throw BPE.TrainingError.emptyText
    case .noPairLeft: throw BPE.TrainingError.noPairLeft
    default: throw error
    }
  }
}

func encode(_ piece: String, _ merges: [BPE.Pair]) -> [Int] {
  let tokenizer = try? BytePairTokenizer(merges: merges.map(enginePair), preTokenization: .whole)
  return tokenizer?.encode(piece) ?? []
}

func decode(_ ids: [Int], _ tokenizer: BPE.Tokenizer) throws -> String {
  do {
    return try engineTokenizer(tokenizer).text(of: ids)
  } catch TokenizerError.unknownToken {
    throw BPE.TokenError.unknownToken
  }
}

func preTokenize(_ text: String) -> [String] { PreTokenization.gpt2.pieces(of: text) }

func tokenize(_ text: String, _ tokenizer: BPE.Tokenizer, _ policy: BPE.SpecialPolicy) throws -> [Int] {
  let enginePolicy: SpecialTokenPolicy =
    switch policy {
    case .asText: .asText
    case .refused: .refused
    case .allowed: .allowed
    }
  do {
    return try engineTokenizer(tokenizer).encode(text, specials: enginePolicy)
  } catch TokenizerError.specialToken {
    throw BPE.TokenError.specialTokenRefused
  }
}

func save(_ tokenizer: BPE.Tokenizer) -> String {
  // The engine's own first line is shorter where a tokenizer has no special tokens.
  let lines = (try? engineTokenizer(tokenizer).fileText)?.split(separator: "\n").dropFirst() ?? []
  return (["bpe 2 gpt2 \(tokenizer.merges.count) own"] + lines).map { $0 + "\n" }.joined()
}

func load(_ file: String) throws -> BPE.Tokenizer {
  let tokenizer = try BytePairTokenizer(fileText: file)
  return BPE.Tokenizer(
    merges: tokenizer.merges.map { BPE.Pair($0.left, $0.right) },
    specials: tokenizer.specialTokens.all.map { BPE.SpecialToken($0.text, id: $0.id) })
}

func trainFast(_ pieces: [String], _ vocabularySize: Int) throws -> [BPE.Pair] {
  try train(pieces, vocabularySize)
}

private func enginePair(_ pair: BPE.Pair) -> BytePairTokenizer.Pair {
  BytePairTokenizer.Pair(pair.left, pair.right)
}

private func engineTokenizer(_ tokenizer: BPE.Tokenizer) throws(TokenizerError) -> BytePairTokenizer {
  let plain = try BytePairTokenizer(merges: tokenizer.merges.map(enginePair), preTokenization: .gpt2)
  var specials = SpecialTokens()
  for special in tokenizer.specials { try specials.insert(special.name, id: special.id) }
  return try BytePairTokenizer(
    tokens: plain.tokens, merges: plain.merges, preTokenization: .gpt2, specialTokens: specials)
}
