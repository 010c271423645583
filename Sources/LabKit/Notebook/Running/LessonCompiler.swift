import Foundation

/// Compiles a lesson script and the answers it calls into one library that `lesson-host` can open.
///
/// Without optimisation, so that a trap keeps its message and its line. What was compiled before from the same
/// text against the same modules is taken from a cache.
public struct LessonCompiler: Sendable {
  private let toolchain: Toolchain
  private let modules: ModuleFolder
  private let cache: URL
  private let timeLimit: Duration

  /// A compiler for the modules of `products`.
  public init(
    products: BuildProducts = .current(), toolchain: Toolchain? = nil, timeLimit: Duration = .seconds(60)
  ) throws {
    self.toolchain = try toolchain ?? Toolchain.find()
    modules = try ModuleFolder.forLessons(products, self.toolchain)
    cache = products.cache.appending(path: "lessons")
    self.timeLimit = timeLimit
  }

  /// Compiles the script of `source`.
  ///
  /// - Throws: `LessonError` for a script that cannot be cut into cells, `LessonFailure` for one that does not
  ///   compile.
  public func compile(_ source: LessonSource) throws -> CompiledLesson {
    let lesson = try source.lesson()
    let program = lesson.program(reportedPath: source.script.path)
    let answers = try source.answers.map { try Lesson.text(of: $0, path: $0.path) } ?? ""
    let stamp = stableHash([program, answers, modules.folder.path, toolchain.swiftc.path])
    let library = cache.appending(path: "\(source.name)-\(stamp).so")
    let compiled = CompiledLesson(lesson: lesson, library: library, source: source)
    guard !FileManager.default.fileExists(atPath: library.path) else { return compiled }
    let scratch = try ScratchFolder("lesson")
    let built = try build(program, for: compiled, in: scratch)
    guard keep(built, as: library) else {
      // A course that cannot be written to has no cache; its lessons run all the same.
      var uncached = compiled
      (uncached.library, uncached.scratch) = (built, scratch)
      return uncached
    }
    removeOlder(than: library, name: source.name)
    return compiled
  }

  private func build(_ program: String, for compiled: CompiledLesson, in scratch: ScratchFolder) throws -> URL
  {
    // Only a file of this name may have code at its top level.
    try program.write(to: scratch.url.appending(path: "main.swift"), atomically: false, encoding: .utf8)
    var (imports, objects): ([String], [String]) = ([], ["lesson.o"])
    if let answers = compiled.source.answers {
      // A module of its own, opened as a test opens one: its helpers may be called as the lesson's are.
      try compiler(
        flags(module: "Answers", object: "answers.o") + [
          "-enable-testing", "-parse-as-library", "-emit-module-path", "Answers.swiftmodule", answers.path,
        ], in: scratch, compiled)
      imports = ["-I", ".", "-Xfrontend", "-testable-import-module", "-Xfrontend", "Answers"]
      objects.append("answers.o")
    }
    try compiler(
      flags(module: "Lesson", object: "lesson.o") + imports + [
        "-Xfrontend", "-entry-point-function-name", "-Xfrontend", "lab_main", "main.swift",
      ], in: scratch, compiled)
    try compiler(
      ["-emit-library", "-o", "lesson.so"] + objects + Toolchain.leavingSymbolsToTheHost, in: scratch,
      compiled)
    return scratch.url.appending(path: "lesson.so")
  }

  private func flags(module: String, object: String) -> [String] {
    [
      "-c", "-whole-module-optimization", "-o", object, "-module-name", module, "-swift-version", "5",
      "-Onone", "-g", "-diagnostic-style", "llvm", "-no-color-diagnostics", "-suppress-warnings",
      "-I", modules.folder.path, "-module-cache-path", modules.compilerCache.path,
    ]
  }

  private func compiler(_ arguments: [String], in scratch: ScratchFolder, _ compiled: CompiledLesson) throws {
    var launch = Launch(
      toolchain.swiftc.path, arguments, environment: toolchain.environment(temporaryFolder: scratch.url.path))
    launch.directory = scratch.url.path
    launch.limits = ResourceLimits(addressSpace: 8 << 30, fileSize: 256 << 20)
    let completion = try ChildProcess.run(launch, timeLimit: timeLimit)
    guard !completion.isSuccess else { return }
    guard completion.status != nil else {
      throw LessonFailure.compilerTimedOut(seconds: Int(timeLimit.components.seconds))
    }
    throw failure(completion.error.text + completion.output.text, compiled)
  }

  /// The compiler's errors, each with the cell it is in.
  private func failure(_ output: String, _ compiled: CompiledLesson) -> LessonFailure {
    let messages = CompilerMessage.errors(in: output)
    guard !messages.isEmpty else { return .compilerBroke(output: output) }
    let script = URL(filePath: compiled.scriptPath).lastPathComponent
    let diagnostics = messages.map { message in
      let isScript = message.file == script
      let elsewhere = CellPlace(cell: nil, location: "\(compiled.source.answersShownAs):\(message.line)")
      return CellDiagnostic(
        place: isScript ? compiled.place(line: message.line) : elsewhere, message: message.text)
    }
    let needsStubs = compiled.source.isMine && messages.contains { Self.isAboutSignatures($0.text) }
    return .errors(diagnostics, advice: needsStubs ? Self.keepToTheStubs : nil)
  }

  private static let keepToTheStubs = """
    The lesson calls your functions: keep the signature of every stub as it was given, and make your helpers \
    `private`, so that none is taken for one of the engine's.
    """

  /// What the compiler says where the learner's functions and the lesson do not fit together.
  private static func isAboutSignatures(_ message: String) -> Bool {
    ["invalid redeclaration", "ambiguous use", "argument label", "missing argument", "extra argument"]
      .contains { message.contains($0) }
  }

  /// Renamed into place, so that another process never opens half a library.
  ///
  /// - Returns: Whether the cache could take it.
  private func keep(_ library: URL, as target: URL) -> Bool {
    let files = FileManager.default
    let draft = cache.appending(path: "draft-\(UUID().uuidString).so")
    defer { try? files.removeItem(at: draft) }
    do {
      try files.createDirectory(at: cache, withIntermediateDirectories: true)
      try files.copyItem(at: library, to: draft)
    } catch {
      return false
    }
    return rename(draft.path, target.path) == 0
  }

  /// What the same lesson was compiled to before it was edited.
  private func removeOlder(than library: URL, name: String) {
    let files = FileManager.default
    let kept = (try? files.contentsOfDirectory(at: cache, includingPropertiesForKeys: nil)) ?? []
    for file in kept where file.lastPathComponent != library.lastPathComponent {
      let stem = file.deletingPathExtension().lastPathComponent
      guard let dash = stem.lastIndex(of: "-"), stem[..<dash] == name else { continue }
      try? files.removeItem(at: file)
    }
  }
}

/// The same number for the same texts in every process: FNV-1a with 64 bits (Fowler, Noll and Vo). It tells
/// versions of a file apart; it is no protection against someone who looks for two files with one number.
private func stableHash(_ texts: [String]) -> String {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for text in texts {
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ 0xFF) &* 0x100_0000_01b3  // no byte of UTF-8: keeps ["ab", "c"] and ["a", "bc"] apart
  }
  return String(hash, radix: 36)
}
