import Foundation

/// What a terminal (or a file) can show: its width, its letters and its colours.
public struct TerminalTraits: Equatable, Sendable {
  /// How many colours there are.
  public enum Color: Int, Comparable, Sendable {
    /// None: a file, `NO_COLOR`, a dumb terminal.
    case none
    /// The sixteen every terminal has.
    case sixteen
    /// The 256 of xterm.
    case full

    /// Fewer colours come first.
    public static func < (left: Color, right: Color) -> Bool { left.rawValue < right.rawValue }
  }

  /// The number of columns.
  public var width: Int
  /// Whether text may leave ASCII.
  public var unicode: Bool
  /// The colours.
  public var color: Color
  /// Whether a person watches, so that a line may be drawn over.
  public var isInteractive: Bool

  /// A terminal with these traits; by default one that every output can be drawn in.
  public init(width: Int = 80, unicode: Bool = true, color: Color = .none, isInteractive: Bool = false) {
    self.width = max(20, width)
    self.unicode = unicode
    self.color = color
    self.isInteractive = isInteractive
  }

  /// What stands behind a file descriptor, by the customs of `COLUMNS`, `NO_COLOR` (no-color.org),
  /// `CLICOLOR_FORCE`, `TERM` and the locale.
  public static func of(
    fileDescriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> TerminalTraits {
    let isTerminal = isatty(fileDescriptor) == 1
    return TerminalTraits(
      width: environment["COLUMNS"].flatMap(Int.init) ?? windowWidth(fileDescriptor) ?? 80,
      unicode: usesUnicode(environment), color: color(environment, isTerminal: isTerminal),
      isInteractive: isTerminal && environment["TERM"] != "dumb")
  }

  private static func color(_ environment: [String: String], isTerminal: Bool) -> Color {
    let refuses = !(environment["NO_COLOR"] ?? "").isEmpty
    let isForced = environment["CLICOLOR_FORCE"].map { $0 != "0" && !$0.isEmpty } ?? false
    let term = environment["TERM"] ?? ""
    guard !refuses, isForced || (isTerminal && term != "dumb" && !term.isEmpty) else { return .none }
    let hasMany = term.contains("256color") || environment["COLORTERM"] != nil
    return hasMany ? .full : .sixteen
  }

  /// The first of the three variables that is set decides, as in POSIX.
  private static func usesUnicode(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
    guard let locale = locale?.uppercased() else { return isApple }
    return locale.contains("UTF-8") || locale.contains("UTF8")
  }

  private static func windowWidth(_ fileDescriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

#if canImport(Darwin)
  private let isApple = true
#else
  private let isApple = false
#endif
