/// Why a model could not be made or run.
public enum TransformerError: Error, Equatable, CustomStringConvertible {
  /// A configuration asks for something that does not exist.
  case invalid(String)
  /// There is nothing to compute on.
  case emptyBatch
  /// The ids do not divide into the sequences asked for.
  case ragged(ids: Int, batch: Int)
  /// An id is not in the vocabulary.
  case idOutOfRange(id: Int, vocabulary: Int)
  /// More tokens than the model has positions for.
  case contextOverflow(tokens: Int, context: Int)
  /// A cache made for another model or batch.
  case cacheMismatch(String)
  /// A parameter's name or shape is not what the configuration says.
  case parameterMismatch(String)
  /// The model's outputs are not numbers.
  case notFinite(String)

  /// A sentence that names the values.
  public var description: String {
    switch self {
    case .invalid(let reason), .cacheMismatch(let reason), .parameterMismatch(let reason),
      .notFinite(let reason):
      reason
    case .emptyBatch:
      "the batch holds no token"
    case .ragged(let ids, let batch):
      "\(ids) ids do not divide into \(batch) sequences of one length"
    case .idOutOfRange(let id, let vocabulary):
      "id \(id) is outside the vocabulary 0..<\(vocabulary)"
    case .contextOverflow(let tokens, let context):
      "\(tokens) tokens do not fit into the model's context of \(context)"
    }
  }
}
