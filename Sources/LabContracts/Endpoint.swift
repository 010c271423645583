/// The typed name of an exercise: what values go in and what value comes out.
///
/// A contract declares it once, and both sides use it: the learner's code is bound to it, and a
/// checkpoint calls it.
///
/// ```swift
/// public enum BPE {
///   /// Replaces every non-overlapping occurrence of a pair, scanning left to right.
///   public static let merge = Endpoint<[Int], Pair, Int, /* -> */ [Int]>("merge")
/// }
/// ```
public struct Endpoint<each Argument: Wire, Answer: Wire>: Sendable {
  /// The function's name, unique within the lab.
  public let name: String

  /// An endpoint called `name`.
  public init(_ name: String) {
    self.name = name
  }

  /// The arguments of one call as bytes.
  public func write(_ argument: repeat each Argument) -> [UInt8] {
    var writer = WireWriter()
    for value in repeat each argument { value.write(to: &writer) }
    return writer.bytes
  }
}
