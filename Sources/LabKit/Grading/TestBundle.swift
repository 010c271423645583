import Foundation

/// The prebuilt tests of the whole package, started directly.
///
/// Starting the bundle takes hundredths of a second; `swift test` would plan a build first.
public struct TestBundle: Sendable {
  private let course: Course
  private let products: BuildProducts

  /// The bundle that was built beside `products`.
  public init(course: Course, products: BuildProducts = .current()) {
    (self.course, self.products) = (course, products)
  }

  private static var isKeptAsItIs: Bool { ProcessInfo.processInfo.environment["LABS_PREBUILT"] != nil }

  /// Whether the bundle is missing or older than a source it was made of.
  ///
  /// With `LABS_PREBUILT` set it never is: for whoever has built it and must not build again, as tests must not.
  public var isStale: Bool {
    if Self.isKeptAsItIs { return false }
    guard let built = Self.modificationDate(of: products.testBundle) else { return true }
    let roots = ["Package.swift", "Sources", "Tests"].map { course.root.appending(path: $0) }
    return roots.contains { Self.newestDate(under: $0) > built }
  }

  /// Builds the bundle where the course has changed since it was built, or where hidden checkpoints belong in it.
  ///
  /// - Parameter announce: is told before a build begins, because that takes a while.
  public func prepare(hidden: HiddenCheckpoints? = nil, announce: () -> Void) throws {
    if let hidden, !Self.isKeptAsItIs {
      announce()
      try hidden.layOut(in: course)
      try build(adding: [HiddenCheckpoints.variable: HiddenCheckpoints.buildFolder])
    } else if isStale {
      announce()
      try build()
    }
  }

  /// Builds the bundle; what the build prints goes where this program's output goes.
  ///
  /// Never to be called from a test: `swift test` holds the build folder's lock while tests run.
  ///
  /// - Parameter variables: what the package's manifest is to find in its environment.
  public func build(adding variables: [String: String] = [:]) throws {
    let swift = try Toolchain.find().swiftc.deletingLastPathComponent().appending(path: "swift")
    var launch = Launch(
      swift.path,
      [
        "build", "--build-tests", "--quiet", "--package-path", course.root.path, "--scratch-path",
        scratchPath,
      ]
        + (products.isRelease ? ["-c", "release", "-Xswiftc", "-enable-testing"] : []),
      environment: ProcessInfo.processInfo.environment.merging(variables) { $1 })
    launch.output = .captured(limit: 1 << 20)
    launch.ownSession = false
    let completion = try ChildProcess.run(launch, timeLimit: .seconds(3600))
    guard completion.isSuccess else {
      throw TestBundleError.buildFailed(output: completion.output.text + completion.error.text)
    }
    // A change that leaves the bundle as it was must not make it stale for ever.
    try FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: products.testBundle.path)
  }

  /// `.build/debug` is a link to `.build/<platform>/debug`.
  private var scratchPath: String {
    products.folder.deletingLastPathComponent().deletingLastPathComponent().path
  }

  /// Runs the test methods that `filter` names and waits for the end.
  ///
  /// - Parameter filter: such as `Lab01Tests.Lab01Checkpoints` or `Lab01Tests.Lab01Checkpoints/test03_tokens`.
  public func run(_ filter: [String], _ request: GradingRequest, timeLimit: Duration) throws -> Completion {
    var environment = ProcessInfo.processInfo.environment
    environment[GradingRequest.variable] = try request.encoded()
    environment["LABS_ROOT"] = course.root.path
    #if os(macOS)
      var launch = Launch(
        "/usr/bin/xcrun", ["xctest", "-XCTest", filter.joined(separator: ","), products.testBundle.path])
    #else
      var launch = Launch(products.testBundle.path, [filter.joined(separator: ",")])
    #endif
    launch.environment = environment
    launch.ownSession = false
    return try ChildProcess.run(launch, timeLimit: timeLimit)
  }

  private static func newestDate(under root: URL) -> Date {
    var newest = modificationDate(of: root) ?? .distantPast
    let files = FileManager.default.enumerator(
      at: root, includingPropertiesForKeys: [.contentModificationDateKey], options: .skipsHiddenFiles)
    while let file = files?.nextObject() as? URL {
      newest = max(newest, modificationDate(of: file) ?? .distantPast)
    }
    return newest
  }

  private static func modificationDate(of file: URL) -> Date? {
    try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
  }
}

/// Why the checkpoints cannot be run.
public enum TestBundleError: Error, CustomStringConvertible {
  /// The course's tests do not build.
  case buildFailed(output: String)

  /// A sentence, and what the build said.
  public var description: String {
    switch self {
    case .buildFailed(let output): "The checkpoints could not be built.\n\(Self.errors(in: output))"
    }
  }

  /// The build repeats an error for each file that meets it: each is told once.
  private static func errors(in output: String) -> String {
    var seen: [Substring] = []
    for line in output.split(separator: "\n") where line.contains("error:") && !seen.contains(line) {
      seen.append(line)
    }
    return seen.isEmpty ? String(output.suffix(2000)) : seen.prefix(10).joined(separator: "\n")
  }
}
