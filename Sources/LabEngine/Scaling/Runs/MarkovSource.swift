import Foundation

/// A made-up language whose entropy is known: each token is drawn by a table from the one before it.
///
/// Some tokens are common and most are rare, as in a text, so a larger model that reads more learns ever rarer rows of the
/// table. What no model can learn is ``entropyRate``: the true value of the E that a scaling law's fit must recover.
///
/// One token of memory is little: attention has nothing to find here. It is left out on purpose. With two tokens of
/// memory the loss of a small transformer stands still for long and then falls at once, when it finds the
/// second, and no sum of powers describes that.
public struct MarkovSource: Sendable {
  /// Tokens run from 0 to here.
  public let vocabulary: Int
  /// Chooses the table.
  public let seed: UInt64
  /// The mean surprise of a token after the one before it, in nats.
  public let entropyRate: Double
  /// P(next | before), as running sums: `[vocabulary, vocabulary]`.
  private let cumulative: [Double]
  /// How often each token occurs, as running sums.
  private let cumulativeTokens: [Double]

  /// A random language.
  ///
  /// After each token, `branching` draws from a Zipf distribution share nineteen twentieths of the probability in
  /// random parts; that distribution itself has the rest, so that every token can follow every other.
  ///
  /// - Throws: ``ScalingError/invalidSetting(_:)`` for a vocabulary outside 2…2048 or a branching outside 1…1024.
  /// - Complexity: O(vocabulary²) for each of some ten steps to the distribution of tokens.
  public init(vocabulary: Int = 512, branching: Int = 6, seed: UInt64 = 1) throws(ScalingError) {
    guard (2...2048).contains(vocabulary), (1...1024).contains(branching) else {
      throw .invalidSetting(
        "a language has 2 to 2048 tokens and a branching of 1 to 1024, not \(vocabulary) and \(branching)")
    }
    let table = Self.table(vocabulary, branching, seed)
    let frequencies = Self.stationary(table, vocabulary)
    entropyRate = table.indices.reduce(0) { $0 - frequencies[$1 / vocabulary] * table[$1] * log(table[$1]) }
    cumulative = Self.runningSums(table, rowLength: vocabulary)
    cumulativeTokens = Self.runningSums(frequencies, rowLength: vocabulary)
    (self.vocabulary, self.seed) = (vocabulary, seed)
  }

  /// P(`next` | `token`); 0 for tokens that do not exist.
  public func probability(of next: Int, after token: Int) -> Double {
    guard [next, token].allSatisfy((0..<vocabulary).contains) else { return 0 }
    let row = token * vocabulary
    return cumulative[row + next] - (next > 0 ? cumulative[row + next - 1] : 0)
  }

  /// The loss on `text` of a predictor that knows the table, in nats a token: near ``entropyRate``, by chance not equal.
  ///
  /// `.nan` for fewer than two tokens, infinite for tokens that do not exist.
  public func meanSurprise(of text: [Int]) -> Double {
    let total = zip(text, text.dropFirst()).reduce(0) { $0 - log(probability(of: $1.1, after: $1.0)) }
    return total / Double(max(0, text.count - 1))
  }

  /// A text of `count` tokens, which begins anywhere; texts of different `stream` do not depend on each other.
  public func tokens(_ count: Int, stream: UInt64) -> [Int] {
    // Stream 0 of the seed made the table.
    var random = RandomStream(seed: seed, stream: stream &+ 1)
    var token = Self.place(random.uniform(), in: cumulativeTokens[...])
    return (0..<max(0, count)).map { _ in
      defer {
        let row = token * vocabulary
        token = Self.place(random.uniform(), in: cumulative[row..<row + vocabulary])
      }
      return token
    }
  }

  /// The place of the first running sum above `share`.
  private static func place(_ share: Double, in sums: ArraySlice<Double>) -> Int {
    var (low, high) = (sums.startIndex, sums.endIndex - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > share { high = middle } else { low = middle + 1 }
    }
    return low - sums.startIndex
  }
}

// MARK: The table and what follows from it

extension MarkovSource {
  private static func table(_ vocabulary: Int, _ branching: Int, _ seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed)
    let zipf = (0..<vocabulary).map { 1 / Double($0 + 1) }
    let total = zipf.reduce(0, +)
    let sums = runningSums(zipf.map { $0 / total }, rowLength: vocabulary)
    var table: [Double] = []
    for _ in 0..<vocabulary {
      var row = [Double](repeating: 0, count: vocabulary)
      // Exponential numbers, divided by their sum, cut a whole into random parts.
      for _ in 0..<branching { row[place(random.uniform(), in: sums[...])] -= log(1 - random.uniform()) }
      let sum = row.reduce(0, +)
      table += row.indices.map { 0.95 * row[$0] / sum + 0.05 * zipf[$0] / total }
    }
    return table
  }

  /// How often each token occurs in the long run: what one more token does not change.
  private static func stationary(_ table: [Double], _ vocabulary: Int) -> [Double] {
    var frequencies = [Double](repeating: 1 / Double(vocabulary), count: vocabulary)
    for _ in 0..<10_000 {
      var next = [Double](repeating: 0, count: vocabulary)
      for index in table.indices {
        next[index % vocabulary] += frequencies[index / vocabulary] * table[index]
      }
      let change = zip(frequencies, next).reduce(0) { $0 + abs($1.0 - $1.1) }
      frequencies = next
      if change < 1e-13 { break }
    }
    return frequencies
  }

  private static func runningSums(_ numbers: [Double], rowLength: Int) -> [Double] {
    var (sums, sum) = (numbers, 0.0)
    for index in sums.indices {
      sum = index % rowLength == 0 ? numbers[index] : sum + numbers[index]
      sums[index] = sum
    }
    return sums
  }
}
