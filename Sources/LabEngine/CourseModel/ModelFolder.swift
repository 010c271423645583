import Foundation

/// A folder with a trained model and all that belongs to it.
public struct ModelFolder: Hashable, Sendable {
  /// Where it is.
  public let url: URL

  /// The folder at `url`, which need not be there yet.
  public init(_ url: URL) { self.url = url }

  /// The parameters after the last step.
  public var model: URL { url.appending(path: "model.safetensors") }
  /// What turns text into tokens and back.
  public var tokenizer: URL { url.appending(path: "tokenizer.txt") }
  /// How it was made.
  public var recipe: URL { url.appending(path: "recipe.json") }
  /// Everything that is needed to go on with a run that was interrupted.
  public var checkpoint: URL { url.appending(path: "checkpoint.safetensors") }

  /// Whether something was learned there that a new run would overwrite.
  public var holdsModel: Bool {
    [model, checkpoint].contains { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// Reads the recipe. Throws `FormatError`.
  public func readRecipe() throws(FormatError) -> TrainingRecipe {
    let bytes = try FileBytes.read(recipe)
    do {
      return try JSONDecoder().decode(TrainingRecipe.self, from: Data(bytes))
    } catch {
      throw .invalid(field: recipe.path, reason: "it is not the recipe of a model")
    }
  }

  /// Writes the recipe with sorted keys, so that equal recipes are equal bytes. Throws `FormatError`.
  public func write(_ recipe: TrainingRecipe) throws(FormatError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(recipe) else {
      throw .invalid(field: self.recipe.path, reason: "it holds numbers that JSON cannot")
    }
    try FileBytes.write([UInt8](json) + [UInt8(ascii: "\n")], to: self.recipe)
  }

  /// Reads the model and its tokenizer.
  ///
  /// Throws `FormatError`, `TransformerError` or `TokenizerError`, which name what is wrong.
  public func load() throws -> (model: Transformer, tokenizer: BytePairTokenizer) {
    let pair = (
      model: try Transformer(contentsOf: model), tokenizer: try BytePairTokenizer(contentsOf: tokenizer)
    )
    let (wanted, found) = (pair.model.configuration.vocabulary, pair.tokenizer.vocabulary)
    guard wanted == found else {
      throw FormatError.invalid(
        field: tokenizer.path, reason: "it has \(found) tokens, but the model beside it knows \(wanted)")
    }
    return pair
  }
}
