import Foundation
import LabContracts
import LabTesting

/// 06.2, many ways to write one answer: what stands around the digits, and what is no number.
extension Misconceptions {
  /// What stands around the digits.
  static let signsAndUnits: [Misconception] = [
    form("currency-kept", "`$29.00` and `29` are the same answer: a currency sign is no part of the number.")
    {
      $0.currencies = []
    },
    form("dollars-only", "You know `$` alone. `€` and `£` stand before numbers, too.") {
      $0.currencies = ["$"]
    },
    form("units-kept", "`29 euros` and `29` are the same answer: the unit goes.") {
      $0.isUnit = { $0.isEmpty }
    },
    form("letters-only-for-units", "`%` and a currency sign may follow the digits, too: `29 %`, `29€`.") {
      $0.isUnit = { $0.allSatisfy(\.isLetter) }
    },
    form("percent-is-no-unit", "`29 %` and `29` are the same answer here: `%` is a unit.") {
      $0.isUnit = { $0.allSatisfy(\.isLetter) || $0.count == 1 && "$€£".contains($0.first ?? " ") }
    },
    form("currency-behind-unknown", "A currency sign may stand behind the digits: `29€`.") {
      $0.isUnit = { $0.allSatisfy(\.isLetter) || $0 == ["%"] }
    },
    form("units-in-ascii-only", "A unit is a word of letters, and `Ä` is one: `Character.isLetter`.") {
      $0.isUnit = { rest in
        rest.allSatisfy { $0.isLetter && $0.isASCII } || rest.count == 1 && "%$€£".contains(rest.first ?? " ")
      }
    },
    form("any-words-for-a-unit", "A unit is one word. `29 euros each` and `29 or 31` are text.") {
      $0.isUnit = { _ in true }
    },
    form("several-words-for-a-unit", "A unit is one word. `29 euros each` is text.") {
      $0.isUnit = { rest in
        rest.allSatisfy { $0.isLetter || $0.isWhitespace }
          || rest.count == 1 && "%$€£".contains(rest.first ?? " ")
      }
    },
    written("percent-divided", "`29 %` is the answer 29. You have divided it by a hundred.") { number in
      guard number.unit == "%" else { return AnswerForm.canonical(number) }
      let digits = [0, 0] + number.whole
      return AnswerForm.canonical(
        AnswerForm.Number(
          isNegative: number.isNegative, whole: digits.dropLast(2),
          decimals: digits.suffix(2) + number.decimals))
    },
    form("plus-is-no-sign", "`+29` and `29` are the same answer.") { $0.signs = ["-", "−", "－"] },
    form("minus-of-the-keyboard", "`−5` (U+2212) and `－5` (U+FF0D) are −5, too.") {
      $0.signs = ["+", "-"]
    },
    form("full-width-minus-unknown", "You know `-` and `−`. `－` (U+FF0D) is a minus sign, too.") {
      $0.signs = ["+", "-", "−"]
    },
    written("minus-dropped", "You drop the minus sign. −5 and 5 are two answers.") {
      AnswerForm.canonical(AnswerForm.Number(whole: $0.whole, decimals: $0.decimals))
    },
    form("unicode-minus-is-a-plus", "You let `−` and `－` pass, but only `-` makes your number negative.") {
      $0.minusSigns = ["-"]
    },
    form("sign-before-the-currency-only", "The sign may stand behind the currency sign, too: `$-5` is −5.") {
      $0.signMayFollow = false
    },
    form("white-space-is-a-space", "White space is more than the space: ask `isWhitespace`.") {
      $0.isBlank = { $0 == " " }
    },
    form("ascii-white-space", "U+00A0, the space that does not break, is white space, too: `isWhitespace`.") {
      $0.isBlank = { $0.isWhitespace && $0.isASCII }
    },
    form("full-stop-kept", "`29.` and `29 euros.` end with a full stop that belongs to the sentence.") {
      $0.withoutStop = { $0 }
    },
    bound("white-space-kept-around", "Take the white space around the answer away first.") { answer in
      answer.first?.isWhitespace == true || answer.last?.isWhitespace == true
        ? answer.lowercased() : AnswerForm()(answer)
    },
  ]

