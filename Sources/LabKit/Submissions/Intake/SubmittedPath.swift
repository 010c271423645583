/// A path inside a submission, once it is known to lead nowhere else.
struct SubmittedPath: Equatable {
  /// Its parts, from the outside in.
  let components: [String]

  /// - Throws: `IntakeProblem.refused` for a path that is absolute, climbs, or is written so that it can be misread.
  init(_ path: String) throws(IntakeProblem) {
    func refused(_ reason: String) -> IntakeProblem {
      .refused("the path `\(path.visiblyPrinted)` \(reason)")
    }
    guard path.utf8.count <= 1024 else { throw .refused("a path is longer than 1024 bytes") }
    guard !path.hasPrefix("/") else { throw refused("is absolute") }
    guard !path.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 || $0 == "\u{FFFD}" })
    else { throw refused("holds characters that cannot be printed") }
    // Windows would read this as another path.
    guard !path.contains("\\"), !path.contains(":") else { throw refused("holds a backslash or a colon") }
    let parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
    guard !parts.contains("..") else { throw refused("leads out of the submission") }
    components = parts
  }

  var name: String { components.last ?? "" }
  var text: String { components.joined(separator: "/") }

  /// What systems and editors leave behind, without anybody's doing.
  var isLitter: Bool {
    components.contains { $0.hasPrefix(".") || $0 == "__MACOSX" }
  }
}
