/// Answers of unequal lengths laid side by side for one pass through a model, and the mask that says which tokens count.
///
/// Rows are filled up on the right. Under a causal mask no token looks to its right, so what stands there
/// changes nothing; no padding token is needed. The scores after position t belong to token t + 1, so the first token
/// of an answer is predicted at the last position of its prompt.
public struct AnswerBatch: Hashable, Sendable {
  /// The number of answers.
  public let count: Int
  /// The length of a row.
  public let length: Int
  /// What the model reads: `[count, length]`.
  public let ids: [Int]
  /// Positions in `ids` before each token of an answer, answer after answer: there it is predicted.
  public let positions: [Int]
  /// The token that follows each of them.
  public let targets: [Int]
  /// Tokens of each answer.
  public let answerLengths: [Int]

  /// Lays `answers` side by side.
  ///
  /// Throws `PreferenceError.noPairs` without any.
  public init(_ answers: [PromptedAnswer]) throws(PreferenceError) {
    guard let longest = answers.map({ $0.prompt.count + $0.answer.count }).max() else { throw .noPairs }
    var (ids, positions, targets) = ([Int](), [Int](), [Int]())
    for (row, answer) in answers.enumerated() {
      let read = answer.prompt + answer.answer
      let first = row * longest + answer.prompt.count - 1
      ids += read + [Int](repeating: 0, count: longest - read.count)
      positions += first..<first + answer.answer.count
      targets += answer.answer
    }
    (count, length) = (answers.count, longest)
    (self.ids, self.positions, self.targets) = (ids, positions, targets)
    answerLengths = answers.map(\.answer.count)
  }

  /// A value for each answer, repeated for each of its tokens.
  func perToken(_ values: [Double]) -> [Double] {
    zip(values, answerLengths).flatMap { Array(repeating: $0, count: $1) }
  }

  /// A list with one entry a token, cut into one list an answer.
  func perAnswer(_ values: [Double]) -> [[Double]] {
    var start = 0
    return answerLengths.map { length in
      defer { start += length }
      return Array(values[start..<start + length])
    }
  }
}
