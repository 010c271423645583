/// The loops in which a language model spends its time, one static function each.
///
/// All of them work on contiguous, row-major float32 memory with explicit dimensions and share these
/// conventions:
///
/// - **Inputs** are a whole array or a slice of one (``FloatSource``); nothing is copied. An input must
///   hold exactly the number of values its dimensions say.
/// - **Outputs** are `into: &array, at: offset`: the result starts at `offset` and the array must reach
///   at least to its end. `accumulating: true` adds to what is there, as gradients do; otherwise what is
///   there is overwritten and need not be initialised to anything.
/// - Every entrance checks every length, and stops the program with a sentence when one does not fit:
///   a length is a matter of the program, not of its input. Callers with input to judge throw errors of
///   their own before they come here. Behind the entrance no bound is checked again.
/// - `on:` says how many cores may work (``Parallelism``). Results are equal to the last bit for every
///   number of cores, because work is divided by output, or into pieces that do not depend on it.
public enum Kernels {
  /// Stops the program unless `count` values are exactly what `what` needs.
  @inline(__always)
  static func requireCount(_ count: Int, _ expected: Int, _ what: StaticString) {
    guard count == expected else {
      fatalError("\(what) holds \(count) values; its dimensions say \(expected)")
    }
  }

  /// Stops the program unless an array of `count` values has room for `needed` from `offset` on.
  @inline(__always)
  static func requireRoom(_ count: Int, from offset: Int, for needed: Int, _ what: StaticString) {
    guard offset >= 0, needed <= count - offset else {
      fatalError("\(what) holds \(count) values; \(needed) from offset \(offset) on do not fit")
    }
  }

  /// Stops the program unless every dimension is zero or more.
  @inline(__always)
  static func requireDimensions(_ dimensions: Int...) {
    guard dimensions.allSatisfy({ $0 >= 0 }) else {
      fatalError("a dimension is negative: \(dimensions)")
    }
  }
}
