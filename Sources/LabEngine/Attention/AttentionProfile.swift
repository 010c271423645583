/// What the heads of a model look at, as shares of their weight, averaged over the positions of some texts.
///
/// Weight says where a head looks, not what it takes from there or whether the answer depends on it; for that,
/// switch the head off (`Transformer.withoutHead(_:layer:)`) and measure the loss.
public struct AttentionProfile: Equatable, Sendable {
  /// The layer, counted from 0.
  public let layer: Int
  /// The head, counted from 0.
  public let head: Int
  /// The mean weight on what each pattern names, in the order of `Pattern.allCases`.
  public let shares: [Double]
  /// The mean of weight · distance, in tokens.
  public let distance: Double
  /// The mean entropy of a position's weights, in nats.
  public let entropy: Double

  /// Something a head may look at.
  public enum Pattern: String, CaseIterable, Sendable {
    /// The token itself.
    case itself = "itself"
    /// The token before it.
    case previous = "previous token"
    /// The first token of the text, where weight goes that is wanted nowhere (Xiao et al. 2023).
    case first = "first token"
    /// Earlier tokens equal to this one.
    case same = "same token"
    /// Tokens behind earlier ones equal to this one: what came next last time (Olsson et al. 2022, "induction").
    case afterSame = "after same token"

    /// The places that the pattern names for one query of a text; none for a position that is not in it.
    public func places(_ ids: [Int], query: Int) -> [Int] {
      guard ids.indices.contains(query) else { return [] }
      return switch self {
      case .itself: [query]
      case .previous: query > 0 ? [query - 1] : []
      case .first: [0]
      case .same: (0..<query).filter { ids[$0] == ids[query] }
      case .afterSame: (0..<query).filter { $0 > 0 && ids[$0 - 1] == ids[query] }
      }
    }
  }

  /// The share of one pattern.
  public func share(_ pattern: Pattern) -> Double {
    zip(Pattern.allCases, shares).first { $0.0 == pattern }?.1 ?? 0
  }
}

extension Transformer {
  /// The profile of every head, layer by layer, over the positions of `texts` from their second token on.
  ///
  /// A pattern that names nothing at a position, such as "after same token" when the token is new, counts as 0.
  ///
  /// Throws as `attentionMaps` does, and `TransformerError.emptyBatch` when no text has two tokens.
  public func attentionProfiles(_ texts: [[Int]]) throws -> [AttentionProfile] {
    let texts = texts.filter { $0.count > 1 }
    guard !texts.isEmpty else { throw TransformerError.emptyBatch }
    return try layout.layers.indices.flatMap { layer in
      var tallies = [ProfileTally](repeating: ProfileTally(), count: configuration.nHeads)
      for ids in texts {
        let maps = try attentionMaps(ids, layer: layer)
        for head in tallies.indices { tallies[head].add(try maps.row(head), ids) }
      }
      return tallies.enumerated().map { $1.profile(layer: layer, head: $0) }
    }
  }

  /// The same model with what one head returns replaced by zeros.
  ///
  /// Throws `TransformerError.invalid` for a layer or head that is not there.
  public func withoutHead(_ head: Int, layer: Int) throws -> Transformer {
    try requireLayer(layer)
    guard (0..<configuration.nHeads).contains(head) else {
      throw TransformerError.invalid(
        "the model has \(configuration.nHeads) heads; there is no number \(head)")
    }
    let shape = layout.shapes[layout.layers[layer].attentionOutput.weight]
    var weights = parameters[layout.layers[layer].attentionOutput.weight]  // [dModel, nHeads · dHead]
    let (width, dHead) = (weights.shape[1], configuration.dHead)
    for row in 0..<weights.shape[0] {
      for column in head * dHead..<(head + 1) * dHead { weights.values[row * width + column] = 0 }
    }
    return try replacing([shape.name: weights])
  }
}

/// The sums behind a profile.
private struct ProfileTally {
  var shares = [Double](repeating: 0, count: AttentionProfile.Pattern.allCases.count)
  var distance = 0.0
  var entropy = 0.0
  var positions = 0

  /// Adds one head's map `[tokens, tokens]` of one text.
  mutating func add(_ map: Tensor, _ ids: [Int]) {
    let entropies = PlainAttention.entropies(map)
    for query in 1..<ids.count {
      let weights = map.values[query * ids.count..<(query + 1) * ids.count].map(Double.init)
      for (index, pattern) in AttentionProfile.Pattern.allCases.enumerated() {
        shares[index] += pattern.places(ids, query: query).reduce(0) { $0 + weights[$1] }
      }
      for key in 0...query { distance += weights[key] * Double(query - key) }
      entropy += entropies[query]
      positions += 1
    }
  }

  func profile(layer: Int, head: Int) -> AttentionProfile {
    let count = Double(positions)
    return AttentionProfile(
      layer: layer, head: head, shares: shares.map { $0 / count }, distance: distance / count,
      entropy: entropy / count)
  }
}
