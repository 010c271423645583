import Foundation

/// Slow, obvious float64 versions of what the engine computes, to compare it with.
enum Plain {
  typealias Row = [Double]

  static func rows(_ x: Row, _ columns: Int) -> [Row] {
    stride(from: 0, to: x.count, by: columns).map { Array(x[$0..<$0 + columns]) }
  }

  static func dot(_ a: Row, _ b: Row) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  /// `[m, k]` × `[k, n]`
  static func matmul(_ a: Row, _ b: Row, _ m: Int, _ k: Int, _ n: Int) -> Row {
    var c = Row(repeating: 0, count: m * n)
    for i in 0..<m { for j in 0..<n { for l in 0..<k { c[i * n + j] += a[i * k + l] * b[l * n + j] } } }
    return c
  }

  /// x · Wᵀ with W `[outputs, inputs]`, for one row.
  static func linear(_ x: Row, _ weight: Row) -> Row { rows(weight, x.count).map { dot($0, x) } }

  static func softmax(_ x: Row) -> Row {
    let top = x.max() ?? 0
    let powers = x.map { exp($0 - top) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  static func logSumExp(_ x: Row) -> Double {
    let top = x.max() ?? 0
    return top + log(x.reduce(0) { $0 + exp($1 - top) })
  }

  static func layerNorm(_ x: Row, gain: Row, bias: Row? = nil, epsilon: Double = Double(Float(1e-5))) -> Row {
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    return x.indices.map { gain[$0] * (x[$0] - mean) / (variance + epsilon).squareRoot() + (bias?[$0] ?? 0) }
  }

  static func rmsNorm(_ x: Row, gain: Row, epsilon: Double = Double(Float(1e-5))) -> Row {
    let square = dot(x, x) / Double(x.count)
    return x.indices.map { gain[$0] * x[$0] / (square + epsilon).squareRoot() }
  }

  static func gelu(_ x: Double) -> Double { 0.5 * x * erfc(-x / 2.0.squareRoot()) }
  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  static func silu(_ x: Double) -> Double { x * sigmoid(x) }
  static func geluTanh(_ x: Double) -> Double {
    0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
  }

  /// Pair i of a head turned by position · base^(−2i/d), which `slowed` may change.
  static func rotate(
    _ head: Row, position: Int, base: Double, interleaved: Bool, slowed: (Double) -> Double = { $0 }
  ) -> Row {
    let half = head.count / 2
    var result = head
    for i in 0..<half {
      let (first, second) = interleaved ? (2 * i, 2 * i + 1) : (i, i + half)
      let angle = Double(position) * slowed(pow(base, -Double(2 * i) / Double(head.count)))
      result[first] = head[first] * cos(angle) - head[second] * sin(angle)
      result[second] = head[first] * sin(angle) + head[second] * cos(angle)
    }
    return result
  }

  /// Causal attention of one sequence over packed rows `[q… | k… | v…]`; one output row a token. A score loses
  /// its head's slope for each step of distance.
  static func attention(
    _ packed: [Row], nHeads: Int, nKVHeads: Int, dHead: Int, window: Int? = nil, slopes: Row = []
  ) -> [Row] {
    func head(_ row: Row, _ index: Int) -> Row { Array(row[index * dHead..<(index + 1) * dHead]) }
    return packed.indices.map { i in
      (0..<nHeads).flatMap { h -> Row in
        let kvHead = h / (nHeads / nKVHeads)
        let seen = max(0, i + 1 - (window ?? i + 1))...i
        let weights = softmax(
          seen.map { j in
            dot(head(packed[i], h), head(packed[j], nHeads + kvHead)) / Double(dHead).squareRoot()
              - (slopes.isEmpty ? 0 : slopes[h] * Double(i - j))
          })
        var output = Row(repeating: 0, count: dHead)
        for (weight, j) in zip(weights, seen) {
          let value = head(packed[j], nHeads + nKVHeads + kvHead)
          for c in 0..<dHead { output[c] += weight * value[c] }
        }
        return output
      }
    }
  }
}
