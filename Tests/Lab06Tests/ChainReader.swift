/// Finds answers as 06.1 asks, with each rule in a place of its own, so that one of them can be another.
struct ChainReader: Sendable {
  typealias Text = ArraySlice<Character>

  /// Where the text behind a marker begins; `nil` for a chain that has none.
  var behindMarker: @Sendable (Text) -> Int? = { ChainReader.endsOfMarkers($0).last }
  /// What of the text behind the marker may be the answer.
  var line: @Sendable (Text) -> Text = { $0.prefix { !$0.isNewline } }
  /// The answer in that line.
  var answer: @Sendable (Text) -> String = { ChainReader.trimmed($0) }
  /// What a chain comes to whose line holds nothing.
  var brokenOff: @Sendable (_ chain: Text, _ behind: Text) -> String? = { _, _ in nil }
  /// Which of a chain's numbers is the answer where there is no marker.
  var chosen: @Sendable ([String]) -> String? = { $0.last }
  /// Whether a character is a digit.
  var isDigit: @Sendable (Character) -> Bool = { $0.wholeNumberValue.map { $0 < 10 } ?? false }
  /// What belongs to a number where it stands between two digits.
  var inside: Set<Character> = [".", ","]
  /// What may stand before the first digit.
  var signs: Set<Character> = ["-", "−", "－"]
  /// Whether a sign belongs to the number, by what stands before it.
  var isSign: @Sendable (_ before: Character) -> Bool = { !$0.isLetter && $0.wholeNumberValue == nil }

  func read(_ chain: String) -> String? {
    let text = Text(chain)
    guard let start = behindMarker(text) else { return chosen(numbers(text)) }
    let behind = text[start...]
    let found = answer(line(behind))
    return found.isEmpty ? brokenOff(text, behind) : found
  }

  /// Every number of a text, from its first to its last.
  func numbers(_ text: Text) -> [String] {
    var (numbers, index) = ([String](), text.startIndex)
    while index < text.endIndex {
      let start = index
      while index < text.endIndex, isDigit(text[index]) || (index > start && joins(text, at: index)) {
        index += 1
      }
      if index == start {
        index += 1
      } else {
        numbers.append(sign(text, before: start) + String(text[start..<index]))
      }
    }
    return numbers
  }

  private func joins(_ text: Text, at index: Int) -> Bool {
    inside.contains(text[index]) && isDigit(text[index - 1]) && index + 1 < text.endIndex
      && isDigit(text[index + 1])
  }

  private func sign(_ text: Text, before start: Int) -> String {
    guard start > text.startIndex, signs.contains(text[start - 1]) else { return "" }
    let before = start - 1 > text.startIndex ? text[start - 2] : " "
    return isSign(before) ? String(text[start - 1]) : ""
  }

  static func endsOfMarkers(_ text: Text, _ marker: String = "answer:") -> [Int] {
    text.indices.compactMap { start in
      let end = start + marker.count
      // Most places are ruled out by their first letter, which keeps long chains quick.
      guard "aA".contains(text[start]), end <= text.endIndex,
        String(text[start..<end]).lowercased() == marker
      else { return nil }
      return end
    }
  }

  static func trimmed(_ text: Text) -> String {
    let front = text.drop { $0.isWhitespace }
    return String(
      front.prefix((front.lastIndex { !$0.isWhitespace } ?? front.startIndex - 1) - front.startIndex + 1))
  }
}
