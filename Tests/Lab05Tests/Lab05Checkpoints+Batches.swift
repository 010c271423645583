import Foundation
import LabContracts
import LabEngine
import LabTesting

/// Batches of pairs, and the file they come from.
extension Lab05Checkpoints {
  // MARK: 05.8

  func test08_rewardsMarginAndAccuracy() throws {
    let right = LogProbabilities(-10, -14, -11, -13)
    try checkFigures([right], 0.1, Figures(chosenReward: 0.1, rejectedReward: -0.1, margin: 0.2, accuracy: 1))
    try checkFigures(
      [right.swapped], 0.1, Figures(chosenReward: -0.1, rejectedReward: 0.1, margin: -0.2, accuracy: 0))
    try checkFigures([right], 2, Figures(chosenReward: 2, rejectedReward: -2, margin: 4, accuracy: 1))
    // The chosen answer is the less probable one and has gained more; the more probable one, and has lost.
    try checkFigures(
      [LogProbabilities(-30, -20, -36, -21)], 0.5,
      Figures(chosenReward: 3, rejectedReward: 0.5, margin: 2.5, accuracy: 1))
    try checkFigures(
      [LogProbabilities(-10, -20, -8, -22)], 0.5,
      Figures(chosenReward: -1, rejectedReward: 1, margin: -2, accuracy: 0))
    // Means over pairs.
    try checkFigures(
      [right, right.swapped], 0.1, Figures(chosenReward: 0, rejectedReward: 0, margin: 0, accuracy: 0.5))
    try checkFigures(
      [right, LogProbabilities(-30, -20, -36, -21), LogProbabilities(-10, -20, -8, -22)], 0.5,
      Figures(chosenReward: 2.5 / 3, rejectedReward: 1.0 / 3, margin: 0.5, accuracy: 2.0 / 3))
    // Equal rewards count half: at the start, where nothing has moved, and where both have moved alike.
    let unmoved = LogProbabilities(-10, -14, -10, -14)
    try checkFigures([unmoved], 0.1, Figures(chosenReward: 0, rejectedReward: 0, margin: 0, accuracy: 0.5))
    try checkFigures(
      [LogProbabilities(-10, -14, -12, -16), right, unmoved, right], 0.5,
      Figures(chosenReward: 0.5, rejectedReward: 0, margin: 0.5, accuracy: 0.75))

    try check(Preferences.preferenceFigures, [], 0.1, throws: InputError.empty)
    for beta in [0, -0.1, .nan, .infinity] {
      try check(Preferences.preferenceFigures, [right], beta, throws: InputError.invalidBeta)
    }
    for pair in notFinitePairs {
      try check(Preferences.preferenceFigures, [right, pair], 0.1, throws: InputError.notFinite)
    }

    var random = RandomStream(seed: seed, stream: 8)
    for (count, beta) in [(2, 0.1), (3, 1), (5, 0.05), (8, 0.3)] {
      let pairs = (0..<count).map { _ in Samples.pair(&random) }
      try checkFigures(pairs, beta, Oracle.preferenceFigures(pairs, beta))
    }
  }

  private func checkFigures(_ pairs: [LogProbabilities], _ beta: Double, _ expected: Figures) throws {
    try check(Preferences.preferenceFigures, pairs, beta, near: expected)
  }

  // MARK: 05.11

  func test11_rowsAreReadOrRefused() throws {
    let first = Row(
      prompt: "Eligible?", chosen: "Yes, under P-7.", rejected: "Label sent!", reason: "No label was.")
    let second = Row(prompt: "40 days", chosen: "No.", rejected: "Yes.", reason: "30 at most")
    let (one, two) = (JSONLine.spelled(first), JSONLine.spelled(second))
    try check(Preferences.readRows, one, returns: [first])
    try check(Preferences.readRows, one + "\n" + two + "\n", returns: [first, second])
    try check(Preferences.readRows, one + "\n" + two, returns: [first, second])
    try check(Preferences.readRows, "", returns: [])
    // Empty lines, lines that end as on Windows, fields in another order and more of them.
    try check(Preferences.readRows, "\n" + one + "\n\n   \n" + two + "\n\n", returns: [first, second])
    try check(Preferences.readRows, one + "\r\n" + two + "\r\n", returns: [first, second])
    try check(Preferences.readRows, one + "\r\n\r\n" + two, returns: [first, second])
    try check(
      Preferences.readRows,
      JSONLine.spelled(first, spaces: "  ", order: [3, 2, 0, 1], more: "\"score\": 0.5"),
      returns: [first])
    try readTexts()
    try refuseLines(one, two)
    try refuseFields(one, first)

    var random = RandomStream(seed: seed, stream: 11)
    for count in [2, 4] {
      let rows = (0..<count).map { _ in Samples.row(&random) }
      try check(
        Preferences.readRows, rows.map { JSONLine.spelled($0, spaces: " ") }.joined(separator: "\n"),
        returns: rows)
    }
  }

