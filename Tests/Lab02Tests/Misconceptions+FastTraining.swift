import LabContracts
import LabTesting

extension Misconceptions {
  /// 02.11
  static let fastTraining: [Misconception] = [
    Misconception(
      "everything-counted-anew", lives: "02.11",
      sentence:
        "This is the pace of a trainer that counts all pairs of all pieces for each merge. Keep the counts: a merge "
        + "only changes those beside the places where it stood. Nor sort them all to find the highest."
    ) { $0.bind(BPE.trainFast) { try PlainTraining().merges($0, $1) } },
    Misconception(
      "every-different-piece-counted-anew", lives: "02.11",
      sentence:
        "This is fast where words repeat and slow where all are different, as if all pairs were counted for each "
        + "merge. Keep the counts from merge to merge as well, and find the highest without sorting them all."
    ) { $0.bind(BPE.trainFast) { try recounting($0, $1) } },
    trainFast(
      .keepsOldNeighbours,
      "Your counts are stale: where a pair is merged, the pairs with its neighbours are gone, and you "
        + "still count them."
    ),
    trainFast(
      .missesNewNeighbours,
      "A new token has neighbours, and you never count the pairs it makes with them: no merge of merges "
        + "is ever found."
    ),
    trainFast(
      .changesByOne,
      "You count a word as often as it comes, and change by 1 when it is merged. Add and take away its "
        + "number each time."
    ),
    trainFast(
      .countsWordsOnce,
      "You keep each different piece once and forget how often it came. A word that comes a thousand "
        + "times has a thousand votes."
    ),
    trainFast(
      .groupsEqualStrings,
      "You group pieces as Strings, to which é and e with an accent behind it are equal. Their bytes "
        + "differ: group by bytes."
    ),
    trainFast(
      .looksAtOldNeighbours,
      "In `abab` the second ab has the new token before it, not b. You take the neighbours from before "
        + "the merge."
    ),
    trainFast(
      .trustsOldCounts,
      "You sort the pairs once and take the next from that list. Counts change with each merge: check "
        + "an entry before you use it, or choose again."
    ),
    trainFast(
      .mergesFirstWordOnly,
      "You merge the pair in one of the words that hold it. It has to be merged in all of them."
    ),
    trainFast(
      .forgetsNewPlaces,
      "You note which words hold a pair at the start, and never again. A pair with a new token stands "
        + "in words as well."
    ),
    trainFast(
      .choosesGreatest, "Of equal counts you take the greatest pair. The rule is that of 02.3: the smallest."
    ),
  ]

  private static func trainFast(_ mistake: IncrementalTraining.Mistake, _ sentence: String) -> Misconception {
    let id = mistake.rawValue.reduce(into: "") {
      $0 += $1.isUppercase ? "-\($1.lowercased())" : String($1)
    }
    return Misconception(id, lives: "02.11", sentence: sentence) {
      $0.bind(BPE.trainFast) { try IncrementalTraining.merges($0, $1, mistake) }
    }
  }

  private static func recounting(_ pieces: [String], _ vocabularySize: Int) throws -> [BPE.Pair] {
    guard vocabularySize >= 256 else { throw BPE.TrainingError.vocabularyTooSmall }
    guard !pieces.allSatisfy(\.isEmpty) else { throw BPE.TrainingError.emptyText }
    var words = Dictionary(pieces.map { (Plain.bytes($0), 1) }, uniquingKeysWith: +).map {
      ($0.key, $0.value)
    }
    return try (256..<vocabularySize).map { id in
      var counts: [BPE.Pair: Int] = [:]
      for (word, weight) in words {
        for pair in Plain.neighbours(word) { counts[pair, default: 0] += weight }
      }
      guard let pair = Plain.best(counts) else { throw BPE.TrainingError.noPairLeft }
      words = words.map { (Expected.merged($0.0, pair, id), $0.1) }
      return pair
    }
  }
}

/// A trainer that keeps its counts from merge to merge, with one mistake.
struct IncrementalTraining {
  /// What it gets wrong.
  enum Mistake: String {
    case keepsOldNeighbours, missesNewNeighbours, changesByOne, countsWordsOnce, groupsEqualStrings
    case looksAtOldNeighbours, trustsOldCounts, mergesFirstWordOnly, forgetsNewPlaces, choosesGreatest
  }

