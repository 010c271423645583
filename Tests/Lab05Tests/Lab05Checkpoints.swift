import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What the eleven exercises of lab 05 must do, smallest examples first: here from logits to an answer's log-probability.
///
/// Inputs with a random part begin at `seed`. Expected numbers come from `Oracle`.
final class Lab05Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  // MARK: 05.1

  func test01_logitsBecomeLogProbabilities() throws {
    // Two that are equal have probability 1/2 each; a lone one has probability 1.
    try check(Preferences.logSoftmax, [0, 0], near: [-log(2), -log(2)])
    try check(Preferences.logSoftmax, [3], near: [0])
    try check(Preferences.logSoftmax, [0, log(3)], near: [-log(4), log(3) - log(4)])
    try check(Preferences.logSoftmax, [1, 2, 3], near: [-2.407_605_96, -1.407_605_96, -0.407_605_96])
    // Only differences count.
    try check(Preferences.logSoftmax, [-4, -4, -4, -4], near: [Double](repeating: -log(4), count: 4))
    try check(Preferences.logSoftmax, [101, 102, 103], near: [-2.407_605_96, -1.407_605_96, -0.407_605_96])
    // exp(1000) is infinite, exp(−1000) is 0.
    try check(Preferences.logSoftmax, [1000, 0], near: [0, -1000])
    try check(Preferences.logSoftmax, [-1000, -1000], near: [-log(2), -log(2)])
    try check(Preferences.logSoftmax, [-1000, 1000, 999], near: [-2000.313_262, -0.313_261_7, -1.313_261_7])
    try check(Preferences.logSoftmax, [1e6, -1e6], near: [0, -2e6])
    try check(Preferences.logSoftmax, [-30, 0, -25], near: [-30, 0, -25])

    try check(Preferences.logSoftmax, [], throws: InputError.empty)
    for logits in notFinite {
      try check(Preferences.logSoftmax, logits, throws: InputError.notFinite)
    }

    var random = RandomStream(seed: seed, stream: 1)
    for (count, deviation) in [(2, 1.0), (5, 3), (4, 50), (7, 800), (3, 1e5)] {
      let logits = Samples.values(count, deviation: deviation, &random)
      try check(Preferences.logSoftmax, logits, near: Oracle.logSoftmax(logits))
    }
  }

  // MARK: 05.2

  func test02_aRowPredictsTheNextToken() throws {
    // Three rows, told as logarithms of probabilities: row 0 gives token 1 a quarter, row 1 gives token 2 a tenth.
    let rows = [[0.5, 0.25, 0.25], [0.2, 0.7, 0.1], [0.05, 0.15, 0.8]].map { $0.map { log($0) } }
    try checkTokens(Array(rows.prefix(2)), [0, 1])
    try checkTokens(rows, [0, 1, 2])
    try checkTokens(rows, [2, 2, 0])
    try checkTokens(rows, [1, 0, 1])
    // Logits are no log-probabilities yet.
    try checkTokens([[2, 0], [5, 5], [-1, 3]], [1, 0, 1])
    try checkTokens([[1000, 0, -1000], [0, 2000, 0], [3, 3, 3], [0, 1, 2]], [0, 2, 1, 0])
    // Nothing was predicted, or nothing is there.
    try check(Preferences.tokenLogProbabilities, [[1, 2]], [1], near: [])
    try check(Preferences.tokenLogProbabilities, [], [], near: [])

    for count in [2, 4] {
      try check(
        Preferences.tokenLogProbabilities, [[Double]](repeating: [0, 1], count: count), [0, 1, 1],
        throws: InputError.shapeMismatch)
    }
    for ragged: [[Double]] in [
      [[0, 1], [0, 1, 2], [0, 1]], [[0, 1, 2], [0, 1], [0, 1]], [[0, 1], [1, 0], [0]],
    ] {
      try check(Preferences.tokenLogProbabilities, ragged, [0, 1, 0], throws: InputError.shapeMismatch)
    }
    for tokens in [[0, 2, 1], [0, 1, 2], [1, -1, 0], [0, 0, 900]] {
      try check(
        Preferences.tokenLogProbabilities, [[0, 1], [1, 0], [1, 1]], tokens,
        throws: InputError.tokenOutOfRange)
    }
    for value in [Double.nan, .infinity, -.infinity] {
      try check(
        Preferences.tokenLogProbabilities, [[0, 1, 2], [value, 0, 0], [1, 1, 1]], [0, 1, 2],
        throws: InputError.notFinite)
    }

    var random = RandomStream(seed: seed, stream: 2)
    for (count, vocabulary) in [(2, 3), (4, 2), (5, 4), (7, 5)] {
      let rows = (0..<count).map { _ in Samples.values(vocabulary, deviation: 2, &random) }
      try checkTokens(rows, Samples.tokens(count, vocabulary: vocabulary, &random))
    }
  }

  // MARK: 05.3

  func test03_theAnswerIsMarked() throws {
    // A prompt of one token, then the end token: its prediction is the only one.
    try check(Preferences.answerMask, [5, 9], 1, 9, returns: [true])
    try check(Preferences.answerMask, [5, 6, 9], 1, 9, returns: [true, true])
    // Entry t is about token t + 1: the last token of the prompt predicts the first one of the answer.
    try check(Preferences.answerMask, [5, 6, 9], 2, 9, returns: [false, true])
    try check(Preferences.answerMask, [3, 4, 5, 6, 7, 9], 3, 9, returns: [false, false, true, true, true])
    // Padding does not count, be it of other tokens or of end tokens.
    try check(Preferences.answerMask, [5, 6, 9, 0, 0], 1, 9, returns: [true, true, false, false])
    try check(Preferences.answerMask, [5, 6, 7, 9, 9, 9], 2, 9, returns: [false, true, true, false, false])
    try check(Preferences.answerMask, [5, 6, 9, 0, 9, 0], 1, 9, returns: [true, true, false, false, false])
    // A prompt may hold end tokens, also as its last.
    try check(Preferences.answerMask, [9, 4, 9, 6, 9], 3, 9, returns: [false, false, true, true])
    try check(
      Preferences.answerMask, [4, 9, 5, 6, 7, 9, 0], 3, 9, returns: [false, false, true, true, true, false])
    // Cut off before its end; an end token alone.
    try check(Preferences.answerMask, [5, 6, 7, 8], 2, 9, returns: [false, true, true])
    try check(Preferences.answerMask, [9, 6, 7, 8], 2, 9, returns: [false, true, true])
    try check(Preferences.answerMask, [5, 6, 9, 9, 0], 2, 9, returns: [false, true, false, false])
    // Tokens of the prompt may come again.
    try check(Preferences.answerMask, [5, 6, 5, 6, 9], 2, 9, returns: [false, true, true, true])

    for (tokens, length) in [
      ([5, 6, 9], 0), ([5, 6, 9], -1), ([5, 6, 9], 4), ([5, 6, 9], 9), ([], 0), ([], 1),
    ] {
      try check(Preferences.answerMask, tokens, length, 9, throws: InputError.invalidPromptLength)
    }
    for tokens in [[5], [5, 6, 7], [5, 9]] {
      try check(Preferences.answerMask, tokens, tokens.count, 9, throws: InputError.emptyCompletion)
    }

    var random = RandomStream(seed: seed, stream: 3)
    for _ in 0..<6 {
      let prompt = 1 + Samples.index(below: 4, &random)
      let tokens = Samples.tokens(prompt + 1 + Samples.index(below: 6, &random), vocabulary: 4, &random)
      try check(
        Preferences.answerMask, tokens, prompt, 3, returns: Oracle.answerMask(tokens, prompt, 3))
    }
  }

  // MARK: 05.4

  func test04_theAnswersTokensAddUp() throws {
    try check(Preferences.sequenceLogProbability, [-2], [true], near: -2)
    try check(Preferences.sequenceLogProbability, [-1, -2, -3], [false, true, true], near: -5)
    try check(Preferences.sequenceLogProbability, [-1, -2, -3], [true, true, true], near: -6)
    try check(Preferences.sequenceLogProbability, [-1, -2, -4, -8], [false, true, false, false], near: -2)
    // A certain answer has the probability 1.
    try check(Preferences.sequenceLogProbability, [-3, 0, 0], [false, true, true], near: 0)
    // The mask may be true anywhere.
    try check(
      Preferences.sequenceLogProbability, [-1, -2, -4, -8, -16], [true, false, true, false, true], near: -21)
    try check(
      Preferences.sequenceLogProbability, [-0.5, 0, -700, -900], [false, true, true, true], near: -1600)
    // What does not count may be anything.
    try check(Preferences.sequenceLogProbability, [.nan, -2, -3], [false, true, true], near: -5)
    try check(
      Preferences.sequenceLogProbability, [-.infinity, -2, .infinity, .nan], [false, true, false, false],
      near: -2)

    for (values, mask) in [([-1.0, -2], [true]), ([-1], [true, true]), ([], [true])] {
      try check(Preferences.sequenceLogProbability, values, mask, throws: InputError.shapeMismatch)
    }
    for (values, mask) in [([-1.0, -2], [false, false]), ([], [])] {
      try check(Preferences.sequenceLogProbability, values, mask, throws: InputError.emptyCompletion)
    }
    for value in [Double.nan, -.infinity, .infinity] {
      try check(
        Preferences.sequenceLogProbability, [-1, value, -3], [false, true, true], throws: InputError.notFinite
      )
    }

    var random = RandomStream(seed: seed, stream: 4)
    for count in [3, 5, 8, 12] {
      let values = Samples.values(count, deviation: 3, &random).map { -abs($0) }
      let mask = [true] + Samples.tokens(count - 1, vocabulary: 2, &random).map { $0 == 1 }
      try check(
        Preferences.sequenceLogProbability, values, mask.reversed(),
        near: Oracle.sequenceLogProbability(values, mask.reversed()))
    }
  }
}
