import LabKit
import LabNotebook

extension Command {
  static let doctor = Command(
    "doctor", "what this machine has, and what to do about what it lacks",
    details: """
      Looks at the toolchain, write access, disk space, the sandbox and the terminal. It ends with 1 when \
      something must be mended before the course runs.
      """,
    options: [.json],
    example: Example("labs doctor", "Prints one line for each thing it looked at.")
  ) { invocation in
    let console = invocation.console
    let findings = Doctor(try invocation.course(), terminal: console.terminal).findings()
    if invocation.wantsJSON {
      try console.print(json: findings)
    } else {
      let width = findings.map(\.subject.count).max() ?? 0
      for finding in findings {
        let (mark, ink) = sign(of: finding.verdict)
        console.item("\(mark) \(finding.subject.aligned(toWidth: width))", finding.found, ink)
        if let advice = finding.advice {
          console.item(String(repeating: " ", count: width + 2), "→ \(advice)")
        }
      }
    }
    return findings.contains { $0.verdict == .bad } ? .fellShort : .done
  }

  private static func sign(of verdict: Doctor.Finding.Verdict) -> (mark: String, ink: Ink) {
    switch verdict {
    case .good: ("✓", .good)
    case .limited: ("!", .warning)
    case .bad: ("✗", .bad)
    }
  }
}
