/// The keys and values of the tokens a model has read, so that the next token costs one step and not a
/// pass over all before it, and the arrays that step works in.
///
/// A cache holds `count` sequences of lengths of their own. It is a value: a copy is a branch point.
public struct KVCache: Sendable {
  /// The number of sequences.
  public private(set) var count: Int
  /// The most tokens a sequence can hold.
  public let capacity: Int
  /// How many tokens each sequence holds.
  public internal(set) var lengths: [Int]
  /// Per layer `[count, capacity, nKVHeads · dHead]`.
  var keys: [[Float]]
  var values: [[Float]]
  var scratch: Scratch
  /// The configuration it was made for.
  let configuration: TransformerConfiguration
  /// Numbers in a cached row: nKVHeads · dHead.
  let width: Int

  /// An empty cache for `count` sequences.
  ///
  /// Throws `TransformerError.emptyBatch`, or `.contextOverflow` for a capacity beyond the model's context.
  init(_ configuration: TransformerConfiguration, count: Int, capacity: Int) throws(TransformerError) {
    guard count > 0, capacity > 0 else { throw .emptyBatch }
    guard capacity <= configuration.context else {
      throw .contextOverflow(tokens: capacity, context: configuration.context)
    }
    let width = configuration.nKVHeads * configuration.dHead
    guard let size = elementCount(of: [count, capacity, width]), size <= Tensor.largestCount else {
      throw .invalid("a cache of \(count) sequences of \(capacity) tokens does not fit in memory")
    }
    self.configuration = configuration
    self.count = count
    self.capacity = capacity
    self.width = width
    lengths = [Int](repeating: 0, count: count)
    keys = (0..<configuration.nLayers).map { _ in [Float](repeating: 0, count: size) }
    values = keys
    scratch = Scratch(configuration, rows: count)
  }

  /// Empties every sequence.
  public mutating func reset() {
    for sequence in 0..<count { lengths[sequence] = 0 }
  }

  /// Gives every sequence the content of the first, to continue one prompt in several ways.
  public mutating func copyFirstToAll() {
    for sequence in 1..<max(1, count) {
      move(from: 0, to: sequence)
    }
  }

  /// Drops a sequence that has ended; the last one takes its place. Does nothing for one that is not there.
  public mutating func remove(_ sequence: Int) {
    guard (0..<count).contains(sequence) else { return }
    if sequence != count - 1 { move(from: count - 1, to: sequence) }
    lengths.removeLast()
    count -= 1
    scratch = Scratch(configuration, rows: count)
  }

  /// Copies the keys and values of packed rows behind what `sequence` holds in `layer`, from row `first` on.
  mutating func append(_ packed: [Float], layer: Int, sequence: Int, firstRow: Int, rows: Int) {
    let start = (sequence * capacity + lengths[sequence]) * width
    let queries = configuration.nHeads * configuration.dHead
    copyColumns(
      queries..<queries + width, of: packed, rowWidth: configuration.packedWidth, firstRow: firstRow,
      rows: rows, into: &keys[layer], at: start)
    copyColumns(
      (queries + width)..<(queries + 2 * width), of: packed, rowWidth: configuration.packedWidth,
      firstRow: firstRow, rows: rows, into: &values[layer], at: start)
  }

  private mutating func move(from source: Int, to target: Int) {
    lengths[target] = lengths[source]
    let (old, new) = (source * capacity * width, target * capacity * width)
    for layer in keys.indices {
      for i in 0..<lengths[source] * width {
        keys[layer][new + i] = keys[layer][old + i]
        values[layer][new + i] = values[layer][old + i]
      }
    }
  }
}

/// Copies some columns of a matrix's rows to where they lie side by side.
func copyColumns(
  _ columns: Range<Int>, of matrix: [Float], rowWidth: Int, firstRow: Int = 0, rows: Int,
  into target: inout [Float], at offset: Int = 0
) {
  for row in 0..<rows {
    let source = (firstRow + row) * rowWidth + columns.lowerBound
    let start = offset + row * columns.count
    for i in 0..<columns.count { target[start + i] = matrix[source + i] }
  }
}
