/// One chain that a model wrote for a problem.
public struct ReasoningSample: Hashable, Sendable {
  /// The lines of working and the answer.
  public let text: String
  /// What they cost, the token that ended them included.
  public let tokens: Int
  /// The logarithm of the text's probability under the model, before any temperature and without the token that ends it.
  public let logProbability: Double
  /// The answer, normalised; `nil` when none can be read.
  public let answer: ExactNumber?
  /// Whether the model ended the text by itself, and did not run out of room.
  public let isFinished: Bool

  /// A sample, whose answer is read from its text.
  public init(
    text: String, tokens: Int, logProbability: Double, isFinished: Bool = true,
    extractor: AnswerExtractor = .chain
  ) {
    self.text = text
    self.tokens = tokens
    self.logProbability = logProbability
    self.isFinished = isFinished
    answer = extractor.answer(in: text)
  }

  /// The lines of working, without the answer.
  public var lines: [Substring] {
    text.split(separator: "\n").filter { !$0.hasPrefix(ReasoningProblem.answerMark) }
  }

  /// What is written behind the answer's mark, as it stands: `€278.00` and `278` differ here. `nil` without one.
  public var writtenAnswer: String? {
    guard let line = text.split(separator: "\n").last(where: { $0.hasPrefix(ReasoningProblem.answerMark) })
    else { return nil }
    return String(line.dropFirst(ReasoningProblem.answerMark.count).drop { $0 == " " })
  }

  /// Whether the answer is the problem's.
  public func isCorrect(for problem: ReasoningProblem) -> Bool { answer == ExactNumber(problem.answer) }
}

extension ReasoningProblem {
  /// What stands before an answer.
  public static let answerMark = "answer:"
}

extension AnswerExtractor {
  /// For the course's chains: a chain without its mark broke off, so its last number is no answer.
  public static let chain = AnswerExtractor(markers: [ReasoningProblem.answerMark], requiresMarker: true)
}