  /// What is no number.
  static let texts: [Misconception] = [
    text(
      "answer-a-dropped",
      "You drop `a`, `an` and `the` as articles. `A` is an answer of its own, and would be gone."
    ) {
      $0.split(separator: " ").filter { !["a", "an", "the"].contains($0.lowercased()) }.joined(separator: " ")
        .lowercased()
    },
    text(
      "leading-article-dropped",
      "No word is taken away, not even the first: `the blue one` keeps its article."
    ) {
      let words = $0.lowercased().split(separator: " ")
      return words.count > 1 && ["a", "an", "the"].contains(words[0])
        ? words.dropFirst().joined(separator: " ") : $0.lowercased()
    },
    text("text-in-capitals-kept", "`Yes` and `yes` are the same answer: lowercase what is no number.") { $0 },
    text("punctuation-dropped", "You drop signs from text: `3/4` is not 34, and `1.2.3` not 123.") {
      $0.lowercased().filter { !$0.isPunctuation }
    },
    text("spaces-dropped", "The spaces inside of a text stay.") {
      $0.lowercased().filter { !$0.isWhitespace }
    },
    text("number-found-inside", "`about 29` is text. Only what is a number from end to end becomes one.") {
      ChainReader().numbers(Array($0)[...]).first.map { AnswerForm()($0) } ?? $0.lowercased()
    },
    text("last-number-found-inside", "`29 or 31` is text. Only what is a number from end to end becomes one.")
    {
      ChainReader().numbers(Array($0)[...]).last.map { AnswerForm()($0) } ?? $0.lowercased()
    },
    text("fraction-worked-out", "`3/4` is text here: you work it out.") { text in
      let parts = text.split(separator: "/").compactMap { Double($0) }
      return parts.count == 2 && text.contains("/") ? "\(parts[0] / parts[1])" : text.lowercased()
    },
    text("exponent-worked-out", "`1e3` is text here. `Double(…)` reads more than the three parts.") { text in
      text.lowercased().contains("e")
        ? Double(text).map { "\(Int($0))" } ?? text.lowercased() : text.lowercased()
    },
    text("text-is-no-answer", "What is no number is an answer all the same. You return an empty text.") { _ in
      ""
    },
    text("text-is-zero", "What is no number is an answer all the same. You return 0, as if it were one.") {
      _ in "0"
    },
    form(
      "digits-not-asked-for",
      "`$` and `euros` hold no digit. Without any there is no number, and not 0 either."
    ) {
      $0.text = { text in
        ["$", "-", "-$", "euros", "%", ""].contains(text) ? "0" : text.lowercased()
      }
    },
  ]

  static func form(
    _ id: String, _ sentence: String, _ change: @escaping @Sendable (inout AnswerForm) -> Void
  ) -> Misconception {
    Misconception(id, lives: "06.2", sentence: sentence) {
      var form = AnswerForm()
      change(&form)
      let changed = form
      $0.bind(Reasoning.normalizedAnswer) { changed($0) }
    }
  }

  static func written(
    _ id: String, _ sentence: String, _ written: @escaping @Sendable (AnswerForm.Number) -> String
  ) -> Misconception {
    form(id, sentence) { $0.written = written }
  }

  private static func text(
    _ id: String, _ sentence: String, _ text: @escaping @Sendable (String) -> String
  ) -> Misconception {
    form(id, sentence) { $0.text = text }
  }

  static func bound(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable (String) -> String
  ) -> Misconception {
    Misconception(id, lives: "06.2", sentence: sentence) { $0.bind(Reasoning.normalizedAnswer, to: answer) }
  }
}
