import Foundation
import LabNotebook

/// Looks at what the course needs from a machine, and says what to do where something is missing.
public struct Doctor: Sendable {
  /// What was found about one thing.
  public struct Finding: Equatable, Sendable, Encodable {
    /// How good that is.
    public enum Verdict: String, Sendable, Encodable {
      /// All is well.
      case good
      /// The course runs, but not as well as it could.
      case limited
      /// Something does not work before this is mended.
      case bad
    }

    /// What was looked at.
    public let subject: String
    /// How good it is.
    public let verdict: Verdict
    /// What was found.
    public let found: String
    /// What to do about it.
    public let advice: String?

    init(_ subject: String, _ verdict: Verdict, _ found: String, advice: String? = nil) {
      self.subject = subject
      self.verdict = verdict
      self.found = found
      self.advice = advice
    }
  }

  private let course: Course
  private let terminal: TerminalTraits
  private let environment: [String: String]
  private let products: BuildProducts

  /// A doctor for a course, answering on a terminal.
  public init(
    _ course: Course, terminal: TerminalTraits,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    products: BuildProducts = .current()
  ) {
    self.course = course
    self.terminal = terminal
    self.environment = environment
    self.products = products
  }

  /// Everything that was looked at, in the order a newcomer needs it.
  public func findings() -> [Finding] {
    [toolchain(), hosts(), writeAccess(), diskSpace(), sandbox(), letters(), colors(), data()]
  }
}

extension Doctor {
  private func toolchain() -> Finding {
    do {
      let toolchain = try Toolchain.find(environment: environment)
      let version = try toolchain.version()
      let found = "\(version) in \(toolchain.root.path)"
      guard Self.isRecent(version) else {
        return Finding(
          "toolchain", .bad, found, advice: "The course needs Swift 6.2 or later: swift.org/install.")
      }
      return Finding("toolchain", .good, found)
    } catch {
      return Finding("toolchain", .bad, "\(error)", advice: "Install Swift 6.2 or later: swift.org/install.")
    }
  }

  /// Whether a line such as `Swift version 6.3.1 (…)` speaks of 6.2 or later.
  static func isRecent(_ version: String) -> Bool {
    guard let numbers = version.firstMatch(of: /Swift version ([0-9]+)\.([0-9]+)/),
      let major = Int(numbers.1), let minor = Int(numbers.2)
    else { return false }
    return (major, minor) >= (6, 2)
  }

  private func hosts() -> Finding {
    do {
      for host in ["exercise-host", "lesson-host"] { _ = try products.executable(host) }
      return Finding("hosts", .good, "exercise-host and lesson-host are beside labs")
    } catch {
      return Finding("hosts", .bad, "\(error)", advice: "Run `swift build` in \(course.root.path).")
    }
  }

  private func writeAccess() -> Finding {
    let folder = Self.nearestFolder(to: course.workspace)
    let trial = folder.appending(path: ".labs-doctor-\(UUID().uuidString)")
    do {
      try SafeFile.create(trial, with: Data("trial".utf8))
      unlink(trial.path)
      return Finding("write access", .good, "\(folder.path) can be written to")
    } catch {
      let failure = error as? FileError
      return Finding(
        "write access", .bad,
        "\(folder.path) cannot be written to: \(failure?.reason ?? error.plainReason)",
        advice: failure?.advice ?? "Copy the course to a folder of your own.")
    }
  }

  /// The folder itself, or the one above it in which it can be made.
  private static func nearestFolder(to url: URL) -> URL {
    var folder = url
    while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
      folder.deleteLastPathComponent()
    }
    return folder
  }

  private func diskSpace() -> Finding {
    let folder = Self.nearestFolder(to: course.workspace)
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder.path)
    guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
      return Finding("disk space", .limited, "it could not be found out")
    }
    let found = "\(free / 1_000_000) MB free"
    let advice = "A build and its caches take about 1 GB: free some space."
    if free < 100_000_000 { return Finding("disk space", .bad, found, advice: advice) }
    return free < 1_000_000_000
      ? Finding("disk space", .limited, found, advice: advice) : Finding("disk space", .good, found)
  }

  private func sandbox() -> Finding {
    switch Sandbox.probe().tier {
    case .limitsOnly:
      Finding(
        "sandbox", .limited, SandboxTier.limitsOnly.summary,
        advice: "Fine for your own code. To run other people's, use Linux 5.13 or later with Landlock.")
    case let tier: Finding("sandbox", .good, tier.summary)
    }
  }

  private func letters() -> Finding {
    let width = "\(terminal.width) columns"
    guard terminal.unicode else {
      return Finding(
        "terminal", .limited, "\(width), ASCII only",
        advice: "Plots are sharper with UTF-8: set LANG to a UTF-8 locale, such as C.UTF-8.")
    }
    guard terminal.width >= 60 else {
      return Finding(
        "terminal", .limited, "\(width), UTF-8", advice: "Tables and plots like at least 60 columns.")
    }
    return Finding("terminal", .good, "\(width), UTF-8")
  }

  private func colors() -> Finding {
    switch terminal.color {
    case .full: Finding("colour", .good, "256 colours")
    case .sixteen: Finding("colour", .good, "16 colours")
    case .none: Finding("colour", .good, "none: not a terminal, or switched off by NO_COLOR")
    }
  }

  private func data() -> Finding {
    guard let folder = DataFolder(environment: environment).folder else {
      return Finding("real data", .good, "none; it is optional (`labs data` tells more)")
    }
    guard FileManager.default.fileExists(atPath: folder.path) else {
      return Finding(
        "real data", .limited, "LABS_DATA_DIR names \(folder.path), which is not there",
        advice: "Make the folder, or unset LABS_DATA_DIR.")
    }
    return Finding("real data", .good, "\(folder.path) (`labs data` checks the files)")
  }
}
