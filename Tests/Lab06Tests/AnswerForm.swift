/// Brings answers into one form as 06.2 asks, with each rule in a place of its own, so that one of them can be another.
struct AnswerForm: Sendable {
  /// What surrounds an answer and is taken away first.
  var isBlank: @Sendable (Character) -> Bool = { $0.isWhitespace }
  /// What is taken away behind it.
  var withoutStop: @Sendable (Text) -> Text = { $0.last == "." ? $0.dropLast() : $0 }
  /// What may stand before digits.
  var signs: Set<Character> = ["+", "-", "−", "－"]
  /// Those that make a number negative.
  var minusSigns: Set<Character> = ["-", "−", "－"]
  /// What may stand before or behind digits.
  var currencies: Set<Character> = ["$", "€", "£"]
  /// Whether a sign may follow a currency sign.
  var signMayFollow = true
  /// The value of a digit.
  var digit: @Sendable (Character) -> Int? = { $0.wholeNumberValue.flatMap { $0 < 10 ? $0 : nil } }
  /// The digits before the point, when these are the lengths of the groups that commas make.
  var areGroups: @Sendable ([Int]) -> Bool = { lengths in
    lengths.count == 1 || (1...3).contains(lengths[0]) && lengths.dropFirst().allSatisfy { $0 == 3 }
  }
  /// Whether a number may begin with its point.
  var pointMayBeFirst = true
  /// Whether what follows is a unit.
  var isUnit: @Sendable (Text) -> Bool = { rest in
    rest.allSatisfy(\.isLetter) || rest.count == 1 && "%$€£".contains(rest[rest.startIndex])
  }
  /// How a number is written.
  var written: @Sendable (Number) -> String = { AnswerForm.canonical($0) }
  /// What becomes of text.
  var text: @Sendable (String) -> String = { $0.lowercased() }

  typealias Text = ArraySlice<Character>

  /// The parts of a number that stay.
  struct Number: Sendable {
    var isNegative = false
    var whole: [Int] = []
    var decimals: [Int] = []
    /// What stands behind the digits.
    var unit = ""
  }

  func callAsFunction(_ answer: String) -> String {
    let text = withoutStop(trimmed(Text(answer)))
    return number(text).map(written) ?? self.text(String(text))
  }

  private func number(_ text: Text) -> Number? {
    var (number, rest) = (Number(), text)
    skipSigns(&rest, &number)
    let groups = take(from: &rest) { digit($0) != nil || $0 == "," }
      .split(separator: ",", omittingEmptySubsequences: false)
    guard areGroups(groups.map(\.count)) else { return nil }
    number.whole = groups.joined().compactMap(digit)
    if rest.first == ".", let next = rest.dropFirst().first, digit(next) != nil {
      guard pointMayBeFirst || !number.whole.isEmpty else { return nil }
      rest = rest.dropFirst()
      number.decimals = take(from: &rest) { digit($0) != nil }.compactMap(digit)
    }
    guard !number.whole.isEmpty || !number.decimals.isEmpty else { return nil }
    _ = take(from: &rest, while: isBlank)
    number.unit = String(rest)
    return isUnit(rest) ? number : nil
  }

  /// A sign and a currency sign, each at most once.
  private func skipSigns(_ rest: inout Text, _ number: inout Number) {
    var (hasSign, hasCurrency) = (false, false)
    while let first = rest.first {
      if isBlank(first), hasSign || hasCurrency {
      } else if signs.contains(first), !hasSign, signMayFollow || !hasCurrency {
        (hasSign, number.isNegative) = (true, minusSigns.contains(first))
      } else if currencies.contains(first), !hasCurrency {
        hasCurrency = true
      } else {
        return
      }
      rest = rest.dropFirst()
    }
  }

  private func take(from rest: inout Text, while condition: (Character) -> Bool) -> Text {
    let front = rest.prefix(while: condition)
    rest = rest.dropFirst(front.count)
    return front
  }

  private func trimmed(_ text: Text) -> Text {
    var text = text.drop(while: isBlank)
    while let last = text.last, isBlank(last) { text.removeLast() }
    return text
  }

  static func canonical(_ number: Number) -> String {
    let whole = number.whole.drop { $0 == 0 }
    let decimals = number.decimals.reversed().drop { $0 == 0 }.reversed()
    let isZero = whole.isEmpty && decimals.isEmpty
    return (number.isNegative && !isZero ? "-" : "") + (whole.isEmpty ? "0" : digits(whole))
      + (decimals.isEmpty ? "" : "." + digits(decimals))
  }

  static func digits(_ digits: some Sequence<Int>) -> String { digits.map(String.init).joined() }
}
