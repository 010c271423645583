import Foundation
import LabContracts
import LabTesting

/// Preferences in a file.
extension Misconceptions {
  /// 05.11
  static let readRows: [Misconception] = [
    rows("lines-counted-from-zero", "The first line has the number 1, as in every editor. You begin at 0.") {
      $0.number = { index, _ in index }
    },
    rows(
      "empty-lines-not-counted",
      "You throw empty lines away before you count. The number must be the one that an editor shows: skip them, but count them."
    ) { $0.number = { index, empty in index - empty + 1 } },
    rows(
      "empty-lines-refused", "An empty line is skipped: nothing is wrong with one, least of all at the end."
    ) {
      $0.isSkipped = { _ in false }
    },
    rows(
      "lines-of-spaces-refused", "You skip lines that are empty, but not those that hold only spaces."
    ) {
      $0.isSkipped = { $0.isEmpty || $0 == "\r" }
    },
    rows(
      "windows-lines-not-ended",
      "\"\\r\\n\" is one `Character` to Swift, and it is not \"\\n\". Split `text.utf8` or `text.unicodeScalars` instead."
    ) { $0.lines = { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) } },
    rows(
      "windows-lines-not-ended-nor-empty-ones-counted",
      "`split` drops empty parts, so numbers shift, and \"\\r\\n\" is one `Character` that is not \"\\n\"."
    ) { $0.lines = { $0.split(separator: "\n").map(String.init) } },
    rows(
      "every-new-line-character-ends-a-line",
      "Unicode has more characters that end lines, U+2028 for one, and they may stand in a JSON text. Only \"\\n\" ends a line here."
    ) {
      $0.lines = { $0.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init) }
    },
    rows(
      "every-new-line-ends-a-line-and-empty-ones-vanish",
      "`split` drops empty parts, so numbers shift, and U+2028 may stand in a JSON text. Cut at \"\\n\" alone, and keep empty lines."
    ) { $0.lines = { $0.split(whereSeparator: \.isNewline).map(String.init) } },
    rows(
      "carriage-returns-counted-as-lines",
      "You cut at \"\\r\" and at \"\\n\", so that \"\\r\\n\" counts as two lines and later numbers are wrong."
    ) { $0.lines = { $0.components(separatedBy: .newlines) } },
    rows("last-line-left-out", "The last line needs no \"\\n\" behind it, and is a line all the same.") {
      let lines = $0.lines
      $0.lines = { Array(lines($0).dropLast()) }
    },
    rows("first-line-taken-for-a-heading", "JSON Lines have no heading: the first line is a row.") {
      let lines = $0.lines
      $0.lines = { [""] + lines($0).dropFirst() }
    },
    rows("reading-ends-at-an-empty-line", "You stop at an empty line. It is skipped, and others follow.") {
      let lines = $0.lines
      $0.lines = { Array(lines($0).prefix { !$0.allSatisfy(\.isWhitespace) }) }
    },
    rows("first-row-alone", "You return after the first row. Read all lines.") {
      let lines = $0.lines
      $0.lines = { Array(lines($0).prefix(1)) }
    },
    rows(
      "wrong-lines-skipped",
      "You step over lines that are wrong. Whoever wrote them never learns of it: throw `RowError`."
    ) {
      $0.error = { _ in nil }
    },
    rows(
      "lines-that-are-no-object-skipped",
      "You step over lines that are no JSON object. Refuse them by their number."
    ) {
      $0.error = { $0.field == nil ? nil : $0 }
    },
    rows(
      "rows-with-wrong-fields-skipped",
      "You step over rows whose fields are wrong. Refuse them by line and field."
    ) {
      $0.error = { $0.field == nil ? $0 : nil }
    },
    rows("field-not-named", "You name the line alone. Which field is wrong saves a reader the search.") {
      $0.error = { RowError(line: $0.line) }
    },
    rows(
      "line-blamed-where-a-field-is-no-text",
      "You read the line as an object of texts alone, so that a number in a field spoils the line. Name the field."
    ) {
      let object = $0.object
      $0.object = { line in
        object(line).flatMap { fields in fields.values.allSatisfy { $0 is String } ? fields : nil }
      }
    },
    rows(
      "line-blamed-where-a-field-is-missing-or-no-text",
      "Where reading all four fields at once fails you blame the line. Ask for one after the other, and name the field."
    ) {
      let (object, order) = ($0.object, $0.order)
      $0.object = { line in
        object(line).flatMap { fields in order.allSatisfy { fields[$0] is String } ? fields : nil }
      }
    },
    rows(
      "first-field-blamed-for-the-line",
      "Where the line is no JSON object no field is to blame: `RowError(line: …)` alone."
    ) { $0.error = { $0.field == nil ? RowError(line: $0.line, field: "prompt") : $0 } },
    rows("line-always-one", "Your errors name line 1 whatever the line.") {
      $0.error = { RowError(line: 1, field: $0.field) }
    },
    rows(
      "fields-looked-at-by-the-alphabet",
      "You look at the fields by the alphabet. The order is prompt, chosen, rejected, reason."
    ) { $0.order = ["chosen", "prompt", "reason", "rejected"] },
    rows(
      "reason-before-the-answers",
      "The order is prompt, chosen, rejected, reason: the first that is wrong is named."
    ) {
      $0.order = ["prompt", "reason", "chosen", "rejected"]
    },
    rows(
      "rejected-before-chosen",
      "The order is prompt, chosen, rejected, reason: the first that is wrong is named."
    ) {
      $0.order = ["prompt", "rejected", "chosen", "reason"]
    },
    rows("last-wrong-field-named", "Of several fields that are wrong you name the last. The first counts.") {
      $0.order = ["reason", "rejected", "chosen", "prompt"]
    },
    rows(
      "missing-fields-empty", "You put an empty text where a field is missing. Refuse it by line and field."
    ) {
      $0.text = { value, _ in
        value == nil ? "" : (value as? String).flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
      }
    },
    rows("other-values-made-text", "You make text of numbers and lists. A field that is no text is refused.")
    {
      $0.text = { value, _ in
        let text = value.map { $0 as? String ?? "\($0)" }
        return text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
      }
    },
    rows(
      "empty-texts-accepted",
      "An empty answer teaches nothing: a field that is empty or only white space is refused."
    ) {
      $0.text = { value, _ in value as? String }
    },
    rows("texts-of-spaces-accepted", "You refuse empty texts and take those of spaces. Both say nothing.") {
      $0.text = { value, _ in (value as? String).flatMap { $0.isEmpty ? nil : $0 } }
    },
    rows(
      "texts-of-new-lines-accepted",
      "You refuse texts of spaces and take those of line ends. Both are white space."
    ) {
      $0.text = { value, _ in (value as? String).flatMap { $0.allSatisfy { $0 == " " } ? nil : $0 } }
    },
    rows("empty-reason-accepted", "A reason is asked for as well: empty, it is refused like the others.") {
      $0.text = { value, field in
        (value as? String).flatMap { field != "reason" && $0.allSatisfy(\.isWhitespace) ? nil : $0 }
      }
    },
    rows("reason-not-needed", "You take rows without a reason. All four fields must be there.") {
      $0.text = { value, field in
        let text = value as? String ?? (field == "reason" ? "" : nil)
        return text.flatMap { field != "reason" && $0.allSatisfy(\.isWhitespace) ? nil : $0 }
      }
    },
    rows("empty-prompt-accepted", "A prompt is asked for as well: empty, it is refused like the others.") {
      $0.text = { value, field in
        (value as? String).flatMap { field != "prompt" && $0.allSatisfy(\.isWhitespace) ? nil : $0 }
      }
    },
    rows("texts-trimmed", "You cut spaces off the texts. They are kept as they are.") {
      $0.text = { value, _ in
        let text = (value as? String)?.trimmingCharacters(in: .whitespacesAndNewlines)
        return text.flatMap { $0.isEmpty ? nil : $0 }
      }
    },
    rows("equal-answers-accepted", "A pair of equal answers prefers nothing: refuse its `rejected`.") {
      $0.areSame = { _, _ in false }
    },
    rows(
      "nearly-equal-answers-refused",
      "You compare answers without their spaces. Texts that differ at all are two answers."
    ) {
      $0.areSame = { first, second in
        first.trimmingCharacters(in: .whitespacesAndNewlines)
          == second.trimmingCharacters(in: .whitespacesAndNewlines)
      }
    },
    rows(
      "answers-compared-without-case",
      "You compare answers in small letters. Texts that differ at all are two answers."
    ) {
      $0.areSame = { $0.lowercased() == $1.lowercased() }
    },
    rows("equal-answers-blamed-on-chosen", "Where both answers are equal it is `rejected` that is named.") {
      reader in
      let text = reader.text
      reader.areSame = { _, _ in false }
      reader.row = {
        Row(
          prompt: $0["prompt"] ?? "", chosen: $0["chosen"] ?? "", rejected: $0["rejected"] ?? "",
          reason: $0["reason"] ?? "")
      }
      let object = reader.object
      reader.object = { line in
        guard var fields = object(line) else { return nil }
        if let chosen = text(fields["chosen"], "chosen"), chosen == fields["rejected"] as? String {
          fields["chosen"] = nil
        }
        return fields
      }
    },
    rows("other-fields-refused", "You refuse lines with more than four fields. Others may stand beside them.")
    {
      let object = $0.object
      $0.object = { object($0).flatMap { $0.count > 4 ? nil : $0 } }
    },
    rows(
      "escapes-kept",
      "You cut the texts out of the line without reading their escapes: \\n in JSON is a line end, \\u00e9 is é."
    ) {
      let text = $0.text
      $0.text = { value, field in
        text(value, field).map { String(JSONLine.quoted($0).dropFirst().dropLast()) }
      }
    },
    rows(
      "chosen-and-rejected-exchanged", "You exchanged chosen and rejected: a policy would learn the opposite."
    ) {
      $0.row = {
        Row(
          prompt: $0["prompt"] ?? "", chosen: $0["rejected"] ?? "", rejected: $0["chosen"] ?? "",
          reason: $0["reason"] ?? "")
      }
    },
    rows(
      "prompt-before-the-answers", "You put the prompt in front of the answers. Texts are kept as they are."
    ) {
      let row = $0.row
      $0.row = {
        var texts = $0
        for field in ["chosen", "rejected"] { texts[field] = ($0["prompt"] ?? "") + ($0[field] ?? "") }
        return row(texts)
      }
    },
  ]

  private static func rows(
    _ id: String, _ sentence: String, _ change: (inout RowReader) -> Void
  ) -> Misconception {
    var reader = RowReader()
    change(&reader)
    return Misconception(id, lives: "05.11", sentence: sentence) { [reader] in
      $0.bind(Preferences.readRows) { try reader.read($0) }
    }
  }
}
