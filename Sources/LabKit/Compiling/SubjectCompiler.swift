import Foundation
import LabContracts

/// Compiles one exercise file, alone, into a library that an exercise host can open.
///
/// The file meets nothing but `LabContracts` and the system's modules. It is compiled without
/// optimisation, so that a trap keeps its message and its line.
public struct SubjectCompiler: Sendable {
  private let toolchain: Toolchain
  private let modules: ModuleFolder
  private let sandbox: Sandbox
  private let limits: SubmissionLimits

  /// A compiler for the modules of `products`.
  public init(
    products: BuildProducts = .current(), toolchain: Toolchain? = nil, sandbox: Sandbox,
    limits: SubmissionLimits = SubmissionLimits()
  ) throws {
    self.toolchain = try toolchain ?? Toolchain.find()
    modules = try ModuleFolder.forExercises(products, self.toolchain)
    self.sandbox = sandbox
    self.limits = limits
  }

  /// Compiles a learner's own file, wherever a link may lead, with the course's own `binding`.
  ///
  /// - Parameter shownAs: the path that messages name.
  /// - Throws: `CompileFailure` for what the learner can mend.
  public func compile(exercise: URL, binding: URL, shownAs path: String) throws -> SubjectLibrary {
    try compile(source: readSource(exercise, shownAs: path), binding: binding, shownAs: path)
  }

  /// Compiles a source text with the course's own `binding`.
  ///
  /// This is the entrance for what strangers hand in: whoever took it from their files has refused links already.
  public func compile(source: Data, binding: URL, shownAs path: String) throws -> SubjectLibrary {
    guard source.count <= Self.mostBytes else { throw Self.tooLarge(path) }
    let start = ContinuousClock.now
    let scratch = try ScratchFolder("subject")
    try source.write(to: scratch.url.appending(path: Self.exerciseName))
    try Data(contentsOf: binding).write(to: scratch.url.appending(path: Self.bindingName))
    try Data(BindingEntry.source.utf8).write(to: scratch.url.appending(path: Self.entryName))
    let completion = try ChildProcess.run(launch(in: scratch.url), timeLimit: .seconds(timeLimit))
    guard completion.isSuccess else { throw failure(completion, path: path, binding: binding) }
    let use = ResourceUse(
      seconds: start.duration(to: .now) / .seconds(1), cpuSeconds: completion.cpuSeconds)
    return SubjectLibrary(scratch: scratch, exercisePath: path, toolchain: toolchain, compiling: use)
  }

  private var timeLimit: Double { min(limits.compileSeconds, limits.totalSeconds ?? .infinity) }

  /// The text of an ordinary file of ordinary size.
  private func readSource(_ file: URL, shownAs path: String) throws(CompileFailure) -> Data {
    do {
      let values = try file.resolvingSymlinksInPath().resourceValues(forKeys: [
        .isRegularFileKey, .fileSizeKey,
      ])
      guard values.isRegularFile == true else {
        throw CompileFailure.unreadable(path: path, reason: "it is not an ordinary file")
      }
      guard (values.fileSize ?? 0) <= Self.mostBytes else { throw Self.tooLarge(path) }
      return try Data(contentsOf: file)
    } catch let failure as CompileFailure {
      throw failure
    } catch {
      throw .unreadable(path: path, reason: error.plainReason)
    }
  }

  private static func tooLarge(_ path: String) -> CompileFailure {
    .unreadable(path: path, reason: "it is larger than \(mostBytes >> 20) MB")
  }

  private static let mostBytes = 1 << 20
  /// A driver, a compiler and a linker, with their threads.
  private static let mostProcesses = 128
  private static let exerciseName = "Exercise.swift"
  private static let bindingName = "Binding.swift"
  private static let entryName = "Entry.swift"

  private func launch(in folder: URL) -> Launch {
    var launch = Launch(
      toolchain.swiftc.path,
      modules.compilerOptions + [
        "-emit-library", "-wmo", "-module-name", "Subject", "-suppress-warnings",
        "-o", SubjectLibrary.fileName, Self.exerciseName, Self.bindingName, Self.entryName,
      ] + Toolchain.leavingSymbolsToTheHost,
      environment: toolchain.environment(temporaryFolder: folder.path))
    launch.directory = folder.path
    launch.limits = ResourceLimits(
      cpuSeconds: limits.cpuSeconds.map { Int($0.rounded(.up)) }, addressSpace: 8 << 30, fileSize: 256 << 20,
      processes: Self.mostProcesses)
    launch.watch = ResourceWatch(processes: Self.mostProcesses, folders: [folder], bytes: 512 << 20)
    return sandbox.confine(
      launch,
      to: Confinement(
        readable: [toolchain.root, modules.folder, modules.compilerCache], writable: [folder], mayFork: true))
  }

  private func failure(_ completion: Completion, path: String, binding: URL) -> CompileFailure {
    let output = completion.error.text + completion.output.text
    let messages = CompilerMessage.errors(in: output)
    // A learner may rename lines by `#sourceLocation`: what is not in the course's own files is theirs.
    let own = messages.filter { ![Self.bindingName, Self.entryName].contains($0.file) }
    if !own.isEmpty { return .errors(own, path: path) }
    if !messages.isEmpty {
      return .signature(SignatureAdvice(binding: binding).told(messages), path: path)
    }
    let usedItsProcessorTime = completion.cpuSeconds >= limits.cpuSeconds ?? .infinity
    guard completion.status != nil, !usedItsProcessorTime, !Self.wasStopped(saying: output) else {
      return .timedOut(seconds: Int(timeLimit.rounded(.up)), path: path)
    }
    return .broke(path: path, output: output)
  }

  /// Whether the driver tells of a compiler that was over its processor time, which not every sandbox counts.
  private static func wasStopped(saying output: String) -> Bool {
    [SIGXCPU, SIGKILL].contains { output.contains("failed due to signal \($0) ") }
  }
}
