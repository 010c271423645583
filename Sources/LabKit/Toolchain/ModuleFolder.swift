import Foundation

/// A folder that holds some of the package's modules and nothing else.
///
/// The build's own folder would do, but then an exercise could import the engine and hand in its answers.
public struct ModuleFolder: Sendable {
  /// The folder, for `-I`.
  public let folder: URL
  /// The compiler's cache of system modules, filled once; a confined compiler only reads it.
  public let compilerCache: URL

  /// How everything that imports these modules is compiled: without optimisation, so that a trap keeps its
  /// message, and with lines. Another set of options would not find the cache it needs.
  public var compilerOptions: [String] {
    [
      "-swift-version", "5", "-enable-bare-slash-regex", "-Onone", "-gline-tables-only", "-diagnostic-style",
      "llvm",
      "-no-color-diagnostics",
      "-I", folder.path, "-module-cache-path", compilerCache.path,
    ]
  }

  /// The modules a learner's exercise may import.
  public static func forExercises(_ products: BuildProducts, _ toolchain: Toolchain) throws -> ModuleFolder {
    try ModuleFolder(named: "exercise-modules", modules: ["LabContracts"], products, toolchain)
  }

  /// The modules a lesson may import.
  public static func forLessons(_ products: BuildProducts, _ toolchain: Toolchain) throws -> ModuleFolder {
    try ModuleFolder(
      named: "lesson-modules", modules: ["LabContracts", "LabKernels", "LabEngine", "LabNotebook"],
      products, toolchain)
  }

  private init(
    named name: String, modules: [String], _ products: BuildProducts, _ toolchain: Toolchain
  ) throws {
    let sources = try modules.map(products.module)
    let stamp = try Self.stamp(of: sources)
    let home = products.cache.appending(path: name)
    folder = home.appending(path: stamp)
    compilerCache = home.appending(path: "compiler-\(stamp)")
    guard (try? String(contentsOf: readyMark, encoding: .utf8)) != folder.path else { return }
    try prepare(home: home, sources: sources, toolchain)
  }

  /// Stands in the compiler's cache once everything is in place, and says which place that was: a copied
  /// checkout brings along a cache that is good for nothing.
  private var readyMark: URL { compilerCache.appending(path: "ready") }

  /// Changes whenever a module is built anew.
  private static func stamp(of files: [URL]) throws -> String {
    let times = try files.map { file in
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      return (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    }
    return String(Int((times.max() ?? 0) * 1_000_000), radix: 36)
  }

  /// Copies the modules, fills the compiler's cache and clears away what older builds left.
  ///
  /// Two processes may do it at once: both put the same bytes in the same places.
  private func prepare(home: URL, sources: [URL], _ toolchain: Toolchain) throws {
    let files = FileManager.default
    // Only a copied checkout has a mark by now; two processes that begin together have none.
    if files.fileExists(atPath: readyMark.path) { try files.removeItem(at: compilerCache) }
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    for source in sources {
      try Data(contentsOf: source).write(
        to: folder.appending(path: source.lastPathComponent), options: .atomic)
    }
    try warmCompilerCache(modules: sources, toolchain)
    for old in (try? files.contentsOfDirectory(at: home, includingPropertiesForKeys: nil)) ?? []
    where ![folder, compilerCache].map(\.lastPathComponent).contains(old.lastPathComponent) {
      try? files.removeItem(at: old)
    }
    try folder.path.write(to: readyMark, atomically: true, encoding: .utf8)
  }

  /// The cache's entries depend on the paths and options, so that they must be those of the real thing.
  private func warmCompilerCache(modules: [URL], _ toolchain: Toolchain) throws {
    let scratch = try ScratchFolder("warm")
    let source = scratch.url.appending(path: "warm.swift")
    let imports = (["Foundation"] + modules.map { $0.deletingPathExtension().lastPathComponent })
      .map { "import \($0)\n" }.joined()
    try imports.write(to: source, atomically: false, encoding: .utf8)
    let launch = Launch(
      toolchain.swiftc.path, compilerOptions + ["-c", source.path, "-o", source.path + ".o"],
      environment: toolchain.environment(temporaryFolder: scratch.url.path))
    let completion = try ChildProcess.run(launch, timeLimit: .seconds(120))
    guard completion.isSuccess else {
      throw ToolchainError.cannotCompile(output: completion.error.text + completion.output.text)
    }
  }
}
