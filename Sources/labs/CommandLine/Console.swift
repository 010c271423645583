#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Darwin)
  @preconcurrency import Darwin
#endif
import Foundation
import LabNotebook

/// Where answers go, and how a person at the other end reads them.
struct Console: Sendable {
  let terminal: TerminalTraits

  /// Whether a person can be asked something: both ends are a terminal.
  let canAsk: Bool

  /// How a person calls this program: `labs` where it is on the path, else through SwiftPM.
  let programName: String

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    // One line at a time, so that what was printed is not lost when a child or this program ends abruptly.
    setvbuf(stdout, nil, _IOLBF, 0)
    terminal = .of(fileDescriptor: STDOUT_FILENO, environment: environment)
    canAsk = terminal.isInteractive && isatty(STDIN_FILENO) == 1
    programName = Self.isOnPath("labs", environment) ? "labs" : "swift run -q labs"
  }

  private static func isOnPath(_ name: String, _ environment: [String: String]) -> Bool {
    (environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }
}

extension Console {
  /// Prints lines in letters the terminal has.
  func print(_ text: String = "") {
    Swift.print(terminal.unicode ? text : text.asciiSpelling)
  }

  /// Prints text as it is and stays on its line.
  func write(_ text: String) {
    Swift.print(text, terminator: "")
    fflush(stdout)
  }

  /// Prints prose, broken to the terminal's width and indented.
  func prose(_ text: String, indent: Int = 0, _ inks: Ink...) {
    let margin = String(repeating: " ", count: indent)
    for line in wrap(text, toWidth: readableWidth - indent) {
      print(margin + terminal.paint(line, inks))
    }
  }

  /// Prints a short label in `inks`, and prose beside it, which keeps to its own column.
  func item(_ label: String, _ text: String, _ inks: Ink...) {
    let column = label.displayWidth
    for (index, line) in wrap(text, toWidth: readableWidth - column - 4).enumerated() {
      let label = index == 0 ? terminal.paint(label, inks) : String(repeating: " ", count: column)
      print("  \(label)  \(line)")
    }
  }

  func print(_ table: Table) { Swift.print(table.display.text(for: terminal)) }

  /// A command that goes on from here, as a person types it.
  func command(_ words: String) -> String { terminal.paint("\(programName) \(words)", .bold) }

  func paint(_ text: String, _ inks: Ink...) -> String { terminal.paint(text, inks) }

  /// Prints a value for a program to read: keys sorted, so that equal answers are equal bytes.
  func print(json value: some Encodable) throws {
    let encoder = NotebookJSON.encoder()
    encoder.outputFormatting.insert(.prettyPrinted)
    encoder.dateEncodingStrategy = .iso8601
    Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Shows what is going on, on a line that the next call draws over; `nil` clears it. A file gets nothing.
  func showProgress(_ text: String?) {
    guard terminal.isInteractive else { return }
    Swift.print("\r\u{1B}[K" + (text.map { paint($0, .dim) } ?? ""), terminator: "")
    fflush(nil)
  }

  /// Sends off what was printed.
  ///
  /// - Returns: The reason when it could not be written, as on a full disk.
  func finish() -> String? {
    let flushed = fflush(stdout)
    let code = errno
    return flushed == 0 && ferror(stdout) == 0 ? nil : String(cString: strerror(code))
  }

  /// Says on the other stream what went wrong.
  func complain(_ text: String) {
    let line = "labs: \(terminal.unicode ? text : text.asciiSpelling)\n"
    // There is nobody left to tell when this fails.
    try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
  }

  /// A path as a person at this prompt types it: from the current folder where it lies inside.
  func path(_ url: URL) -> String {
    let here = FileManager.default.currentDirectoryPath
    let prefix = here.hasSuffix("/") ? here : here + "/"
    return url.path.hasPrefix(prefix) ? String(url.path.dropFirst(prefix.count)) : url.path
  }

  /// Prose wider than a hundred columns is hard to read.
  var readableWidth: Int { min(terminal.width, 100) }
}
