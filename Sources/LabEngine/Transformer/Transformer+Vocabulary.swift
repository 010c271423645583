/// Where the rows of tokens come from that a model has not learned yet.
public enum NewTokenRows: Hashable, Sendable {
  /// Drawn as the rows of an untrained model are: normal with deviation 0.02.
  case random(seed: UInt64)
  /// The mean of all rows there are: no new token then has a higher score than an average one (Hewitt 2021,
  /// "Initializing New Word Embeddings for Pretrained Language Models").
  case mean
  /// For each new token the mean of the rows of some old ones, such as those that spelled it before.
  case meanOf([[Int]])
}

extension Transformer {
  /// The model with rows for more tokens behind those it knows, in its token table and in a head of its own.
  ///
  /// Old tokens keep their scores; their probabilities shrink by what the new ones take. Throws
  /// `TransformerError.invalid` for a vocabulary that is not larger, or for `meanOf` without old tokens for each
  /// new one.
  public func withVocabulary(
    _ vocabulary: Int, newRows: NewTokenRows
  ) throws(TransformerError) -> Transformer {
    let old = configuration.vocabulary
    guard vocabulary > old else {
      throw .invalid("a model of \(old) tokens can only grow, not become one of \(vocabulary)")
    }
    var larger = configuration
    larger.vocabulary = vocabulary
    try larger.validate()
    if case .meanOf(let origins) = newRows { try requireOrigins(origins, count: vocabulary - old) }
    let tables = Set([layout.tokenEmbedding, layout.head])
    let grown = parameters.enumerated().map { index, table in
      guard tables.contains(index) else { return table }
      let rows = newRows.rows(vocabulary - old, after: table)
      return Tensor(trusted: table.values + rows, shape: [vocabulary, configuration.dModel])
    }
    return try Transformer(larger, parameters: grown)
  }

  private func requireOrigins(_ origins: [[Int]], count: Int) throws(TransformerError) {
    guard origins.count == count, origins.allSatisfy({ !$0.isEmpty }) else {
      throw .invalid("\(count) new tokens need old ones to start from, each at least one")
    }
    try requireInVocabulary(origins.flatMap { $0 })
  }
}

extension NewTokenRows {
  /// `count` rows of the width of `table`, which is `[tokens, dModel]`.
  fileprivate func rows(_ count: Int, after table: Tensor) -> [Float] {
    let (tokens, width) = (table.shape[0], table.shape[1])
    switch self {
    case .random(let seed):
      var random = RandomStream(seed: seed)
      return (0..<count * width).map { _ in 0.02 * Float(random.normal()) }
    case .mean:
      let mean = Self.mean(0..<tokens, of: table)
      return (0..<count).flatMap { _ in mean }
    case .meanOf(let origins):
      return origins.flatMap { Self.mean($0, of: table) }
    }
  }

  private static func mean(_ tokens: some Collection<Int>, of table: Tensor) -> [Float] {
    let width = table.shape[1]
    var sum = [Float](repeating: 0, count: width)
    for token in tokens {
      for column in 0..<width { sum[column] += table.values[token * width + column] }
    }
    return sum.map { $0 / Float(tokens.count) }
  }
}
