import Foundation

/// A folder that holds some of the package's modules and nothing else.
///
/// The build's own folder would do, but then an exercise could import the engine and hand in its answers.
public struct ModuleFolder: Sendable {
  /// The folder, for `-I`.
  public let folder: URL
  /// The compiler's cache of system modules, filled once; a confined compiler only reads it.
  public let compilerCache: URL

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
    guard !FileManager.default.fileExists(atPath: folder.path) else { return }
    try prepare(home: home, sources: sources, toolchain)
  }

  /// Changes whenever a module is built anew.
  private static func stamp(of files: [URL]) throws -> String {
    let times = try files.map { file in
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      return (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    }
    return String(Int((times.max() ?? 0) * 1_000_000), radix: 36)
  }

  /// Fills the folder beside its final place and renames it, so that it is there whole or not at all.
  private func prepare(home: URL, sources: [URL], _ toolchain: Toolchain) throws {
    let files = FileManager.default
    let draft = home.appending(path: "draft-\(ProcessInfo.processInfo.processIdentifier)")
    try? files.removeItem(at: draft)
    try files.createDirectory(at: draft, withIntermediateDirectories: true)
    for source in sources {
      try files.copyItem(at: source, to: draft.appending(path: source.lastPathComponent))
    }
    try warmCompilerCache(modules: sources, draft: draft, toolchain)
    for old in (try? files.contentsOfDirectory(at: home, includingPropertiesForKeys: nil)) ?? []
    where ![draft, compilerCache].map(\.lastPathComponent).contains(old.lastPathComponent) {
      try? files.removeItem(at: old)
    }
    // Another process may have been first; its folder is as good.
    try? files.moveItem(at: draft, to: folder)
    try? files.removeItem(at: draft)
  }

  private func warmCompilerCache(modules: [URL], draft: URL, _ toolchain: Toolchain) throws {
    let source = draft.appending(path: "warm.swift")
    let imports = (["Foundation"] + modules.map { $0.deletingPathExtension().lastPathComponent })
      .map { "import \($0)\n" }.joined()
    try imports.write(to: source, atomically: false, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: source) }
    let launch = Launch(
      toolchain.swiftc.path,
      [
        "-typecheck", "-swift-version", "5", "-I", draft.path, "-module-cache-path", compilerCache.path,
        source.path,
      ],
      environment: toolchain.environment(temporaryFolder: draft.path))
    _ = try ChildProcess.run(launch, timeLimit: .seconds(120))
  }
}
