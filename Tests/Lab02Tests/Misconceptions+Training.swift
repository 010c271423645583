import Foundation
import LabContracts
import LabTesting

extension Misconceptions {
  /// 02.4, and the same mistakes in 02.11.
  static let training: [Misconception] = [
    train(
      "merged-across-pieces",
      "You join the pieces before you count, and a token grows over the end of a word. Count and merge "
        + "in each piece by itself."
    ) { $0.cut = { [Plain.bytes($0.joined())] } },
    train(
      "bytes-not-counted",
      "You learn `vocabularySize` merges. The 256 bytes are tokens as well: a vocabulary of 300 has 44 "
        + "merges."
    ) { $0.goal = { $0 } },
    train(
      "one-merge-short", "You stop one merge early: 257 tokens are 256 bytes and one merge."
    ) { $0.goal = { max(0, $0 - 257) } },
    train(
      "one-merge-too-many",
      "You go on for one merge too many: with 256 tokens asked for there is nothing to merge."
    ) { $0.goal = { $0 - 255 } },
    train(
      "ids-from-257", "Your first merge makes token 257. Bytes end at 255, so the first free number is 256."
    ) { $0.firstID = 257 },
    train(
      "scalars-not-bytes", alsoFails: ["02.11"],
      "You begin with Unicode scalars: é is one number to you. A byte-level vocabulary begins with the "
        + "bytes of the UTF-8, and é is two."
    ) { $0.cut = { $0.map { $0.unicodeScalars.map { Int($0.value) } } } },
    train(
      "capitals-lowered",
      "You train on lowercase letters. `A` and `a` are two bytes: a tokenizer must give back what it was given."
    ) { $0.cut = { $0.map { Plain.bytes($0.lowercased()) } } },
    train(
      "pieces-trimmed",
      "You trim the space before a word. It belongs to the piece, and ` the` is often the first long token."
    ) { $0.cut = { $0.map { Plain.bytes($0.trimmingCharacters(in: .whitespaces)) } } },
    train(
      "zero-between-pieces", alsoFails: ["02.11"],
      "You put a 0 between the pieces and count no pair with it. 0 is a byte that a text may hold: part them by a "
        + "number that no token has."
    ) {
      $0.cut = { [Array($0.map(Plain.bytes).joined(separator: [0]))] }
      $0.count = { $0.flatMap(Plain.neighbours).filter { $0.left != 0 && $0.right != 0 } }
    },
    train(
      "counted-once-and-for-all",
      "You count once and merge the pairs in that order. Every merge changes the counts of others: "
        + "count again after each."
    ) { $0.countsOnce = true },
    train(
      "equal-pieces-counted-once",
      "You count each different piece once, as from a Set. A word that comes a thousand times has a "
        + "thousand votes."
    ) { $0.cut = { pieces in Set(pieces.map(Plain.bytes)).sorted { $0.lexicographicallyPrecedes($1) } } },
    train(
      "one-vote-a-piece", alsoFails: ["02.11"],
      "A pair that stands in a piece several times gets one vote from it; every place counts."
    ) { $0.count = { $0.flatMap { Set(Plain.neighbours($0)) } } },
    train(
      "overlaps-not-counted-in-training", alsoFails: ["02.11"],
      "In `aaa` you count (a, a) once. 02.1 counts it twice, and so does the trainer."
    ) { $0.count = { $0.flatMap(withoutOverlaps) } },
    train(
      "first-seen-of-equals",
      "Of equal counts you take the pair that was seen first, as minbpe does. Here the smallest pair "
        + "wins: two rules, two tables."
    ) { $0.choose = { counts, pairs in first(of: pairs, in: counts) } },
    train(
      "greatest-bytes-of-equals",
      "Of equal counts you take the greatest pair, as Stanford's CS336 does. Here it is the smallest."
    ) { $0.choose = { counts, _ in greatest(in: counts) } },
    train(
      "no-pair-left-unsaid", alsoFails: ["02.11"],
      "You hand back fewer merges than were asked for, without a word. Whoever asked for 5,000 tokens "
        + "must learn that there are none: throw noPairLeft."
    ) { $0.saysWhenNothingIsLeft = false },
    train(
      "no-pair-left-where-none-is-wanted", alsoFails: ["02.11"],
      "You look for a pair before you ask whether one is wanted. A vocabulary of 256 is complete at "
        + "once, whatever the text."
    ) { $0.looksFirst = true },
    train(
      "single-pairs-merged", alsoFails: ["02.11"],
      "When no pair stands there twice you merge those that stand there once. 02.3 answers nil then, "
        + "and training ends."
    ) {
      $0.choose = { counts, _ in
        counts.min { ($1.value, $0.key.left, $0.key.right) < ($0.value, $1.key.left, $1.key.right) }?.key
      }
    },
    train(
      "too-small-taken-for-none", alsoFails: ["02.11"],
      "A vocabulary below 256 cannot hold the bytes, and you answer as if it could. Throw vocabularyTooSmall."
    ) { $0.refusesSmall = false },
    train(
      "empty-pieces-taken-for-text", alsoFails: ["02.11"],
      "Pieces that are all empty hold no bytes: that is emptyText, as if there were no pieces at all."
    ) { $0.isEmpty = { $0.isEmpty } },
    train(
      "empty-text-taken-for-trained", alsoFails: ["02.11"],
      "From a text without any bytes nothing can be learned, and you answer as if there was nothing to "
        + "do. Throw emptyText."
    ) { $0.isEmpty = { _ in false } },
    train(
      "empty-text-before-size", alsoFails: ["02.11"],
      "The size is checked first: no pieces and a vocabulary of 255 is vocabularyTooSmall."
    ) { $0.checksTextFirst = true },
    train(
      "merged-in-one-piece-only",
      "You replace the pair in the first piece that has it and forget the others, so that they still "
        + "count the old tokens."
    ) { $0.mergesEverywhere = false },
    train(
      "replacements-overlap-in-training", alsoFails: ["02.11"],
      "Your replacing lets pairs overlap, so that `aaa` becomes two new tokens. Use the merge of 02.2."
    ) { $0.overlaps = true },
  ]

