/// Finds the numbers of a text, one after another, in time proportional to its length.
///
/// - Digits are those of any script (Unicode's decimal numbers), minus signs are `-`, `−` and their relatives.
/// - Three digits behind a `,`, `'`, `’`, `٬`, a no-break or thin space belong to the number before; any other
///   comma ends it. A `.` or `٫` counts as the decimal point when a digit follows.
/// - `3/4` and `3⁄4` are fractions, `1 3/4` is a mixed number, for parts of up to eighteen digits.
/// - A currency sign may stand between sign and digits; units behind the number are not read. So `25%` is 25, and
///   exponents such as `1e3` are not understood.
struct NumberScanner {
  private let scalars: [Unicode.Scalar]
  private var place = 0

  init(_ text: some StringProtocol) { scalars = Array(text.unicodeScalars) }

  /// The next number, or `nil` at the end of the text.
  mutating func next() -> ExactNumber? {
    while place < scalars.count {
      if startsNumber(at: place) {
        let isNegative = hasMinus(before: place)
        if let number = readNumber(isNegative) { return number }
      } else {
        place += 1
      }
    }
    return nil
  }

  private func startsNumber(at index: Int) -> Bool {
    if digit(at: index) != nil { return true }
    return isPoint(at: index) && digit(at: index + 1) != nil && digit(at: index - 1) == nil
  }

  /// Reads the number at `place` and moves behind it; `nil` for a fraction over 0.
  private mutating func readNumber(_ isNegative: Bool) -> ExactNumber? {
    let whole = readGroups()
    if let fraction = readFraction(whole) {
      return ExactNumber(
        isNegative: isNegative, numerator: fraction.numerator, denominator: fraction.denominator)
    }
    var decimals: [UInt8] = []
    if isPoint(at: place), digit(at: place + 1) != nil {
      place += 1
      decimals = readDigits()
    }
    return ExactNumber(isNegative: isNegative, whole: whole, decimals: decimals)
  }

  private mutating func readDigits() -> [UInt8] {
    var digits: [UInt8] = []
    while let digit = digit(at: place) {
      digits.append(digit)
      place += 1
    }
    return digits
  }

  /// Digits with separators of thousands, which only count behind one to three leading digits.
  private mutating func readGroups() -> [UInt8] {
    var digits = readDigits()
    guard (1...3).contains(digits.count) else { return digits }
    while Self.separators.contains(scalar(at: place)), (1...3).allSatisfy({ digit(at: place + $0) != nil }),
      digit(at: place + 4) == nil
    {
      place += 1
      digits += readDigits()
    }
    return digits
  }

  /// What follows `whole`: `/4`, or ` 3/4` for a mixed number. Leaves `place` alone when neither does.
  private mutating func readFraction(_ whole: [UInt8]) -> (numerator: Int, denominator: Int)? {
    let start = place
    guard let first = Self.value(whole) else { return nil }
    if let denominator = readDenominator() { return (first, denominator) }
    if scalar(at: place) == " " {
      place += 1
      if let top = Self.value(readDigits()), let bottom = readDenominator(), bottom > top,
        let sum = Self.mixed(first, top, bottom)
      {
        return (sum, bottom)
      }
    }
    place = start
    return nil
  }

  private mutating func readDenominator() -> Int? {
    let start = place
    if Self.slashes.contains(scalar(at: place)), digit(at: place + 1) != nil {
      place += 1
      if let value = Self.value(readDigits()) { return value }
    }
    place = start
    return nil
  }

  private static func mixed(_ whole: Int, _ top: Int, _ bottom: Int) -> Int? {
    let (product, overflow) = whole.multipliedReportingOverflow(by: bottom)
    let (sum, overflows) = product.addingReportingOverflow(top)
    return overflow || overflows ? nil : sum
  }

  /// Whether the number at `index` is negative and not what another is lessened by, or behind a hyphen.
  private func hasMinus(before index: Int) -> Bool {
    let currency = skipSpaces(before: index)
    let start = Self.currencies.contains(scalar(at: currency)) ? currency : index
    let sign = skipSpaces(before: start)
    guard Self.minuses.contains(scalar(at: sign)) else { return false }
    let before = skipSpaces(before: sign)
    let touchesWord = before == sign - 1 && isWord(at: before)
    let touchesNumber = sign == start - 1
    if touchesWord || digit(at: before) != nil { return false }
    return touchesNumber || before < 0 || !isWord(at: before)
  }

  /// The last place before `index` that holds no space; −1 when there is none.
  private func skipSpaces(before index: Int) -> Int {
    var index = index - 1
    while scalar(at: index) == " " { index -= 1 }
    return index
  }

  private func isWord(at index: Int) -> Bool {
    guard scalars.indices.contains(index) else { return false }
    return scalars[index].properties.isAlphabetic || digit(at: index) != nil || scalars[index] == ")"
  }

  private func isPoint(at index: Int) -> Bool { [".", "\u{066B}"].contains(scalar(at: index)) }

  private func scalar(at index: Int) -> Unicode.Scalar {
    scalars.indices.contains(index) ? scalars[index] : "\0"
  }

  private func digit(at index: Int) -> UInt8? {
    guard scalars.indices.contains(index) else { return nil }
    let scalar = scalars[index]
    if scalar.isASCII { return ("0"..."9").contains(scalar) ? UInt8(scalar.value - 48) : nil }
    guard scalar.properties.generalCategory == .decimalNumber else { return nil }
    return scalar.properties.numericValue.map { UInt8($0) }
  }

  /// `nil` for none, or beyond eighteen significant ones.
  private static func value(_ digits: [UInt8]) -> Int? {
    let significant = digits.drop { $0 == 0 }
    guard !digits.isEmpty, significant.count <= 18 else { return nil }
    return significant.reduce(0) { 10 * $0 + Int($1) }
  }

  private static let separators: Set<Unicode.Scalar> = [
    ",", "'", "\u{2019}", "\u{066C}", "\u{A0}", "\u{2009}", "\u{202F}",
  ]
  private static let slashes: Set<Unicode.Scalar> = ["/", "\u{2044}"]
  private static let currencies: Set<Unicode.Scalar> = ["$", "€", "£", "¥", "₹"]
  private static let minuses: Set<Unicode.Scalar> = [
    "-", "\u{2212}", "\u{2010}", "\u{2011}", "\u{FE63}", "\u{FF0D}",
  ]
}
