import Foundation
import LabKit

/// A submission that means harm: a file of `Tests/Fixtures/Attacks`.
///
/// Its first line says what it does. Its second says what the report must contain, as alternatives, because what
/// stops it first differs between tiers. Should it get through, it does no lasting harm to whoever runs it. It prints "escaped: …" for whatever it should not have been able to do.
struct Attack {
  let name: String
  let source: String
  let reports: [String]

  /// Every attack of the suite, by name.
  static func all(in course: Course) throws -> [Attack] {
    let folder = course.root.appending(path: "Tests/Fixtures/Attacks")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }.map { file in
        let source = try String(contentsOf: file, encoding: .utf8)
        let lines = source.split(separator: "\n")
        let reports = lines.dropFirst().first.map { $0.trimmingPrefix("// report: ") } ?? ""
        return Attack(
          name: file.deletingPathExtension().lastPathComponent, source: source,
          reports: reports.split(separator: " | ").map(String.init))
      }
  }

  /// The submission for lab 01: the stubs, with `words` replaced by the attack.
  ///
  /// The attacker is told where everything lies: guessing that is no defence.
  func submission(stubs: String, _ scene: AttackScene) -> Data {
    let text = FunctionSource(stubs).text(of: "words") ?? ""
    let others = stubs.replacing(text, with: "")
      .replacing("import Foundation\n", with: "").replacing("import LabContracts\n", with: "")
    let imports = ["Foundation", "LabContracts"].filter { !source.contains("import \($0)\n") }
      .map { "import \($0)\n" }.joined()
    return Data((scene.fill(source) + imports + others).utf8)
  }
}

/// What there is to be harmed: a secret beside the submission, a grader, and a name for whatever survives.
struct AttackScene {
  let course: Course
  let outside: URL
  /// An odd number of seconds that only this run's descendants sleep for.
  let marker = "\(1_000_000_000 + Int.random(in: 1..<1_000_000_000))"
  private static let secret = "the answers of another submission\n"
  private var secretFile: URL { outside.appending(path: "secret") }

  init(course: Course, outside: URL) throws {
    (self.course, self.outside) = (course, outside)
    try Self.secret.write(to: secretFile, atomically: true, encoding: .utf8)
  }

  func fill(_ source: String) -> String {
    let options = Array("-Wl,--format=binary\0-Wl,\(secretFile.path)\0-Wl,--format=default\0".utf8)
    let values = [
      "@COURSE@": course.root.path, "@OUTSIDE@": outside.path, "@MARKER@": marker,
      "@GRADER@": "\(ProcessInfo.processInfo.processIdentifier)",
      "LINKER_COUNT": "\(options.count)",
      "LINKER_OPTIONS": options.map(String.init).joined(separator: ", "),
      "@SECRET-SYMBOL@": "_binary_\(secretFile.path.replacing(/[^A-Za-z0-9]/, with: "_"))_start",
    ]
    return values.reduce(source) { $0.replacing($1.key, with: $1.value) }
  }

  /// What is no longer as it was, in words; empty when all is well.
  func damage() throws -> [String] {
    var found: [String] = []
    if (try? String(contentsOf: secretFile, encoding: .utf8)) != Self.secret {
      found.append("the secret was changed")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: outside.path)
    if files != ["secret"] { found.append("left outside: \(files)") }
    for place in ["/tmp", "/var/tmp", "/dev/shm", course.root.path] {
      for name in ["labs-was-here", "labs-message"]
      where FileManager.default.fileExists(atPath: "\(place)/\(name)") {
        found.append("left \(place)/\(name)")
      }
    }
    return found
  }

  /// The command lines of processes that outlived the submission, after a moment to end.
  func survivors() throws -> [String] {
    let deadline = ContinuousClock.now + .seconds(5)
    while true {
      let ps = try ChildProcess.run(Launch("/bin/ps", ["-eo", "args="]), timeLimit: .seconds(10))
      let left = ps.output.text.split(separator: "\n").filter { $0.contains(marker) }.map(String.init)
      if left.isEmpty || ContinuousClock.now > deadline { return left }
    }
  }
}