  /// Learns with one part changed, in both trainers.
  private static func train(
    _ id: String, alsoFails: [String] = ["02.11", "02.12"], _ sentence: String,
    _ change: @escaping @Sendable (inout PlainTraining) -> Void
  ) -> Misconception {
    Misconception(id, lives: "02.4", alsoFails: alsoFails, sentence: sentence) {
      for endpoint in [BPE.train, BPE.trainFast] {
        $0.bind(endpoint) { pieces, vocabularySize in
          var training = PlainTraining()
          change(&training)
          return try training.merges(pieces, vocabularySize)
        }
      }
    }
  }

  private static func withoutOverlaps(_ ids: [Int]) -> [BPE.Pair] {
    var (pairs, place): ([BPE.Pair], Int) = ([], 0)
    while place + 1 < ids.count {
      pairs.append(BPE.Pair(ids[place], ids[place + 1]))
      let isRun = place + 2 < ids.count && ids[place] == ids[place + 1] && ids[place + 1] == ids[place + 2]
      place += isRun ? 2 : 1
    }
    return pairs
  }

  private static func first(of pairs: [BPE.Pair], in counts: [BPE.Pair: Int]) -> BPE.Pair? {
    guard let most = counts.values.max(), most >= 2 else { return nil }
    return pairs.first { counts[$0] == most }
  }

  private static func greatest(in counts: [BPE.Pair: Int]) -> BPE.Pair? {
    guard let most = counts.values.max(), most >= 2 else { return nil }
    return counts.filter { $0.value == most }.keys.max { ($0.left, $0.right) < ($1.left, $1.right) }
  }
}

/// The trainer of 02.4 with its parts laid open; as it stands it is right, and slow.
struct PlainTraining {
  var cut: ([String]) -> [[Int]] = { $0.map(Plain.bytes) }
  /// Every pair of all words, as often as it counts.
  var count: ([[Int]]) -> [BPE.Pair] = { $0.flatMap(Plain.neighbours) }
  var choose: (_ counts: [BPE.Pair: Int], _ pairs: [BPE.Pair]) -> BPE.Pair? = { counts, _ in
    Plain.best(counts)
  }
  var goal: (_ vocabularySize: Int) -> Int = { $0 - 256 }
  var firstID = 256
  var isEmpty: ([String]) -> Bool = { $0.allSatisfy(\.isEmpty) }
  var refusesSmall = true
  var checksTextFirst = false
  var saysWhenNothingIsLeft = true
  var looksFirst = false
  var countsOnce = false
  var mergesEverywhere = true
  var overlaps = false

  func merges(_ pieces: [String], _ vocabularySize: Int) throws -> [BPE.Pair] {
    if checksTextFirst, isEmpty(pieces) { throw BPE.TrainingError.emptyText }
    guard vocabularySize >= 256 || !refusesSmall else { throw BPE.TrainingError.vocabularyTooSmall }
    if isEmpty(pieces) { throw BPE.TrainingError.emptyText }
    var words = cut(pieces)
    var merges: [BPE.Pair] = []
    var counts = Plain.counts(count(words))
    if looksFirst, choose(counts, count(words)) == nil { throw BPE.TrainingError.noPairLeft }
    while merges.count < goal(vocabularySize) {
      let pairs = count(words)
      if !countsOnce { counts = Plain.counts(pairs) }
      guard let pair = choose(counts, pairs) else {
        if saysWhenNothingIsLeft { throw BPE.TrainingError.noPairLeft }
        break
      }
      counts[pair] = nil
      replace(pair, by: firstID + merges.count, in: &words)
      merges.append(pair)
    }
    return merges
  }

  private func replace(_ pair: BPE.Pair, by id: Int, in words: inout [[Int]]) {
    for index in words.indices {
      let before = words[index]
      words[index] = overlaps ? Self.overlapping(before, pair, id) : Expected.merged(before, pair, id)
      if !mergesEverywhere, words[index] != before { return }
    }
  }

  private static func overlapping(_ ids: [Int], _ pair: BPE.Pair, _ id: Int) -> [Int] {
    let starts = Set(Plain.neighbours(ids).indices.filter { Plain.neighbours(ids)[$0] == pair })
    return ids.indices.compactMap { starts.contains($0) ? id : starts.contains($0 - 1) ? nil : ids[$0] }
  }
}
