import Foundation

/// A number as a reader wants it: whole numbers whole, others to four significant digits, very large and very
/// small ones as `5.88e21`.
public func formatNumber(_ value: Double, significant digits: Int = 4) -> String {
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  guard value != 0 else { return "0" }
  let magnitude = value.magnitude
  if value == value.rounded(), magnitude < 1e9 { return String(Int(value)) }
  if magnitude >= 1e6 || magnitude < 1e-4 { return scientific(value, significant: digits) }
  let decimals = max(0, digits - 1 - Int(log10(magnitude).rounded(.down)))
  return trimmingZeros(fixed(value, decimals: decimals))
}

/// A number on an axis, written as the axis wants it.
func format(_ value: Double, on axis: Axis, significant digits: Int = 4) -> String {
  switch axis.format {
  case .number, .count: formatNumber(value, significant: digits)
  case .percent: value.isFinite ? formatNumber(value * 100, significant: digits) + " %" : formatNumber(value)
  }
}

/// `value` with exactly `decimals` digits behind the point.
func fixed(_ value: Double, decimals: Int) -> String {
  let text = String(format: "%.\(decimals)f", value)
  let isNegativeZero = text.hasPrefix("-") && text.allSatisfy { "-0.".contains($0) }
  return isNegativeZero ? String(text.dropFirst()) : text
}

/// `5.88e21`: no padding, no plus sign, no trailing zeros.
private func scientific(_ value: Double, significant digits: Int) -> String {
  let parts = String(format: "%.\(max(0, digits - 1))e", value).split(separator: "e")
  guard parts.count == 2, let exponent = Int(parts[1]) else { return String(value) }
  return "\(trimmingZeros(String(parts[0])))e\(exponent)"
}

private func trimmingZeros(_ text: String) -> String {
  guard text.contains(".") else { return text }
  var text = text[...]
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return String(text)
}
