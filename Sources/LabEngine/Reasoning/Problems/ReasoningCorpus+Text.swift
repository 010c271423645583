extension ReasoningCorpus {
  /// Tokens to learn from: one worked problem after another, each ended by `ReasoningTokenizer.end`.
  public struct Text: Sendable {
    /// The tokens.
    public fileprivate(set) var tokens: [Int] = []
    /// Whether the model is to learn to write the token: the working and the answer, not the story.
    public fileprivate(set) var counted: [Bool] = []
  }

  /// At least so many tokens of a part.
  ///
  /// Half of the problems have a free budget, the others one of 0 to 9 lines. Throws `ReasoningError`.
  public func text(_ part: Part, tokens count: Int) throws(ReasoningError) -> Text {
    let tokenizer = ReasoningTokenizer()
    var random = RandomStream(seed: seed, stream: part == .training ? 0 : 1)
    var text = Text()
    while text.tokens.count < count {
      let problem = Self.draw(part, using: &random)
      let budget = LineBudget.draw(using: &random)
      let prompt = try tokenizer.encode(problem.prompt(budget))
      let solution = try tokenizer.encode(problem.solution(budget, using: &random)) + [tokenizer.end]
      text.tokens += prompt + solution
      text.counted += prompt.map { _ in false } + solution.map { _ in true }
    }
    return text
  }
}

extension LineBudget {
  fileprivate static func draw(using random: inout RandomStream) -> LineBudget {
    random.number(in: 0...1) == 0 ? .free : .lines(random.number(in: 0...most))
  }
}

extension ReasoningProblem {
  /// The lines that fit the budget and the answer, in one of the ways in which people write money.
  func solution(_ budget: LineBudget, using random: inout RandomStream) -> String {
    let lines = lines(budget).map { "\($0)\n" }.joined()
    return "\(lines)answer: \(Self.money(answer, using: &random))"
  }

  private static func money(_ euros: Int, using random: inout RandomStream) -> String {
    let grouped =
      euros < 1000 ? "\(euros)" : "\(euros / 1000)," + String(String(euros % 1000 + 1000).dropFirst())
    switch random.number(in: 0...9) {
    case 0...3: return "\(euros)"
    case 4...6: return "\(grouped) euros"
    case 7...8: return "€\(grouped)"
    default: return "€\(euros).00"
    }
  }
}
