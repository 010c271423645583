/// A binary heap of pairs with the most frequent on top; the tie rule decides among equals.
struct PairHeap {
  struct Entry {
    var count: Int
    /// What decides ties: the smaller wins. Not used when bytes decide.
    var key: UInt64
    var pair: UInt32
    var left: UInt32
    var right: UInt32
  }

  let ties: MergeLearner.Ties
  private var entries: [Entry] = []

  init(_ ties: MergeLearner.Ties) { self.ties = ties }

  mutating func push(_ entry: Entry, _ tokens: ByteStringTable) {
    entries.append(entry)
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard precedes(entry, entries[parent], tokens) else { break }
      entries[child] = entries[parent]
      child = parent
    }
    entries[child] = entry
  }

  mutating func pop(_ tokens: ByteStringTable) -> Entry? {
    guard let last = entries.popLast() else { return nil }
    guard let top = entries.first else { return last }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < entries.count else { break }
      if child + 1 < entries.count, precedes(entries[child + 1], entries[child], tokens) { child += 1 }
      guard precedes(entries[child], last, tokens) else { break }
      entries[parent] = entries[child]
      parent = child
    }
    entries[parent] = last
    return top
  }

  @inline(__always)
  private func precedes(_ a: Entry, _ b: Entry, _ tokens: ByteStringTable) -> Bool {
    if a.count != b.count { return a.count > b.count }
    if ties != .greatestBytes { return a.key < b.key }
    return bytesPrecede(a, b, tokens)
  }

  @inline(never)
  private func bytesPrecede(_ a: Entry, _ b: Entry, _ tokens: ByteStringTable) -> Bool {
    if a.left != b.left { return tokens[Int(b.left)].lexicographicallyPrecedes(tokens[Int(a.left)]) }
    return a.right != b.right && tokens[Int(b.right)].lexicographicallyPrecedes(tokens[Int(a.right)])
  }
}
