import Foundation

/// The Swift toolchain that compiles what learners and authors write.
public struct Toolchain: Sendable {
  /// The folder that holds `usr/bin/swiftc` or `bin/swiftc`; a confined compiler may read it.
  public let root: URL
  /// The compiler.
  public let swiftc: URL

  /// Finds the toolchain whose `swiftc` comes first on `PATH`.
  public static func find(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Toolchain {
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    guard
      let folder = folders.first(where: { FileManager.default.isExecutableFile(atPath: $0 + "/swiftc") })
    else { throw ToolchainError.noCompiler(path: environment["PATH"] ?? "") }
    return try Toolchain(swiftc: URL(filePath: folder + "/swiftc").resolvingSymlinksInPath())
  }

  private init(swiftc found: URL) throws {
    var swiftc = found
    #if os(macOS)
      // `/usr/bin/swiftc` only hands on to the selected toolchain.
      if let real = try? ChildProcess.run(
        Launch("/usr/bin/xcrun", ["--find", "swiftc"]), timeLimit: .seconds(10)),
        real.isSuccess
      {
        swiftc = URL(filePath: real.output.text.trimmingCharacters(in: .whitespacesAndNewlines))
      }
    #endif
    // The driver is found by its name: `swiftc` is often a link to `swift-driver`.
    let folder = swiftc.deletingLastPathComponent()
    self.swiftc = folder.appending(path: "swiftc")
    root = folder.deletingLastPathComponent()
  }

  /// What the linker is told so that a library may use what only its host defines; on Linux it needs no telling.
  static var leavingSymbolsToTheHost: [String] {
    #if os(macOS)
      ["-Xlinker", "-undefined", "-Xlinker", "dynamic_lookup"]
    #else
      []
    #endif
  }

  /// What `swiftc --version` says first, such as `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
  public func version() throws -> String {
    let launch = Launch(swiftc.path, ["--version"], environment: environment(temporaryFolder: "/tmp"))
    let completion = try ChildProcess.run(launch, timeLimit: .seconds(30))
    let lines = (completion.output.text + completion.error.text).split(separator: "\n")
    return lines.first { $0.contains("Swift version") }.map(String.init) ?? "unknown version"
  }

  /// The number of the release, such as `6.3.1`.
  ///
  /// - Throws: `ToolchainError.notARelease` for a toolchain that cannot be downloaded by its number.
  public func release() throws -> String {
    let version = try version()
    guard let number = version.firstMatch(of: /swift-([0-9.]+)-RELEASE/) else {
      throw ToolchainError.notARelease(version: version)
    }
    return String(number.1)
  }

  /// Answers where an address of a library stands in its source.
  public var symbolizer: URL? {
    let file = swiftc.deletingLastPathComponent().appending(path: "llvm-symbolizer")
    return FileManager.default.isExecutableFile(atPath: file.path) ? file : nil
  }

  /// The environment a compiler needs, and no more.
  public func environment(temporaryFolder: String) -> [String: String] {
    [
      "PATH": "\(swiftc.deletingLastPathComponent().path):/usr/bin:/bin",
      "HOME": temporaryFolder, "TMPDIR": temporaryFolder, "LANG": "C.UTF-8",
    ]
  }
}

/// Why there is nothing to compile with.
public enum ToolchainError: Error, CustomStringConvertible {
  /// No folder on `PATH` holds `swiftc`.
  case noCompiler(path: String)
  /// The compiler is none of the released ones.
  case notARelease(version: String)
  /// The compiler fails on a file that only imports the course's modules.
  case cannotCompile(output: String)

  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .noCompiler(let path):
      "No Swift toolchain found: none of the folders on PATH (\(path)) holds `swiftc`. "
        + "Install one from swift.org/install and open a new terminal."
    case .notARelease(let version): "A released Swift toolchain is needed here; this one is: \(version)."
    case .cannotCompile(let output):
      "The Swift compiler cannot import the course's modules: `swift build` once more may help. It said:\n"
        + output.prefix(2000)
    }
  }
}
