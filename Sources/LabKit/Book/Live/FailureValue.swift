import LabNotebook

/// A value as failures spell it, `[[0.5, 0.5], [1, 0]]` or `["a", "b"]`, read back so that it can be drawn.
///
/// Values that were cut because they are long, records and dictionaries are not read: their words are shown instead.
indirect enum FailureValue: Equatable {
  case number(Double)
  case text(String)
  case list([FailureValue])

  /// Reads a spelled value; `nil` for anything but numbers, texts and lists of them.
  init?(_ spelled: String) {
    var rest = spelled[...]
    guard let value = Self.value(&rest), rest.allSatisfy(\.isWhitespace) else { return nil }
    self = value
  }

  private static func value(_ rest: inout Substring) -> FailureValue? {
    switch rest.first {
    case "[": list(&rest)
    case "\"": text(&rest).map { .text($0) }
    default: number(&rest)
    }
  }

  private static func list(_ rest: inout Substring) -> FailureValue? {
    rest.removeFirst()
    var values: [FailureValue] = []
    while let next = rest.first {
      if next == "]" {
        rest.removeFirst()
        return .list(values)
      }
      if ", ".contains(next) {
        rest.removeFirst()
      } else {
        guard let value = value(&rest) else { return nil }
        values.append(value)
      }
    }
    return nil
  }

  private static func text(_ rest: inout Substring) -> String? {
    rest.removeFirst()
    var text = ""
    while let next = rest.popFirst() {
      if next == "\"" { return text }
      guard next == "\\" else {
        text.append(next)
        continue
      }
      switch rest.popFirst() {
      case "n": text += "\n"
      case "t": text += "\t"
      case "r": text += "\r"
      case "0": text += "\0"
      case "u": text += scalar(&rest) ?? ""
      case let other?: text.append(other)
      case nil: return nil
      }
    }
    return nil
  }

  /// What stands for a scalar behind `\u`: its number in braces.
  private static func scalar(_ rest: inout Substring) -> String? {
    guard let end = rest.firstIndex(of: "}"), rest.first == "{" else { return nil }
    let digits = rest[..<end].dropFirst()
    rest = rest[end...].dropFirst()
    return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) }
  }

  private static func number(_ rest: inout Substring) -> FailureValue? {
    let digits = rest.prefix { !", ]".contains($0) }
    guard let number = Double(digits) else { return nil }
    rest = rest.dropFirst(digits.count)
    return .number(number)
  }
}

extension FailureValue {
  /// The value as grids of numbers, a strip of tokens, or nothing where a picture says no more than words.
  func displays(_ title: String) -> [Display] {
    if let tokens = texts { return [TokenStrip(title, tokens).display] }
    if let row = numbers {
      let isWhole = row.allSatisfy { $0 == $0.rounded() && $0.magnitude < 1e9 }
      // Whole numbers in a row are ids or codes; others are a row of weights.
      return isWhole
        ? [TokenStrip(title, row.map { String(Int($0)) }).display]
        : [HeatMap(title, rows: [""], [row]).display]
    }
    if let grid { return [HeatMap(title, grid).display] }
    guard case .list(let slices) = self, slices.count > 1, slices.allSatisfy({ $0.grid != nil }) else {
      return []
    }
    return slices.prefix(4).enumerated().flatMap { $1.displays("\(title), [\($0)]") }
  }

  private var texts: [String]? {
    guard case .list(let values) = self, !values.isEmpty else { return nil }
    let texts = values.compactMap { if case .text(let text) = $0 { text } else { nil as String? } }
    return texts.count == values.count ? texts : nil
  }

  private var numbers: [Double]? {
    guard case .list(let values) = self, values.count > 1 else { return nil }
    let numbers = values.compactMap { if case .number(let number) = $0 { number } else { nil as Double? } }
    return numbers.count == values.count ? numbers : nil
  }

  private var grid: [[Double]]? {
    guard case .list(let rows) = self, rows.count > 1 else { return nil }
    let numbers = rows.compactMap { row -> [Double]? in
      if case .list(let values) = row, values.count == 1, case .number(let only) = values[0] { return [only] }
      return row.numbers
    }
    return numbers.count == rows.count ? numbers : nil
  }
}