  private let mistake: Mistake
  private var words: [(ids: [Int], weight: Int)] = []
  private var counts: [BPE.Pair: Int] = [:]
  private var places: [BPE.Pair: Set<Int>] = [:]
  /// For whoever sorts once and never again.
  private var queue: [BPE.Pair] = []

  static func merges(_ pieces: [String], _ vocabularySize: Int, _ mistake: Mistake) throws -> [BPE.Pair] {
    guard vocabularySize >= 256 else { throw BPE.TrainingError.vocabularyTooSmall }
    guard !pieces.allSatisfy(\.isEmpty) else { throw BPE.TrainingError.emptyText }
    var training = IncrementalTraining(pieces, mistake)
    return try (256..<vocabularySize).map { id in
      guard let pair = training.next() else { throw BPE.TrainingError.noPairLeft }
      training.merge(pair, into: id)
      return pair
    }
  }

  private init(_ pieces: [String], _ mistake: Mistake) {
    self.mistake = mistake
    // In a fixed order, so that a mistake that depends on it shows in the same way each time.
    for piece in pieces {
      let ids = Plain.bytes(piece)
      let known = words.firstIndex { word in
        mistake == .groupsEqualStrings
          ? String(decoding: word.ids.map { UInt8($0) }, as: UTF8.self) == piece : word.ids == ids
      }
      if let known {
        words[known].weight += mistake == .countsWordsOnce ? 0 : 1
      } else {
        words.append((ids, 1))
      }
    }
    for index in words.indices { add(Plain.neighbours(words[index].ids), index, words[index].weight) }
    queue = counts.filter { $0.value >= 2 }.sorted {
      ($0.value, $1.key.left, $1.key.right) < ($1.value, $0.key.left, $0.key.right)
    }.map(\.key)
  }

  private mutating func next() -> BPE.Pair? {
    if mistake == .trustsOldCounts { return queue.popLast() }
    guard mistake == .choosesGreatest else { return Plain.best(counts) }
    let best = counts.max { ($0.value, $0.key.left, $0.key.right) < ($1.value, $1.key.left, $1.key.right) }
    return best.flatMap { $0.value >= 2 ? $0.key : nil }
  }

  private mutating func add(_ pairs: [BPE.Pair], _ index: Int, _ weight: Int) {
    for pair in pairs {
      counts[pair, default: 0] += weight
      if weight > 0 { places[pair, default: []].insert(index) }
    }
  }

  private mutating func merge(_ pair: BPE.Pair, into id: Int) {
    var holders = places[pair, default: []].sorted()
    if mistake == .mergesFirstWordOnly { holders = Array(holders.prefix(1)) }
    for index in holders {
      let (before, weight) = (words[index].ids, mistake == .changesByOne ? 1 : words[index].weight)
      let after = Expected.merged(before, pair, id)
      guard after != before else { continue }
      words[index].ids = after
      var (gone, come) = (Plain.neighbours(before), Plain.neighbours(after))
      switch mistake {
      case .keepsOldNeighbours: gone = gone.filter { $0 == pair }
      case .missesNewNeighbours: come = come.filter { $0.left != id && $0.right != id }
      case .looksAtOldNeighbours: come = Self.besideOldTokens(before, pair, id)
      default: break
      }
      let oldPlaces = places
      add(gone, index, -weight)
      add(come, index, weight)
      if mistake == .forgetsNewPlaces { places = oldPlaces }
    }
    counts[pair] = nil
  }

  /// The pairs after a merge, if each replaced place still had the neighbours it had before.
  private static func besideOldTokens(_ ids: [Int], _ pair: BPE.Pair, _ id: Int) -> [BPE.Pair] {
    var (pairs, place): ([BPE.Pair], Int) = ([], 0)
    var starts: Set<Int> = []
    while place + 1 < ids.count {
      let isPair = ids[place] == pair.left && ids[place + 1] == pair.right
      if isPair { starts.insert(place) }
      place += isPair ? 2 : 1
    }
    for place in ids.indices.dropLast() where !starts.contains(place) {
      if starts.contains(place - 1) {
        pairs.append(BPE.Pair(id, ids[place + 1]))
      } else {
        pairs.append(BPE.Pair(ids[place], starts.contains(place + 1) ? id : ids[place + 1]))
      }
    }
    return pairs
  }
}
