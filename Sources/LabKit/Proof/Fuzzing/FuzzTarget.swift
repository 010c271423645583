/// A decoder of strangers' bytes: where mutations begin, and what must hold whatever comes in.
///
/// A decoder may take or refuse an input, with its own kind of error. It may not trap, hang, or take what it would not
/// write again.
public struct FuzzTarget: Sendable {
  /// What is decoded, in a word or two.
  public let name: String
  /// Sound inputs.
  let samples: [[UInt8]]
  /// Pieces that mean something in the format.
  let fragments: [[UInt8]]
  /// Mends what a format checks first, such as a sum, so that mutations reach further in.
  let mend: @Sendable (inout [UInt8]) -> Void
  /// Decodes an input and judges what came of it.
  let judge: @Sendable ([UInt8]) -> Judgement

  init(
    _ name: String, samples: [[UInt8]], fragments: [[UInt8]] = [],
    mend: @escaping @Sendable (inout [UInt8]) -> Void = { _ in },
    judge: @escaping @Sendable ([UInt8]) -> Judgement
  ) {
    (self.name, self.samples, self.fragments) = (name, samples, fragments)
    (self.mend, self.judge) = (mend, judge)
  }

  /// What a decoder made of an input.
  public enum Judgement: Sendable, Equatable {
    /// It is a value.
    case taken
    /// It is none, and the decoder says so.
    case refused
    /// The decoder broke its promise.
    case broken(String)
  }

  /// Every decoder that strangers' bytes reach.
  public static var all: [FuzzTarget] { [.reply, .answer, .archive, .curriculum] }
}
