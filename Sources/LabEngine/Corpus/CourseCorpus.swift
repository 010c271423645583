/// The text that the course's model learns from: as much as one likes, the same for the same seed.
///
///     let corpus = CourseCorpus(seed: 1)
///     let training = corpus.text(.training, bytes: 1_000_000)
///     let heldOut = corpus.text(.heldOut, bytes: 100_000)
///
/// A text is a row of documents, each followed by an empty line:
///
///     document   = arithmetic | dialogue
///     arithmetic = "Question: " story "\nAnswer: " steps "The answer is " number "."
///     dialogue   = record "\nCustomer: " words "\nAgent: " words … "\nRoute: " route
///     record     = "Today is " date ". Order " number ": " what the shop knows of it "."
///     steps      = one sum after another, such as "3 * 12 = 36. 36 + 5 = 41. "
///
/// Everything an answer needs stands before it: a model can learn to copy the order's number, to count the
/// days between two dates, to compare them with policy P-7's thirty, and to do the sums of `ArithmeticProblem`.
/// What cannot be known, such as which order comes next, cannot be learned either, so a perfect
/// model would still have a loss.
///
/// The two parts share no problem. A problem is what an answer depends on: a story's numbers, a return's two
/// dates, a refund's item and price, the wording of a question to the account team. It alone decides by a
/// hash on which side its documents stand, whatever the seed and however much text is drawn.
public struct CourseCorpus: Hashable, Sendable, Codable {
  /// What a text is for.
  public enum Part: String, Hashable, Sendable, Codable, CaseIterable {
    /// Fifteen problems of sixteen.
    case training
    /// The others, which no training text contains.
    case heldOut
  }

  /// Chooses the documents and their order.
  public let seed: UInt64

  /// The corpus of a seed.
  public init(seed: UInt64 = 1) { self.seed = seed }

  /// The documents of a part, one after the other and without end.
  ///
  /// The first n are the same however many are asked for. About 20 µs each for training; held-out
  /// documents take sixteen times as long, because the others are thrown away.
  public func documents(_ part: Part) -> Documents { Documents(part: part, seed: seed) }

  /// Whole documents with an empty line after each, until there are at least `bytes` bytes.
  public func text(_ part: Part, bytes: Int) -> String {
    var text = ""
    var documents = documents(part)
    while text.utf8.count < bytes, let document = documents.next() {
      text += document.text
      text += Self.separator
    }
    return text
  }

  /// What stands between two documents.
  public static let separator = "\n\n"

  /// A row of documents without end.
  public struct Documents: Sequence, IteratorProtocol, Sendable {
    private let part: Part
    private var random: RandomStream

    init(part: Part, seed: UInt64) {
      self.part = part
      random = RandomStream(seed: seed, stream: part == .training ? 0 : 1)
    }

    /// The next document; never `nil`.
    public mutating func next() -> CorpusDocument? {
      while true {
        let document = CorpusDocument.draw(using: &random)
        if document.part == part { return document }
      }
    }
  }
}
