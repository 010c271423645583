import LabContracts
import LabEngine

/// Random inputs for the checkpoints, small enough to be read in a report.
enum Samples {
  /// Numbers of mean 0 from a normal distribution.
  static func tensor(_ shape: [Int], deviation: Double = 1, _ random: inout RandomStream) -> PlainTensor {
    let count = shape.reduce(1, *)
    return PlainTensor((0..<count).map { _ in Float(deviation * random.normal()) }, shape: shape)
  }

  /// The numbers 1, 2, 3, … in a shape: each tells where it came from.
  static func counted(_ shape: [Int], from first: Int = 1) -> PlainTensor {
    PlainTensor((0..<shape.reduce(1, *)).map { Float(first + $0) }, shape: shape)
  }

  /// A cache in which each number tells where it stands; values begin at 101.
  static func cache(tokens: Int, nKVHeads: Int, dHead: Int) -> Attention.KVCache {
    let shape = [tokens, nKVHeads, dHead]
    return Attention.KVCache(keys: counted(shape), values: counted(shape, from: 101))
  }

  /// A mask that hides each key from each query with probability 0.3, and else adds a small bias.
  static func mask(_ queries: Int, _ keys: Int, _ random: inout RandomStream) -> PlainTensor {
    let entries = (0..<queries * keys).map { _ in
      random.uniform() < 0.3 ? -Float.infinity : Float(random.normal())
    }
    return PlainTensor(entries, shape: [queries, keys])
  }

  /// A whole number below `bound`.
  static func index(below bound: Int, _ random: inout RandomStream) -> Int {
    min(bound - 1, Int(random.uniform() * Double(bound)))
  }
}
