import Foundation

/// Finds the answer in what a model wrote.
///
///     AnswerExtractor().answer(in: "7 * 38 = 266\nanswer: €1,278.00")?.description  // "1278"
///
/// No answer is a value, `nil`, and not an error: a vote must be able to count it as an abstention.
public struct AnswerExtractor: Hashable, Sendable {
  /// What stands before an answer; upper and lower case are alike.
  public var markers: [String]
  /// Whether a text without a marker has no answer. Otherwise its last number is taken.
  public var requiresMarker: Bool

  /// An extractor that knows the course's marker and some usual ones.
  public init(
    markers: [String] = ["answer:", "answer is", "####"], requiresMarker: Bool = false
  ) {
    self.markers = markers
    self.requiresMarker = requiresMarker
  }

  /// The first number behind the last marker, and without a marker the last number of the text.
  ///
  /// A marker with no number behind it is no answer: its text broke off. Takes time proportional to the text.
  public func answer(in text: String) -> ExactNumber? {
    if let behind = textBehindLastMarker(of: text) {
      var scanner = NumberScanner(behind)
      return scanner.next()
    }
    guard !requiresMarker else { return nil }
    var scanner = NumberScanner(text)
    var last: ExactNumber?
    while let number = scanner.next() { last = number }
    return last
  }

  /// Every number of a text in its order.
  public static func numbers(in text: String) -> [ExactNumber] {
    var scanner = NumberScanner(text)
    var numbers: [ExactNumber] = []
    while let number = scanner.next() { numbers.append(number) }
    return numbers
  }

  private func textBehindLastMarker(of text: String) -> Substring? {
    let ends = markers.filter { !$0.isEmpty }.compactMap { marker in
      text.range(of: marker, options: [.caseInsensitive, .backwards])?.upperBound
    }
    return ends.max().map { text[$0...] }
  }
}
