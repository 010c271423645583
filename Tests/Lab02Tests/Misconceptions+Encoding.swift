import Foundation
import LabContracts
import LabTesting

extension Misconceptions {
  /// 02.5
  static let encoding: [Misconception] = [
    encode(
      "greedy-longest-match",
      "You look for the longest token at each place, as WordPiece does. A BPE merges in the order in "
        + "which it learned: with bc before ab, `abc` is a·bc, even where abc is a token."
    ) { piece, merges in longestMatches(piece, merges) },
    merging(
      "leftmost-pair-first",
      "You merge the first pair you meet. Of all pairs that stand there, the one with the lowest rank "
        + "comes first."
    ) { pairs, ranks in pairs.first { ranks[$0] != nil } },
    merging(
      "most-frequent-pair-first",
      "You merge the pair that stands there most often. Counting is for training; encoding follows the "
        + "ranks, so that a word is always cut alike."
    ) { pairs, ranks in
      let counts = Plain.counts(pairs.filter { ranks[$0] != nil })
      return counts.min { ($1.value, ranks[$0.key] ?? 0) < ($0.value, ranks[$1.key] ?? 0) }?.key
    },
    merging(
      "highest-rank-first",
      "You merge the pair that was learned last. The lowest rank was learned first and goes first."
    ) { pairs, ranks in pairs.filter { ranks[$0] != nil }.max { (ranks[$0] ?? 0) < (ranks[$1] ?? 0) } },
    merging(
      "rightmost-pair-first",
      "You merge the last pair that has a rank. Where it stands does not matter, its rank does."
    ) { pairs, ranks in pairs.last { ranks[$0] != nil } },
    encode(
      "merges-of-merges-missed",
      "You go over the piece once. A merge makes a new token, which may be part of the next merge: look "
        + "again until no pair has a rank."
    ) { piece, merges in
      merges.indices.filter { merges[$0].left < 256 && merges[$0].right < 256 }
        .reduce(Plain.bytes(piece)) { Expected.merged($0, merges[$1], 256 + $1) }
    },
    encode(
      "one-merge-and-done", "You stop after the first merge. Go on as long as any pair has a rank."
    ) { piece, merges in
      let ids = Plain.bytes(piece)
      let rank = Plain.neighbours(ids).compactMap { merges.firstIndex(of: $0) }.min()
      return rank.map { Expected.merged(ids, merges[$0], 256 + $0) } ?? ids
    },
    encode(
      "rank-is-the-id",
      "You write the rank where the token belongs: rank 0 is token 256, the first behind the bytes."
    ) { piece, merges in try Expected.ids(piece, merges).map { $0 < 256 ? $0 : $0 - 256 } },
    encode(
      "id-off-by-one", "Your tokens are one too high: rank 0 is token 256, not 257."
    ) { piece, merges in try Expected.ids(piece, merges).map { $0 < 256 ? $0 : $0 + 1 } },
    encode(
      "scalars-encoded",
      "You begin with Unicode scalars, and é becomes 233. Begin with the bytes of the UTF-8: 195 169."
    ) { piece, merges in lowestRanks(piece.unicodeScalars.map { Int($0.value) }, merges) },
    encode(
      "characters-encoded",
      "You begin with Characters, of which a line end of two scalars is one, and take one number of "
        + "each. Begin with the bytes."
    ) { piece, merges in
      lowestRanks(piece.map { character in character.utf8.first.map { Int($0) } ?? 0 }, merges)
    },
    encode(
      "piece-lowered", "You encode lowercase letters. `A` is byte 65, and decoding must give it back."
    ) { piece, merges in try Expected.ids(piece.lowercased(), merges) },
    encode(
      "piece-trimmed", "You trim the piece. Its space is a byte like any other, and part of its tokens."
    ) { piece, merges in try Expected.ids(piece.trimmingCharacters(in: .whitespaces), merges) },
    encode(
      "piece-composed",
      "You compose e and the accent behind it to é, which is two bytes and not three. Take the piece as it is."
    ) { piece, merges in try Expected.ids(piece.precomposedStringWithCanonicalMapping, merges) },
    Misconception(
      "piece-remembered", lives: "02.5",
      sentence:
        "You remember a piece's tokens in a variable outside the function. With other merges the same piece has other "
        + "tokens."
    ) {
      let known = Memory<[String: [Int]]>([:])
      $0.bind(BPE.encode) { piece, merges in
        try known.use { known in
          let ids = try known[piece] ?? Expected.ids(piece, merges)
          known[piece] = ids
          return ids
        }
      }
    },
    encode(
      "overlaps-merged",
      "In `aaa` you merge both pairs, although they share a letter. A merge goes from left to right "
        + "without overlap."
    ) { piece, merges in
      merges.indices.reduce(Plain.bytes(piece)) { ids, rank in
        let starts = Set(Plain.neighbours(ids).indices.filter { Plain.neighbours(ids)[$0] == merges[rank] })
        return ids.indices.compactMap {
          starts.contains($0) ? 256 + rank : starts.contains($0 - 1) ? nil : ids[$0]
        }
      }
    },
    encode(
      "merged-from-the-right", "You merge from the right: `aaa` is aa·a, not a·aa."
    ) { piece, merges in
      merges.indices.reduce(Plain.bytes(piece)) { ids, rank in
        let pair = BPE.Pair(merges[rank].right, merges[rank].left)
        return Expected.merged(ids.reversed(), pair, 256 + rank).reversed()
      }
    },
    encode(
      "whole-piece-looked-up",
      "A piece whose bytes are a token is that token to you. As in GPT-2, only merges make tokens: "
        + "`abc` is a·bc if bc comes before ab, even where abc is a token."
    ) { piece, merges in
      let token = Plain.tokens(merges).firstIndex(of: Array(piece.utf8))
      return try token.map { [$0] } ?? Expected.ids(piece, merges)
    },
  ]

  private static func encode(
    _ id: String, _ sentence: String, _ body: @escaping @Sendable (String, [BPE.Pair]) throws -> [Int]
  ) -> Misconception {
    Misconception(id, lives: "02.5", sentence: sentence) { $0.bind(BPE.encode, to: body) }
  }

  /// Merges one place after the other, in the order in which `next` chooses pairs.
  private static func merging(
    _ id: String, _ sentence: String,
    _ next: @escaping @Sendable (_ pairs: [BPE.Pair], _ ranks: [BPE.Pair: Int]) -> BPE.Pair?
  ) -> Misconception {
    encode(id, sentence) { piece, merges in
      let ranks = Dictionary(zip(merges, merges.indices), uniquingKeysWith: min)
      var ids = Plain.bytes(piece)
      while let pair = next(Plain.neighbours(ids), ranks), let rank = ranks[pair] {
        ids = Expected.merged(ids, pair, 256 + rank)
      }
      return ids
    }
  }

  private static func lowestRanks(_ ids: [Int], _ merges: [BPE.Pair]) -> [Int] {
    merges.indices.reduce(ids) { Expected.merged($0, merges[$1], 256 + $1) }
  }

  private static func longestMatches(_ piece: String, _ merges: [BPE.Pair]) -> [Int] {
    let tokens = Plain.tokens(merges)
    var (rest, ids): (ArraySlice<UInt8>, [Int]) = (Array(piece.utf8)[...], [])
    while !rest.isEmpty {
      let fitting = tokens.indices.filter { rest.starts(with: tokens[$0]) }
      guard let id = fitting.max(by: { tokens[$0].count < tokens[$1].count }) else { break }
      ids.append(id)
      rest = rest.dropFirst(tokens[id].count)
    }
    return ids
  }
}
