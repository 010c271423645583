/// A number exactly as it was written, whatever its length, in one form for all ways of writing it.
///
/// `$1,299.50`, `1299.5` and `+01299.500` are one number; `2/4`, `1/2` and `0.5` are another. Nothing is rounded and
/// nothing overflows: the digits are text. So two answers are equal exactly when their numbers are.
public struct ExactNumber: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The one form: no leading zeros, none behind the point that change nothing, `-` before negative numbers, and
  /// lowest terms for a fraction that no decimal equals, such as `-1/3`.
  public let description: String

  /// A whole number.
  public init(_ value: Int) { description = String(value) }

  private init(canonical text: String) { description = text }

  /// Decimal digits before and behind the point, each 0 to 9, and the sign.
  init(isNegative: Bool, whole: [UInt8], decimals: [UInt8]) {
    let whole = whole.drop { $0 == 0 }
    let decimals = decimals.prefix((decimals.lastIndex { $0 != 0 } ?? -1) + 1)
    let isZero = whole.isEmpty && decimals.isEmpty
    self.init(
      canonical: (isNegative && !isZero ? "-" : "") + (whole.isEmpty ? "0" : Self.text(whole))
        + (decimals.isEmpty ? "" : "." + Self.text(decimals)))
  }

  /// A fraction, which becomes a decimal where one equals it; `nil` for a denominator of 0.
  init?(isNegative: Bool, numerator: Int, denominator: Int) {
    guard denominator > 0, numerator >= 0 else { return nil }
    let divisor = Self.greatestCommonDivisor(numerator, denominator)
    let (top, bottom) = (numerator / divisor, denominator / divisor)
    guard let decimals = Self.decimals(of: top % bottom, over: bottom) else {
      self.init(canonical: "\(isNegative ? "-" : "")\(top)/\(bottom)")
      return
    }
    self.init(isNegative: isNegative, whole: Self.digits(of: top / bottom), decimals: decimals)
  }

  /// The value where it is whole and fits into an `Int`.
  public var integer: Int? { Int(description) }

  /// The digits of `top / bottom` behind the point, for top < bottom in lowest terms; `nil` when they never end.
  private static func decimals(of top: Int, over bottom: Int) -> [UInt8]? {
    var rest = bottom
    for prime in [2, 5] { while rest % prime == 0 { rest /= prime } }
    guard rest == 1 else { return nil }
    var (decimals, remainder) = ([UInt8](), top)
    while remainder > 0 {
      let (digit, next) = bottom.dividingFullWidth(remainder.multipliedFullWidth(by: 10))
      decimals.append(UInt8(digit))
      remainder = next
    }
    return decimals
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  private static func digits(of value: Int) -> [UInt8] {
    String(value).utf8.map { $0 - UInt8(ascii: "0") }
  }

  private static func text(_ digits: some Sequence<UInt8>) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }
}
