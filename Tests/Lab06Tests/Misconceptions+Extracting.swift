import Foundation
import LabContracts
import LabTesting

/// 06.1, where the answer of a chain stands.
extension Misconceptions {
  /// Which marker, and whose.
  static let markers: [Misconception] = [
    chain(
      "first-marker-taken",
      "You read behind the first marker. Who says two answers has changed their mind: the last one counts."
    ) { $0.behindMarker = { ChainReader.endsOfMarkers($0).first } },
    chain("marker-in-small-letters-only", "`Answer:` and `ANSWER:` are the marker, too: disregard case.") {
      $0.behindMarker = { text in
        ChainReader.endsOfMarkers(text).last { String(text[($0 - 7)..<$0]) == "answer:" }
      }
    },
    chain(
      "marker-at-the-start-of-a-line-only",
      "The marker may stand inside of a line, as in `So the answer: 29`."
    ) {
      $0.behindMarker = { text in
        ChainReader.endsOfMarkers(text).last { end in
          end - 8 < text.startIndex || text[end - 8].isNewline
        }
      }
    },
    chain("marker-as-a-word-of-its-own", "The marker counts wherever it stands, also at the end of a word.") {
      $0.behindMarker = { text in
        ChainReader.endsOfMarkers(text).last { $0 - 8 < text.startIndex || !text[$0 - 8].isLetter }
      }
    },
    chain("marker-without-its-colon", "The marker ends with a colon. `the answer is 29 (or 31?)` has none.") {
      $0.behindMarker = { ChainReader.endsOfMarkers($0, "answer").last }
      $0.answer = { ChainReader.trimmed($0.first == ":" ? $0.dropFirst() : $0) }
    },
    chain(
      "marker-overlooked",
      "You take the last number of the chain also where it has a marker: read behind that."
    ) { $0.behindMarker = { _ in nil } },
    chain(
      "no-answer-without-marker", "A chain without a marker may have an answer all the same: its last number."
    ) { $0.chosen = { _ in nil } },
    Misconception(
      "answer-in-small-letters", lives: "06.1",
      sentence:
        "You return a piece of `lowercased()` text. Search without regard to case, and return what was written."
    ) { $0.bind(Reasoning.extractAnswer) { ChainReader().read($0.lowercased()) } },
    Misconception(
      "places-of-the-lowercased-text", lives: "06.1",
      sentence:
        "You search in `lowercased()` and cut the original at the same place. İ becomes two scalars there, and places move."
    ) {
      $0.bind(Reasoning.extractAnswer) { chain in
        let small = chain.lowercased()
        guard let marker = small.range(of: "answer:", options: .backwards) else {
          return ChainReader().read(chain)
        }
        let end = small.unicodeScalars.distance(from: small.startIndex, to: marker.upperBound)
        let behind = String(String.UnicodeScalarView(chain.unicodeScalars.dropFirst(end)))
        let found = ChainReader.trimmed(Array(behind)[...].prefix { !$0.isNewline })
        return found.isEmpty ? nil : found
      }
    },
  ]

  /// Where the answer ends, and what an empty one means.
  static let lines: [Misconception] = [
    chain(
      "everything-behind-the-marker",
      "You return all that stands behind the marker. The answer ends with its line; what follows is talk."
    ) { $0.line = { $0 } },
    chain(
      "cut-at-backslash-n-only",
      "To Swift `\\r\\n` is one `Character`, which is not `\\n`, and U+2028 ends a line, too: ask `isNewline`."
    ) { $0.line = { $0.prefix { $0 != "\n" } } },
    chain(
      "cut-at-the-full-stop", "You end the answer at a full stop: `$29.00` becomes `$29`. Its line ends it."
    ) {
      $0.line = { $0.prefix { !$0.isNewline && $0 != "." } }
    },
    chain("white-space-kept", "The white space around the answer stays outside: trim it.") {
      $0.answer = { $0.allSatisfy(\.isWhitespace) ? "" : String($0) }
    },
    chain(
      "only-spaces-trimmed", "You trim spaces. White space is more: tabs, and the no-break space U+00A0."
    ) {
      $0.answer = { line in
        line.allSatisfy(\.isWhitespace)
          ? "" : String(line).trimmingCharacters(in: CharacterSet(charactersIn: " "))
      }
    },
    chain(
      "first-word-taken",
      "You return the first word behind the marker. The rest of its line belongs to the answer."
    ) {
      $0.answer = { String(ChainReader.trimmed($0).prefix { !$0.isWhitespace }) }
    },
    chain(
      "only-numbers-are-answers",
      "You look for a number behind the marker, and lose answers such as `A`. The whole line is the answer."
    ) {
      $0.answer = { ChainReader().numbers($0).first ?? "" }
    },
    chain(
      "last-number-of-the-line",
      "You return the last number of the marker's line, and not what is written there."
    ) {
      $0.answer = { ChainReader().numbers($0).last ?? ChainReader.trimmed($0) }
    },
    chain(
      "next-line-read",
      "Nothing stands behind the marker in its line: the chain broke off, and what follows is not its answer."
    ) {
      $0.brokenOff = { _, behind in
        let rest = behind.drop { $0.isWhitespace }
        return rest.isEmpty ? nil : ChainReader.trimmed(rest.prefix { !$0.isNewline })
      }
    },
    chain(
      "broken-off-takes-the-last-number",
      "A chain that broke off behind its marker has no answer. You take the last number that it wrote on its way."
    ) { $0.brokenOff = { chain, _ in ChainReader().numbers(chain).last } },
    chain(
      "broken-off-takes-an-earlier-answer",
      "The last marker has nothing behind it, so the chain broke off. You fall back on a marker before it."
    ) {
      $0.behindMarker = { text in
        let ends = ChainReader.endsOfMarkers(text)
        return ends.last { !ChainReader.trimmed(text[$0...].prefix { !$0.isNewline }).isEmpty } ?? ends.last
      }
    },
    chain(
      "broken-off-is-an-empty-answer", "No answer is `nil`. An empty text would vote, and could win."
    ) { $0.brokenOff = { _, _ in "" } },
  ]

