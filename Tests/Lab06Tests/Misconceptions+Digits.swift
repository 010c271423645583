import Foundation
import LabContracts
import LabTesting

/// 06.2, the digits of a number, its commas and its zeros.
extension Misconceptions {
  /// What becomes of the digits.
  static let digitsAndZeros: [Misconception] = [
    form("thousands-separators-kept", "`1,299` and `1299` are the same answer: the commas go.") {
      $0.areGroups = { $0.count == 1 }
    },
    form(
      "every-comma-removed",
      "`1,29` is no number: a comma stands before three digits. You take all commas away."
    ) {
      $0.areGroups = { _ in true }
    },
    form(
      "first-group-of-any-length",
      "`1234,567` is no number: before the first comma stand three digits at most."
    ) {
      $0.areGroups = { $0.dropFirst().allSatisfy { $0 == 3 } }
    },
    form("one-comma-at-most", "A number may have several commas: `12,345,678`.") {
      $0.areGroups = { $0.count == 1 || $0.count == 2 && $0[1] == 3 && (1...3).contains($0[0]) }
    },
    form(
      "last-group-alone-checked",
      "Each comma stands before three digits, not only the last: `12,34,567` is text."
    ) {
      $0.areGroups = { $0.count == 1 || (1...3).contains($0[0]) && $0.last == 3 }
    },
    bound("comma-for-the-point", "You read the comma as a decimal point. Here it separates thousands.") {
      AnswerForm()(
        $0.replacing(".", with: "\u{1}").replacing(",", with: ".").replacing("\u{1}", with: ","))
    },
    form("point-must-have-digits-before", "A number may begin with its point: `.05` is 0.05.") {
      $0.pointMayBeFirst = false
    },
    written("zeros-kept-behind-the-point", "Zeros at the end of the decimals say nothing: `29.00` is `29`.") {
      sign($0) + whole($0) + ($0.decimals.isEmpty ? "" : "." + AnswerForm.digits($0.decimals))
    },
    written(
      "point-left-behind", "Where no decimals are left, the point goes, too: `29.00` is `29`, and not `29.`."
    ) {
      sign($0) + whole($0) + ($0.decimals.isEmpty ? "" : "." + decimals($0))
    },
    written(
      "zeros-of-the-whole-taken",
      "You take the zeros off the end of 100. Only those behind a point say nothing."
    ) {
      let text = AnswerForm.canonical($0)
      return text.contains(".") || text == "0" ? text : String(text.reversed().drop { $0 == "0" }.reversed())
    },
    written("leading-zeros-kept", "Zeros in front say nothing: `029` is `29`.") {
      let front = $0.whole.isEmpty ? "0" : AnswerForm.digits($0.whole)
      return sign($0) + front + (decimals($0).isEmpty ? "" : "." + decimals($0))
    },
    written("zero-before-the-point-lost", "Before the point stands a digit, if only a 0: `0.05`.") {
      let front = $0.whole.drop { $0 == 0 }
      if front.isEmpty, decimals($0).isEmpty { return "0" }
      return sign($0) + AnswerForm.digits(front) + (decimals($0).isEmpty ? "" : "." + decimals($0))
    },
    written("nothing-left-of-zero", "You take all zeros off 0, and nothing is left: zero is `0`.") {
      let front = $0.whole.drop { $0 == 0 }
      if front.isEmpty, decimals($0).isEmpty { return "" }
      return AnswerForm.canonical($0)
    },
    written("negative-zero", "−0 is 0: a sign counts only where a digit other than 0 is left.") {
      ($0.isNegative ? "-" : "") + whole($0) + (decimals($0).isEmpty ? "" : "." + decimals($0))
    },
    written(
      "through-a-double", "A `Double` holds about 16 digits. Keep the digits as text: no answer is too long."
    ) {
      let value = Double(AnswerForm.canonical($0)) ?? 0
      let isWhole = value == value.rounded() && abs(value) < 1e15
      return isWhole ? "\(Int(value))" : "\(value)"
    },
    written(
      "through-a-decimal", "A `Decimal` holds 38 digits. Keep the digits as text: no answer is too long."
    ) {
      let text = AnswerForm.canonical($0)
      guard text.filter(\.isNumber).count > 38 else { return text }
      return Decimal(string: text).map { "\($0)" } ?? "NaN"
    },
    written(
      "long-numbers-given-up", "A number that fits in no `Int` is one all the same: keep its digits as text."
    ) {
      let text = AnswerForm.canonical($0)
      return whole($0).count > 18 ? "0" : text
    },
    written("rounded-to-cents", "You round to two decimals. 29.005 is not 29.01: nothing is rounded.") {
      guard $0.decimals.count > 2 else { return AnswerForm.canonical($0) }
      return AnswerForm.canonical(
        AnswerForm.Number(
          isNegative: $0.isNegative, whole: $0.whole, decimals: Array($0.decimals.prefix(2))))
    },
    written("decimals-cut-off", "You cut the decimals off: 1,299.50 is not 1299.") {
      AnswerForm.canonical(AnswerForm.Number(isNegative: $0.isNegative, whole: $0.whole))
    },
    written("separators-put-in", "You write thousands separators. The one form has none.") {
      let front = whole($0)
      let groups = front.enumerated().map { index, digit in
        (index > 0 && (front.count - index) % 3 == 0 ? "," : "") + String(digit)
      }
      return sign($0) + groups.joined() + (decimals($0).isEmpty ? "" : "." + decimals($0))
    },
    form(
      "digits-of-ascii-only", "`٢٩`, `２９` and `29` are the same answer: read digits with `wholeNumberValue`."
    ) {
      $0.digit = { ("0"..."9").contains($0) ? $0.wholeNumberValue : nil }
    },
    bound(
      "digits-left-as-written", "You see that `٢٩` is a number, and leave it as it is. Write it with 0 to 9."
    ) {
      let form = AnswerForm()($0)
      let isForeign = $0.contains { $0.wholeNumberValue != nil && !$0.isASCII }
      return isForeign ? String($0.filter { $0.isNumber || $0 == "." }) : form
    },
  ]

  private static func isZero(_ number: AnswerForm.Number) -> Bool {
    (number.whole + number.decimals).allSatisfy { $0 == 0 }
  }

  private static func sign(_ number: AnswerForm.Number) -> String {
    number.isNegative && !isZero(number) ? "-" : ""
  }

  private static func whole(_ number: AnswerForm.Number) -> String {
    let digits = number.whole.drop { $0 == 0 }
    return digits.isEmpty ? "0" : AnswerForm.digits(digits)
  }

  private static func decimals(_ number: AnswerForm.Number) -> String {
    AnswerForm.digits(number.decimals.reversed().drop { $0 == 0 }.reversed())
  }
}
