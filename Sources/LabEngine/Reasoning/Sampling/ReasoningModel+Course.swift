import Foundation

extension ReasoningModel {
  /// Reads a model that `labs train --reasoning` made. Throws `FormatError`, `TransformerError` or `ReasoningError`.
  public init(contentsOf folder: ModelFolder) throws {
    try self.init(Transformer(contentsOf: folder.model))
  }

  /// The model that the course ships, for lessons. Throws as `init(contentsOf:)` does.
  public static func course() throws -> ReasoningModel {
    try ReasoningModel(contentsOf: .reasoning())
  }
}

extension ModelFolder {
  /// The folder of the model that works out problems. Throws `FormatError.inaccessible` when there is none.
  public static func reasoning(in files: CourseFiles = CourseFiles()) throws(FormatError) -> ModelFolder {
    ModelFolder(try files.url(of: "Models/reasoning") { ModelFolder($0).holdsModel })
  }

  /// What scores the steps of a chain.
  public var stepScorer: URL { url.appending(path: "scorer.safetensors") }
}
