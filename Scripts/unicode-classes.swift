// Writes Sources/LabKernels/UnicodeClassRanges.swift from the Unicode data of the Swift standard library that
// runs it. The table is committed, so that token ids never depend on the machine's own Unicode version.
//
//   swiftc -O Scripts/unicode-classes.swift -o /tmp/unicode-classes
//   /tmp/unicode-classes > Sources/LabKernels/UnicodeClassRanges.swift

/// The bits of `UnicodeClass`, in its order.
func classBits(_ scalar: Unicode.Scalar) -> UInt8 {
  let (letter, upper, lower, number, space, newline): (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (
    1, 2, 4, 8, 16, 32
  )
  if scalar == "\n" || scalar == "\r" { return space | newline }
  if scalar.properties.isWhitespace { return space }
  switch scalar.properties.generalCategory {
  case .uppercaseLetter, .titlecaseLetter: return letter | upper
  case .lowercaseLetter: return letter | lower
  case .modifierLetter, .otherLetter: return letter | upper | lower
  case .nonspacingMark, .spacingMark, .enclosingMark: return upper | lower
  case .decimalNumber, .letterNumber, .otherNumber: return number
  default: return 0
  }
}

var runs: [(start: UInt32, bits: UInt8)] = []
var newest = (major: 0, minor: 0)
for value in UInt32(0)...0x10FFFF {
  let scalar = Unicode.Scalar(value)
  let bits = scalar.map(classBits) ?? 0
  if runs.last?.bits != bits { runs.append((value, bits)) }
  if let age = scalar?.properties.age, (age.major, age.minor) > newest { newest = (age.major, age.minor) }
}

// Each run as "length.bits" in base 36: lengths are short where classes alternate.
let words = zip(runs, runs.dropFirst() + [(start: 0x110000, bits: 0)]).map { run, next in
  String(next.start - run.start, radix: 36) + "." + String(run.bits, radix: 36)
}
var lines = [""]
for word in words {
  if lines[lines.count - 1].utf8.count + word.utf8.count > 100 { lines.append("") }
  lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
}

print("// Written by Scripts/unicode-classes.swift; do not edit.")
print("")
print("extension UnicodeClass {")
print("  /// The version of the Unicode character database that the table comes from.")
print("  public static let unicodeVersion = \"\(newest.major).\(newest.minor)\"")
print("")
print(
  "  /// Every scalar value from 0 up as runs: length, a point and the class's bits, both numbers in base 36."
)
print("  static let runs: StaticString = \"\"\"")
print(lines.map { "    " + $0 }.joined(separator: " \\\n"))
print("    \"\"\"")
print("}")
