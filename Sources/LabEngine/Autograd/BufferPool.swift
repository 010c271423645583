/// Arrays that wait to be used again.
///
/// A training step needs the same few dozen arrays each time. Asking the system for them anew costs
/// a page fault for every 4 KiB, which is more than some of the arithmetic; so a tape hands finished
/// arrays in here and takes them out again. What a taken array holds is left over from its last use.
///
/// Only what the last step used is kept: steps over texts of many lengths would otherwise leave arrays of
/// every size behind.
struct BufferPool {
  /// Arrays by their count, handed in during this step.
  private var fresh: [Int: [[Float]]] = [:]
  /// Arrays of the step before that this one has not needed yet.
  private var older: [Int: [[Float]]] = [:]

  /// An array of `count` numbers of any value.
  mutating func take(_ count: Int) -> [Float] {
    fresh[count]?.popLast() ?? older[count]?.popLast() ?? [Float](repeating: 0, count: count)
  }

  /// Hands in an array that nobody else holds; one that is still shared would only be copied later.
  mutating func give(_ buffer: consuming [Float]) {
    guard !buffer.isEmpty else { return }
    fresh[buffer.count, default: []].append(buffer)
  }

  /// Lets go of what the step that ends here did not use.
  mutating func endStep() {
    older = fresh
    fresh.removeAll(keepingCapacity: true)
  }

  /// The number of floats waiting.
  var count: Int {
    [fresh, older].joined().reduce(0) { $0 + $1.key * $1.value.count }
  }
}

/// Moves an array out of its place and leaves an empty one there.
func take(_ buffer: inout [Float]) -> [Float] {
  var taken: [Float] = []
  swap(&taken, &buffer)
  return taken
}

/// Sets every element.
func fill(_ buffer: inout [Float], with value: Float) {
  for i in buffer.indices { buffer[i] = value }
}

/// Copies values into an array that is there already; `target = source` would share them, and the next
/// change of either would make a new array.
func copy(_ source: [Float], into target: inout [Float]) {
  // A bound that both counts imply: the loop then needs no check of its own.
  for i in 0..<min(source.count, target.count) { target[i] = source[i] }
}
