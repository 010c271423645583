/// What a model costs, counted from the shapes of its arrays. A configuration that `validate()` refuses has
/// no arrays: its counts are 0.
extension TransformerConfiguration {
  /// Name and shape of every parameter, in the order files and optimisers use.
  public var parameterShapes: [ParameterShape] { isValid ? TransformerLayout(self).shapes : [] }

  /// All numbers that training changes.
  public var parameterCount: Int { parameterShapes.reduce(0) { $0 + $1.count } }

  /// The numbers in the tables of tokens and positions. A tied head is counted here.
  public var embeddingParameterCount: Int {
    parameterShapes.filter { $0.name.hasPrefix("embedding.") }.reduce(0) { $0 + $1.count }
  }

  /// The count that Kaplan et al. (2020) use: everything but the tables and an untied head.
  public var nonEmbeddingParameterCount: Int {
    parameterShapes.filter { !$0.name.hasPrefix("embedding.") && $0.name != "head.weight" }
      .reduce(0) { $0 + $1.count }
  }

  /// Floating-point operations of a forward pass, for one token: two for each weight of a matrix it meets,
  /// and the attention over `tokens` positions, masked ones counted as the published formulas do.
  ///
  /// Normalisations, activations and the softmax are left out: they grow with the width, not its square.
  public func forwardFLOPsPerToken(tokens: Int) -> Double {
    guard isValid else { return 0 }
    let layerWeights = nLayers * (packedWidth * dModel + dModel * dModel + mlpWeights)
    let scoresAndMix = 4 * Double(nLayers * nHeads * dHead) * Double(min(tokens, window ?? tokens))
    return 2 * Double(layerWeights + vocabulary * dModel) + scoresAndMix
  }

  /// Operations of forward and backward, for one token: the backward pass does each product twice, once
  /// for the inputs and once for the weights.
  public func trainingFLOPsPerToken(tokens: Int) -> Double {
    3 * forwardFLOPsPerToken(tokens: tokens)
  }

  /// C = 6ND, the estimate by which training runs are compared; see `trainingFLOPsPerToken` for the count.
  ///
  /// - Parameter countingEmbeddings: whether N holds the tables too. For small models it decides much.
  public func approximateTrainingFLOPs(tokens: Double, countingEmbeddings: Bool = true) -> Double {
    6 * Double(countingEmbeddings ? parameterCount : nonEmbeddingParameterCount) * tokens
  }

  /// Bytes of cached keys and values for one token, in float32.
  public var cacheBytesPerToken: Int {
    isValid ? 2 * nLayers * nKVHeads * dHead * MemoryLayout<Float>.size : 0
  }

  private var isValid: Bool { (try? validate()) != nil }

  private var mlpWeights: Int { (mlp == .swiGLU ? 3 : 2) * hidden * dModel }
}
