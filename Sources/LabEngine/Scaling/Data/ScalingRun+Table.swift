extension ScalingRun {
  /// What the columns of a table of runs are called.
  public struct Columns: Hashable, Sendable {
    /// N.
    public var parameters: String
    /// D; where there is none, C / 6N.
    public var tokens: String?
    /// C; where there is none, 6ND.
    public var flops: String?
    /// The loss.
    public var loss: String

    /// Names; at least one of `tokens` and `flops` is needed.
    public init(parameters: String, tokens: String?, flops: String?, loss: String) {
      (self.parameters, self.tokens, self.flops, self.loss) = (parameters, tokens, flops, loss)
    }

    /// The columns of the course's own tables of runs.
    public static let course = Columns(parameters: "N", tokens: "D", flops: "C", loss: "loss")
    /// The columns of Epoch AI's reading of figure 4 of Hoffmann et al. 2022 (analyzing-chinchilla).
    public static let chinchilla = Columns(
      parameters: "Model Size", tokens: nil, flops: "Training FLOP", loss: "loss")
  }

  /// The runs that a table lists.
  ///
  /// - Throws: ``NumberTableError`` with line and column, or ``ScalingError`` for columns that give no tokens
  ///   and for numbers that are not positive.
  public static func runs(in table: NumberTable, _ columns: Columns = .course) throws -> [ScalingRun] {
    let parameters = try table.numbers(columns.parameters)
    let losses = try table.numbers(columns.loss)
    let tokens = try columns.tokens.map(table.numbers)
    let flops = try columns.flops.map(table.numbers)
    guard tokens != nil || flops != nil else {
      throw ScalingError.invalidSetting("a table of runs needs a column of tokens or one of compute")
    }
    let runs = parameters.indices.map { row in
      ScalingRun(
        parameters: parameters[row],
        tokens: tokens?[row]
          ?? ComputeBudget.affordableTokens(parameters: parameters[row], flops: flops?[row] ?? .nan),
        loss: losses[row], flops: flops?[row])
    }
    try validate(runs)
    return runs
  }
}
