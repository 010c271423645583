import Foundation

/// A made-up language whose entropy is known: each token is drawn by a table from the two before it.
///
/// Some tokens and some pairs are common and most are rare, as in a text, so a larger model that reads more
/// finds ever rarer pairs to learn. What no model can learn is ``entropyRate``: the true value of the E that a scaling
/// law's fit must recover.
public struct MarkovSource: Sendable {
  /// Tokens run from 0 to here.
  public let vocabulary: Int
  /// Chooses the table.
  public let seed: UInt64
  /// The mean surprise of a token after the two before it, in nats.
  public let entropyRate: Double
  /// The same after only one token, which is all that the first prediction of a window has.
  public let firstOrderEntropy: Double
  /// P(next | two before), as running sums: `[vocabulary, vocabulary, vocabulary]`.
  private let cumulative: [Double]
  /// How often each pair occurs, as running sums.
  private let cumulativePairs: [Double]

  /// A random language.
  ///
  /// After each pair, `branching` draws from a Zipf distribution share nine tenths of the probability in random
  /// parts; that distribution itself has the last tenth, so that every token can follow every other.
  ///
  /// - Throws: ``ScalingError/invalidSetting(_:)`` for a vocabulary outside 2…128 or a branching outside 1…1024.
  /// - Complexity: O(vocabulary³) for each of some hundred steps to the distribution of pairs.
  public init(vocabulary: Int = 64, branching: Int = 6, seed: UInt64 = 1) throws(ScalingError) {
    guard (2...128).contains(vocabulary), (1...1024).contains(branching) else {
      throw .invalidSetting(
        "a language has 2 to 128 tokens and a branching of 1 to 1024, not \(vocabulary) and \(branching)")
    }
    let table = Self.table(vocabulary, branching, seed)
    let pairs = Self.stationaryPairs(table, vocabulary)
    entropyRate = Self.entropyRate(table, pairs, vocabulary)
    firstOrderEntropy = Self.firstOrderEntropy(table, pairs, vocabulary)
    cumulative = Self.runningSums(table, rowLength: vocabulary)
    cumulativePairs = Self.runningSums(pairs, rowLength: pairs.count)
    (self.vocabulary, self.seed) = (vocabulary, seed)
  }

  /// The loss of a predictor that knows the table, over windows of `context` tokens each read from nothing.
  ///
  /// The first token of a window is predicted by no model. The next has one token to go by, all others two.
  public func floor(context: Int) -> Double {
    context < 1 ? .nan : (firstOrderEntropy + Double(context - 1) * entropyRate) / Double(context)
  }

  /// P(`next` | `first`, `second`); 0 for tokens that do not exist.
  public func probability(of next: Int, after first: Int, _ second: Int) -> Double {
    guard [next, first, second].allSatisfy((0..<vocabulary).contains) else { return 0 }
    let row = (first * vocabulary + second) * vocabulary
    return cumulative[row + next] - (next > 0 ? cumulative[row + next - 1] : 0)
  }

  /// A text of `count` tokens, which begins anywhere; texts of different `stream` do not depend on each other.
  public func tokens(_ count: Int, stream: UInt64) -> [Int] {
    // Stream 0 of the seed made the table.
    var random = RandomStream(seed: seed, stream: stream &+ 1)
    let pair = Self.place(random.uniform(), in: cumulativePairs[...])
    var text = [pair / vocabulary, pair % vocabulary]
    text.reserveCapacity(max(2, count))
    while text.count < count {
      let row = (text[text.count - 2] * vocabulary + text[text.count - 1]) * vocabulary
      text.append(Self.place(random.uniform(), in: cumulative[row..<row + vocabulary]))
    }
    return Array(text.prefix(max(0, count)))
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
    for _ in 0..<vocabulary * vocabulary {
      var row = [Double](repeating: 0, count: vocabulary)
      // Exponential numbers, divided by their sum, cut a whole into random parts.
      for _ in 0..<branching { row[place(random.uniform(), in: sums[...])] -= log(1 - random.uniform()) }
      let sum = row.reduce(0, +)
      table += row.indices.map { 0.9 * row[$0] / sum + 0.1 * zipf[$0] / total }
    }
    return table
  }

  /// How often each pair occurs in the long run: what one more token does not change.
  private static func stationaryPairs(_ table: [Double], _ vocabulary: Int) -> [Double] {
    let count = vocabulary * vocabulary
    var pairs = [Double](repeating: 1 / Double(count), count: count)
    for _ in 0..<10_000 {
      var next = [Double](repeating: 0, count: count)
      for pair in 0..<count {
        let (row, second) = (pair * vocabulary, pair % vocabulary * vocabulary)
        for token in 0..<vocabulary { next[second + token] += pairs[pair] * table[row + token] }
      }
      let change = zip(pairs, next).reduce(0) { $0 + abs($1.0 - $1.1) }
      pairs = next
      if change < 1e-13 { break }
    }
    return pairs
  }

  private static func entropyRate(_ table: [Double], _ pairs: [Double], _ vocabulary: Int) -> Double {
    table.indices.reduce(0) { $0 - pairs[$1 / vocabulary] * table[$1] * log(table[$1]) }
  }

  private static func firstOrderEntropy(_ table: [Double], _ pairs: [Double], _ vocabulary: Int) -> Double {
    var following = [Double](repeating: 0, count: vocabulary * vocabulary)
    var totals = [Double](repeating: 0, count: vocabulary)
    for pair in pairs.indices {
      let second = pair % vocabulary
      totals[second] += pairs[pair]
      for token in 0..<vocabulary {
        following[second * vocabulary + token] += pairs[pair] * table[pair * vocabulary + token]
      }
    }
    return following.indices.reduce(0) { $0 - following[$1] * log(following[$1] / totals[$1 / vocabulary]) }
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
