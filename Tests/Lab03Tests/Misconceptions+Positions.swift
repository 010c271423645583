import Foundation
import LabContracts
import LabTesting

extension Misconceptions {
  /// 03.8
  static let rotaryAngles: [Misconception] = [
    angle("positions-from-one", "Your positions begin at 1. The first token stands at 0 and is not turned.") {
      Double($0 + 1) * pow($3, -2 * Double($1) / Double($2))
    },
    angle(
      "exponent-not-doubled",
      "Your exponent is −i / dHead, so the slowest pair still turns by 1 / √base. It is −2i / dHead."
    ) { Double($0) * pow($3, -Double($1) / Double($2)) },
    angle("exponent-over-pairs", "You divide 2i by the number of pairs; divide it by dHead, twice as many.") {
      Double($0) * pow($3, -4 * Double($1) / Double($2))
    },
    angle("exponent-positive", "Your later pairs turn faster; the exponent is negative, so they slow down.") {
      Double($0) * pow($3, 2 * Double($1) / Double($2))
    },
    angle("pairs-from-one", "Your pairs are counted from 1. Pair 0 turns by 1 a position: base^0.") {
      Double($0) * pow($3, -2 * Double($1 + 1) / Double($2))
    },
    angle(
      "last-pair-at-one-over-base",
      "You divide by one pair less, so that the last exponent is −1. RoPE divides by dHead."
    ) { Double($0) * ($1 == 0 ? 1 : pow($3, -2 * Double($1) / Double($2 - 2))) },
    angle(
      "base-always-10000",
      "Your base is always 10,000; it is an argument, and long contexts take larger ones."
    ) {
      Double($0) * pow(10_000, -2 * Double($1) / Double($2)) + 0 * $3
    },
    angle("angles-in-degrees", "These are degrees; `cos` and `sin` take radians, and the formula means them.")
    {
      180 / .pi * Double($0) * pow($3, -2 * Double($1) / Double($2))
    },
    angle("whole-turns", "You multiply by 2π. The formula's angle is in radians already.") {
      2 * .pi * Double($0) * pow($3, -2 * Double($1) / Double($2))
    },
    angle("pairs-all-alike", "All your pairs turn alike; each is slower than the one before it.") {
      position, _, _, _ in
      Double(position)
    },
    angle(
      "slowing-down-evenly",
      "Your speeds fall by the same amount; they fall by the same factor: a power of base."
    ) {
      Double($0) * (1 - 2 * Double($1) / Double($2)) + 0 * $3
    },
    Misconception(
      "an-angle-for-every-number", lives: "03.8",
      sentence: "You make an angle for each number of a head; two numbers make a pair and share one."
    ) {
      $0.rotaryAngles { context, dHead, base in
        Grid([context, dHead]) { Double($0[0]) * pow(base, -2 * Double($0[1] / 2) / Double(dHead)) }
      }
    },
    Misconception(
      "positions-in-columns", lives: "03.8",
      sentence: "Your rows are pairs. Each position has a row: `[context, dHead / 2]`."
    ) { $0.rotaryAngles { Oracle.rotaryAngles($0, $1, $2).transposed } },
    Misconception(
      "odd-head-rounded-down", lives: "03.8",
      sentence: "The last number of an odd head has no partner to turn with: throw `oddHeadSize`."
    ) {
      $0.bind(Attention.rotaryAngles) { context, dHead, base in
        try refuse(.invalidSize, unless: context >= 0 && dHead >= 0)
        return Oracle.rotaryAngles(context, dHead, Double(base)).plain
      }
    },
  ]

  private static func angle(
    _ id: String, _ sentence: String,
    _ entry: @escaping @Sendable (_ position: Int, _ pair: Int, _ dHead: Int, _ base: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "03.8", sentence: sentence) {
      $0.rotaryAngles { context, dHead, base in
        Grid([context, dHead / 2]) { entry($0[0], $0[1], dHead, base) }
      }
    }
  }

