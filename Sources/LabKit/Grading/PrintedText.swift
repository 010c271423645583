extension String {
  /// With control characters replaced but for line ends and tabs, so that what a program printed cannot draw over a
  /// report or break the file it stands in.
  public var visiblyPrinted: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
          return isControl ? "\u{FFFD}" : scalar
        }))
  }

  /// Without the addresses that the runtime prints below a crash: they differ from run to run, and the cause and the
  /// line are told elsewhere.
  public var withoutBacktrace: String {
    let lines = split(separator: "\n", omittingEmptySubsequences: false)
    return lines.filter { !($0.contains("0x0000") || $0.hasPrefix("Current stack trace:")) }.joined(
      separator: "\n")
  }
}
