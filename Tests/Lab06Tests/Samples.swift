import LabEngine

/// Random inputs for the checkpoints, small enough to be read in a report.
enum Samples {
  /// A whole number below `bound`.
  static func index(below bound: Int, _ random: inout RandomStream) -> Int {
    min(bound - 1, Int(random.uniform() * Double(bound)))
  }

  static func element<Element>(of elements: [Element], _ random: inout RandomStream) -> Element {
    elements[index(below: elements.count, &random)]
  }

  /// A chance to two digits, between 0.05 and 0.95.
  static func chance(_ random: inout RandomStream) -> Double {
    Double(5 + index(below: 91, &random)) / 100
  }

  /// A chain of sums, and the answer that it ends with.
  static func chain(hasMarker: Bool, _ random: inout RandomStream) -> (chain: String, answer: String) {
    var (lines, total) = ([String](), 1 + index(below: 90, &random))
    for _ in 0..<(1 + index(below: 3, &random)) {
      let more = 1 + index(below: 90, &random)
      lines.append(element(of: ["", "So ", "That makes "], &random) + "\(total) + \(more) = \(total + more)")
      total += more
    }
    let newline = element(of: ["\n", "\r\n", "\u{2028}"], &random)
    guard hasMarker else { return (lines.joined(separator: newline), "\(total)") }
    if index(below: 2, &random) == 0 { lines.insert("answer: \(total + 1)", at: 0) }
    let answer = element(
      of: ["\(total)", "$\(total).00", "\(total) euros", "-\(total)", "A", "no 7"], &random)
    let marker = element(of: ["answer: ", "Answer:", "So the ANSWER:\t"], &random)
    let rest = element(of: ["", newline, " " + newline + "I added \(total) numbers."], &random)
    return (lines.joined(separator: newline) + newline + marker + answer + rest, answer)
  }

  /// A number in one of the ways in which people write it, and the form that all of them share.
  static func number(_ random: inout RandomStream) -> (written: String, form: String) {
    let whole = digits(index(below: 9, &random), &random)
    let decimals = digits(whole.isEmpty ? 1 + index(below: 3, &random) : index(below: 4, &random), &random)
    let sign = element(of: ["", "", "+", "-", "−", "－"], &random)
    let currency = element(of: ["", "", "$", "€", "£"], &random)
    let space = element(of: ["", "", " ", "\u{A0}"], &random)
    let unit = element(of: ["", " euros", "kg", " %", "€", "."], &random)
    let isGrouped = index(below: 2, &random) == 0
    let front = index(below: 3, &random) == 0 ? currency + space + sign : sign + space + currency
    let shown =
      (isGrouped ? grouped(whole) : whole.map(String.init).joined())
      + (decimals.isEmpty ? "" : "." + decimals.map(String.init).joined())
    let zero: UInt32 = element(of: [0x30, 0x30, 0x660, 0xFF10, 0x966], &random)
    let number = AnswerForm.Number(
      isNegative: !sign.isEmpty && sign != "+", whole: whole, decimals: decimals)
    return (
      space + front + (front.isEmpty ? "" : space) + script(shown, zero) + unit,
      AnswerForm.canonical(number)
    )
  }

  /// Answers of which some are missing; few different ones, so that there are ties.
  static func answers(_ count: Int, of kinds: Int, _ random: inout RandomStream) -> [String?] {
    (0..<count).map { _ in
      let kind = index(below: kinds + 1, &random)
      return kind == kinds ? nil : "\(29 - kind)"
    }
  }

  private static func digits(_ count: Int, _ random: inout RandomStream) -> [Int] {
    (0..<count).map { _ in element(of: [0, 0, 1, 2, 5, 9], &random) }
  }

  private static func grouped(_ digits: [Int]) -> String {
    digits.enumerated().reduce("") { text, entry in
      let left = digits.count - entry.offset
      return text + (entry.offset > 0 && left % 3 == 0 ? "," : "") + "\(entry.element)"
    }
  }

  /// The digits of a text in the script whose zero this is.
  private static func script(_ text: String, _ zero: UInt32) -> String {
    String(
      text.map { character in
        guard let value = character.wholeNumberValue, let digit = Unicode.Scalar(zero + UInt32(value)) else {
          return character
        }
        return Character(digit)
      })
  }
}