  /// Texts are kept as they are, whatever is in them.
  private func readTexts() throws {
    let escaped = Row(
      prompt: "He said \"no\".\nThen?", chosen: "C:\\desk", rejected: "caf\u{E9}", reason: "a\tb, {c}")
    try check(Preferences.readRows, JSONLine.spelled(escaped), returns: [escaped])
    let spaced = Row(prompt: " Why? ", chosen: "Yes. ", rejected: " No.", reason: "  a space ")
    try check(Preferences.readRows, JSONLine.spelled(spaced), returns: [spaced])
    // Answers that differ in a space or in case differ.
    let close = Row(prompt: "Why?", chosen: "Yes. ", rejected: "Yes.", reason: "Why?")
    try check(Preferences.readRows, JSONLine.spelled(close), returns: [close])
    let cased = Row(prompt: "Why?", chosen: "Yes.", rejected: "yes.", reason: "Why?")
    try check(Preferences.readRows, JSONLine.spelled(cased), returns: [cased])
    // A line separator (U+2028) stands in a text and ends no line.
    try check(
      Preferences.readRows,
      "{\"prompt\":\"a\u{2028}b\",\"chosen\":\"c\",\"rejected\":\"d\",\"reason\":\"e\"}",
      returns: [Row(prompt: "a\u{2028}b", chosen: "c", rejected: "d", reason: "e")])
  }

  /// Lines that are no object, told by their number.
  private func refuseLines(_ one: String, _ two: String) throws {
    for line in ["no JSON", "[1, 2]", "5", "{\"prompt\": \"a\"", "\"prompt\"", "null", one + two] {
      try check(Preferences.readRows, line, throws: RowError(line: 1))
    }
    try check(Preferences.readRows, one + "\n" + two + "\n{", throws: RowError(line: 3))
    try check(Preferences.readRows, one + "\n\n  \n{\n" + two, throws: RowError(line: 4))
    try check(Preferences.readRows, "\r\n" + one + "\r\n{\r\n", throws: RowError(line: 3))
    // The first of several.
    try check(Preferences.readRows, one + "\nx\ny\n" + one, throws: RowError(line: 2))
    try check(Preferences.readRows, one + "\n{}\ny", throws: RowError(line: 2, field: "prompt"))
  }

  /// Fields that are missing, no text, or say nothing.
  private func refuseFields(_ one: String, _ row: Row) throws {
    for field in ["prompt", "chosen", "rejected", "reason"] {
      let error = RowError(line: 2, field: field)
      func spoiled(_ value: String) -> String {
        one + "\n"
          + one.replacing(/"(\w+)":("[^"]*")/) { match in
            match.1 == field ? "\"\(field)\":\(value)" : String(match.0)
          }
      }
      let missing = one + "\n" + one.replacing("\"\(field)\":", with: "\"\(field)s\":")
      try check(Preferences.readRows, missing, throws: error)
      for value in ["\"\"", "5", "true", "null", "[\"a\"]", "\"  \"", "\"\\n\""] {
        try check(Preferences.readRows, spoiled(value), throws: error)
      }
    }
    // Of several the first, in the order of the four.
    try check(
      Preferences.readRows, "{\"reason\": 1, \"chosen\": 2, \"prompt\": \"a\"}",
      throws: RowError(line: 1, field: "chosen"))
    try check(
      Preferences.readRows, "{\"prompt\": \"a\", \"chosen\": \"b\"}",
      throws: RowError(line: 1, field: "rejected"))
    // A pair of equals.
    let same = Row(prompt: row.prompt, chosen: row.chosen, rejected: row.chosen, reason: row.reason)
    try check(
      Preferences.readRows, one + "\n" + JSONLine.spelled(same), throws: RowError(line: 2, field: "rejected"))
  }
}