  /// Numbers in chains without a marker.
  static let numbers: [Misconception] = [
    chain(
      "first-number-taken",
      "You take the first number. A chain works its way to the answer: without a marker it is the last one."
    ) { $0.chosen = { $0.first } },
    chain("largest-number-taken", "You take the largest number. The answer is the last one.") {
      $0.chosen = { numbers in
        numbers.enumerated().max {
          (Double($0.element) ?? 0, $0.offset) < (Double($1.element) ?? 0, $1.offset)
        }?
        .element
      }
    },
    chain("none-is-an-empty-answer", "A chain without any number has no answer: `nil`, and not \"\".") {
      $0.chosen = { $0.last ?? "" }
    },
    chain("none-is-zero", "A chain without any number has no answer. You return 0, which would vote.") {
      $0.chosen = { $0.last ?? "0" }
    },
    Misconception(
      "words-split-at-spaces", lives: "06.1",
      sentence:
        "You split at spaces and keep words that are numbers. `29\\nDone.` is one such word: a newline ends a number, too."
    ) {
      $0.bind(Reasoning.extractAnswer) { chain in
        let reader = ChainReader()
        if reader.behindMarker(Array(chain)[...]) != nil { return reader.read(chain) }
        return chain.split(separator: " ").last { word in
          let trimmed = word.drop { "$(".contains($0) }.reversed().drop { ".,)?".contains($0) }.reversed()
          return reader.numbers(Array(trimmed)[...]) == [String(trimmed)]
        }.map { reader.numbers(Array($0)[...])[0] }
      }
    },
    chain("number-cut-at-commas", "A `,` between two digits belongs to the number: `1,299.50` is one.") {
      $0.inside = ["."]
    },
    chain("number-cut-at-the-point", "A `.` between two digits belongs to the number: `29.00` is one.") {
      $0.inside = [","]
    },
    chain("number-cut-at-both", "A `.` or `,` between two digits belongs to the number: `1,299.50` is one.") {
      $0.inside = []
    },
    Misconception(
      "full-stop-kept-with-the-number", lives: "06.1",
      sentence:
        "A `.` or `,` belongs to a number only between two digits. Behind the last one it ends the sentence."
    ) {
      $0.bind(Reasoning.extractAnswer) { chain in
        let text = Array(chain)[...]
        let reader = ChainReader()
        guard let number = reader.read(chain), reader.behindMarker(text) == nil else {
          return reader.read(chain)
        }
        let behind = chain.range(of: number, options: .backwards).map { chain[$0.upperBound...] } ?? ""
        return number + (behind.first.map { ".,".contains($0) } == true ? String(behind.prefix(1)) : "")
      }
    },
    chain("minus-lost", "A minus sign directly before the number belongs to it: `= -4` ends with `-4`.") {
      $0.signs = []
    },
    chain("minus-on-the-keyboard-only", "`−` (U+2212) and `－` (U+FF0D) are minus signs, too.") {
      $0.signs = ["-"]
    },
    chain(
      "difference-taken-for-a-sign", "Behind a digit the sign takes away: `10-4` ends with 4, not with −4."
    ) {
      $0.isSign = { !$0.isLetter }
    },
    chain("hyphen-taken-for-a-sign", "Behind a letter it is a hyphen: `A-4` ends with 4, not with −4.") {
      $0.isSign = { $0.wholeNumberValue == nil }
    },
    chain("every-minus-is-a-sign", "Behind a digit or a letter a minus is none: `10-4` and `A-4` end with 4.")
    {
      $0.isSign = { _ in true }
    },
    chain(
      "sign-only-behind-a-space",
      "The sign may stand behind a bracket: `(-4)`. Only digits and letters take it away."
    ) {
      $0.isSign = { $0.isWhitespace }
    },
    chain("digits-of-one-script", "You know 0 to 9. `٢٩` and `２９` are digits, too: `wholeNumberValue`.") {
      $0.isDigit = { ("0"..."9").contains($0) }
    },
  ]

  private static func chain(
    _ id: String, _ sentence: String, _ change: @escaping @Sendable (inout ChainReader) -> Void
  ) -> Misconception {
    Misconception(id, lives: "06.1", sentence: sentence) {
      var reader = ChainReader()
      change(&reader)
      let changed = reader
      $0.bind(Reasoning.extractAnswer) { changed.read($0) }
    }
  }
}
