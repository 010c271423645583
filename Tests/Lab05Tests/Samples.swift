import Foundation
import LabContracts
import LabEngine

/// Random inputs for the checkpoints, small enough to be read in a report.
enum Samples {
  /// Numbers of mean 0 from a normal distribution, with three decimals so that a report stays readable.
  static func values(_ count: Int, deviation: Double, _ random: inout RandomStream) -> [Double] {
    (0..<count).map { _ in (1000 * deviation * random.normal()).rounded() / 1000 }
  }

  /// A whole number below `bound`.
  static func index(below bound: Int, _ random: inout RandomStream) -> Int {
    min(bound - 1, Int(random.uniform() * Double(bound)))
  }

  /// Tokens below `vocabulary`.
  static func tokens(_ count: Int, vocabulary: Int, _ random: inout RandomStream) -> [Int] {
    (0..<count).map { _ in index(below: vocabulary, &random) }
  }

  /// Log-probabilities of answers between −5 and −45; all four differ.
  static func pair(_ random: inout RandomStream) -> LogProbabilities {
    func one() -> Double { -5 - (4000 * random.uniform()).rounded() / 100 }
    return LogProbabilities(one(), one(), one(), one())
  }

  /// A text of a few words, with characters that JSON must escape.
  static func text(_ random: inout RandomStream) -> String {
    let words = [
      "P-7", "12 days", "eligible", "\"label\"", "no\nphoto", "damage\tconfirmed", "C:\\desk", "café", "謝謝",
    ]
    let picked = (0...2).map { _ in words[index(below: words.count, &random)] }
    return picked.joined(separator: " ")
  }

  /// A preference of four texts that differ.
  static func row(_ random: inout RandomStream) -> Row {
    Row(
      prompt: "Q: " + text(&random), chosen: "A: " + text(&random), rejected: "B: " + text(&random),
      reason: "R: " + text(&random))
  }
}

/// How checkpoints spell rows.
enum JSONLine {
  /// A row as one line, without its end; `spaces` between the parts, and the fields in any order.
  static func spelled(
    _ row: Row, spaces: String = "", order: [Int] = [0, 1, 2, 3], more: String? = nil
  ) -> String {
    let fields = [
      ("prompt", row.prompt), ("chosen", row.chosen), ("rejected", row.rejected), ("reason", row.reason),
    ]
    let parts =
      order.map { quoted(fields[$0].0) + ":" + spaces + quoted(fields[$0].1) } + (more.map { [$0] } ?? [])
    return "{" + spaces + parts.joined(separator: "," + spaces) + spaces + "}"
  }

  /// A text in quotation marks; characters beyond ASCII as `\u` and four digits.
  static func quoted(_ text: String) -> String {
    let body = text.utf16.map { unit in
      switch unit {
      case 0x22: "\\\""
      case 0x5C: "\\\\"
      case 0x0A: "\\n"
      case 0x09: "\\t"
      case 0x20..<0x7F: String(UnicodeScalar(UInt8(unit)))
      default:
        "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count) + String(unit, radix: 16)
      }
    }
    return "\"" + body.joined() + "\""
  }
}