  /// 03.9
  static let rotate: [Misconception] = [
    turn(
      "half-split-layout",
      "You pair number i with number i + dHead / 2. That is RoPE's other layout, and weights of one are wrong in the "
        + "other: here neighbours 2i and 2i + 1 make a pair."
    ) { turnedInHalves($0, $1, $2) },
    turn(
      "turned-backwards",
      "You turn by −θ. Scores between queries and keys come out the same, the numbers do not: (1, 0) turns "
        + "towards (0, 1)."
    ) { Oracle.rotate($0, $1, $2.map { -$0 }) },
    pairwise(
      "sign-lost", "Both of your sums have a plus. A turn takes one of the two sines away: a·cos θ − b·sin θ."
    ) {
      ($0 * cos($2) + $1 * sin($2), $0 * sin($2) + $1 * cos($2))
    },
    pairwise("cosine-and-sine-swapped", "You swapped cosine and sine: at angle 0 nothing may change.") {
      ($0 * sin($2) - $1 * cos($2), $0 * cos($2) + $1 * sin($2))
    },
    pairwise(
      "overwritten-too-early",
      "You compute the second number from the first one's new value. Keep both old ones until both are computed."
    ) { a, b, angle in
      let turned = a * cos(angle) - b * sin(angle)
      return (turned, turned * sin(angle) + b * cos(angle))
    },
    pairwise("first-of-the-pair-only", "Only the first number of each pair changes; turn both.") {
      ($0 * cos($2) - $1 * sin($2), $1)
    },
    turn(
      "row-for-position",
      "You take the token's row for its position. Rows begin at 0 in every call; `positions` says more."
    ) { x, positions, angles in
      Oracle.rotate(x, positions.indices.map { $0 % angles.shape[0] }, angles)
    },
    turn("position-stuck-at-zero", "Every token is turned as if it stood at position 0: use `positions`.") {
      Oracle.rotate($0, $1.map { _ in 0 }, $2)
    },
    turn("first-position-for-all", "All tokens are turned by the first one's position; each has its own.") {
      x, positions, angles in Oracle.rotate(x, positions.map { _ in positions[0] }, angles)
    },
    turn("positions-one-too-far", "You look one row too far down the table: position 0 is row 0.") {
      x, positions, angles in
      Oracle.rotate(x, positions.map { ($0 + 1) % angles.shape[0] }, angles)
    },
    turn(
      "first-angle-for-all-pairs",
      "Every pair is turned by the angle of pair 0; pair i has `angles[position, i]`."
    ) {
      x, positions, angles in
      Oracle.rotate(x, positions, Grid(angles.shape) { angles[$0[0], 0] })
    },
    turn("first-pair-only", "Only the first pair is turned; all dHead / 2 pairs are.") {
      x, positions, angles in
      Oracle.rotate(x, positions, Grid(angles.shape) { $0[1] == 0 ? angles[$0[0], 0] : 0 })
    },
    turn(
      "angles-summed-over-tokens",
      "Each token is turned by all angles before it as well. The table holds whole angles."
    ) {
      x, positions, angles in
      let sums = Grid([positions.count, angles.shape[1]]) { at in
        (0...at[0]).reduce(0) { $0 + angles[positions[$1], at[1]] }
      }
      return Oracle.rotate(x, Array(positions.indices), sums)
    },
    outside("position-beyond-the-table-clamped", "A position beyond the table gets the last row: throw.") {
      min(max($0, 0), $1 - 1)
    },
    outside("position-beyond-the-table-wrapped", "A position beyond the table begins again at row 0: throw.")
    {
      (($0 % $1) + $1) % $1
    },
    Misconception(
      "wider-table-accepted", lives: "03.9",
      sentence:
        "The table has angles for more pairs than the head has: dHead is twice the length of its rows."
    ) {
      $0.bind(Attention.rotate) { x, positions, angles in
        try refuse(
          .shapeMismatch,
          unless: x.rank == 2 && angles.rank == 2 && x.shape[0] == positions.count && x.shape[1] % 2 == 0
            && x.shape[1] <= 2 * angles.shape[1])
        try refuse(.positionOutOfRange, unless: positions.allSatisfy((0..<angles.shape[0]).contains))
        return Oracle.rotate(Grid(x), positions, Grid(angles)).plain
      }
    },
    Misconception(
      "negative-positions-clamped", lives: "03.9",
      sentence: "A negative position has no row in the table either: throw `positionOutOfRange`."
    ) {
      $0.bind(Attention.rotate) { x, positions, angles in
        try Self.requireRotation(x, positions, angles)
        try refuse(.positionOutOfRange, unless: positions.allSatisfy { $0 < angles.shape[0] })
        return Oracle.rotate(Grid(x), positions.map { max($0, 0) }, Grid(angles)).plain
      }
    },
  ]

  private static func turn(
    _ id: String, _ sentence: String,
    _ answer: @escaping @Sendable (_ x: Grid, _ positions: [Int], _ angles: Grid) -> Grid
  ) -> Misconception {
    Misconception(id, lives: "03.9", sentence: sentence) {
      $0.rotate { x, positions, angles in positions.isEmpty ? x : answer(x, positions, angles) }
    }
  }

  /// The right pairs and the right angles, put together wrongly.
  private static func pairwise(
    _ id: String, _ sentence: String,
    _ turned: @escaping @Sendable (_ a: Double, _ b: Double, _ angle: Double) -> (Double, Double)
  ) -> Misconception {
    turn(id, sentence) { x, positions, angles in
      Grid(x.shape) { at in
        let pair = at[1] / 2
        let both = turned(
          x[at[0], 2 * pair], x[at[0], 2 * pair + 1], angles[positions[at[0]], pair])
        return at[1] % 2 == 0 ? both.0 : both.1
      }
    }
  }

  /// A position that is not in the table answered all the same.
  private static func outside(
    _ id: String, _ sentence: String, _ row: @escaping @Sendable (_ position: Int, _ context: Int) -> Int
  ) -> Misconception {
    Misconception(id, lives: "03.9", sentence: sentence) {
      $0.bind(Attention.rotate) { x, positions, angles in
        try Self.requireRotation(x, positions, angles)
        let rows = positions.map { row($0, angles.shape[0]) }
        return Oracle.rotate(Grid(x), rows, Grid(angles)).plain
      }
    }
  }

  private static func requireRotation(_ x: PlainTensor, _ positions: [Int], _ angles: PlainTensor) throws {
    try refuse(
      .shapeMismatch,
      unless: x.rank == 2 && angles.rank == 2 && x.shape == [positions.count, 2 * angles.shape[1]])
  }

  /// RoPE's other layout: number i turns with number i + dHead / 2.
  static func turnedInHalves(_ x: Grid, _ positions: [Int], _ angles: Grid) -> Grid {
    let half = angles.shape[1]
    return Grid(x.shape) { at in
      let pair = at[1] % half
      let (a, b, angle) = (x[at[0], pair], x[at[0], pair + half], angles[positions[at[0]], pair])
      return at[1] < half ? a * cos(angle) - b * sin(angle) : a * sin(angle) + b * cos(angle)
    }
  }
}
