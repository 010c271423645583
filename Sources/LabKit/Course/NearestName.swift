/// The candidate that a misspelt name most likely means, or nothing when none is near.
///
/// Near means at most one edit in three letters; the first of equally near candidates wins.
public func nearestName(to name: String, in candidates: [String]) -> String? {
  let wanted = name.lowercased()
  let ranked = candidates.map { (name: $0, distance: editDistance(wanted, $0.lowercased())) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
  let allowed = max(1, max(wanted.count, best.name.count) / 3)
  return best.distance <= allowed ? best.name : nil
}

/// How many letters must be inserted, deleted, replaced or swapped with their neighbour.
///
/// The restricted form of Damerau and Levenshtein: a swap counts as one edit because it is the commonest
/// slip of the fingers. O(m·n) time and O(n) memory.
func editDistance(_ first: String, _ second: String) -> Int {
  let a = Array(first)
  let b = Array(second)
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var beforePrevious: [Int] = []
  var previous = Array(0...b.count)
  for i in 1...a.count {
    var current = [i]
    for j in 1...b.count {
      let replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      var best = min(previous[j] + 1, current[j - 1] + 1, replaced)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        best = min(best, beforePrevious[j - 2] + 1)
      }
      current.append(best)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[b.count]
}
