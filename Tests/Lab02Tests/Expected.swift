import Foundation
import LabContracts
import LabEngine

/// The engine's answers in the contract's form.
enum Expected {
  /// What `merge` answers.
  static func merged(_ ids: [Int], _ pair: BPE.Pair, _ id: Int) -> [Int] {
    BytePairTokenizer.merging(engine(pair), into: id, in: ids)
  }

  /// What `train` answers or throws.
  static func training(_ pieces: [String], _ vocabularySize: Int) -> Result<[BPE.Pair], BPE.TrainingError> {
    let trainer = BytePairTrainer(vocabulary: vocabularySize)
    do {
      let tokenizer = try trainer.train(onPieces: pieces.map { Array($0.utf8) })
      return .success(tokenizer.merges.map { BPE.Pair($0.left, $0.right) })
    } catch .vocabularyTooSmall {
      return .failure(.vocabularyTooSmall)
    } catch .emptyText {
      return .failure(.emptyText)
    } catch {
      return .failure(.noPairLeft)
    }
  }

  /// What `encode` answers.
  static func ids(_ piece: String, _ merges: [BPE.Pair]) throws -> [Int] {
    try BytePairTokenizer(merges: merges.map(engine), preTokenization: .whole).encode(piece)
  }

  /// What `preTokenize` answers.
  static func pieces(_ text: String) -> [String] { PreTokenization.gpt2.pieces(of: text) }

  /// What `tokenize` answers where special tokens are allowed or text.
  static func ids(_ text: String, _ tokenizer: BPE.Tokenizer, _ policy: SpecialTokenPolicy) throws -> [Int] {
    try engine(tokenizer).encode(text, specials: policy)
  }

  /// The tokenizer that the engine reads in a file's text.
  static func tokenizer(in file: String) throws -> BPE.Tokenizer {
    let tokenizer = try BytePairTokenizer(fileText: file)
    return BPE.Tokenizer(
      merges: tokenizer.merges.map { BPE.Pair($0.left, $0.right) },
      specials: tokenizer.specialTokens.all.map { BPE.SpecialToken($0.text, id: $0.id) })
  }

  /// A file's text as 02.9 describes it.
  static func file(of tokenizer: BPE.Tokenizer) throws -> String {
    var file = "bpe 2 gpt2 \(tokenizer.merges.count) own\n"
    for pair in tokenizer.merges { file += "\(pair.left) \(pair.right)\n" }
    for special in tokenizer.specials {
      let name = try JSONEncoder().encode(special.name)
      file += "special \(special.id) \(String(decoding: name, as: UTF8.self))\n"
    }
    return file
  }

  private static func engine(_ pair: BPE.Pair) -> BytePairTokenizer.Pair {
    BytePairTokenizer.Pair(pair.left, pair.right)
  }

  private static func engine(_ tokenizer: BPE.Tokenizer) throws -> BytePairTokenizer {
    let plain = try BytePairTokenizer(merges: tokenizer.merges.map(engine), preTokenization: .gpt2)
    var specials = SpecialTokens()
    for special in tokenizer.specials { try specials.insert(special.name, id: special.id) }
    return try BytePairTokenizer(
      tokens: plain.tokens, merges: plain.merges, preTokenization: .gpt2, specialTokens: specials)
  }
}
