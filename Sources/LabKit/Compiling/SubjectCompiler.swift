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
  private let timeLimit: Duration

  /// A compiler for the modules of `products`.
  public init(
    products: BuildProducts = .current(), toolchain: Toolchain? = nil, sandbox: Sandbox,
    timeLimit: Duration = .seconds(30)
  ) throws {
    self.toolchain = try toolchain ?? Toolchain.find()
    modules = try ModuleFolder.forExercises(products, self.toolchain)
    self.sandbox = sandbox
    self.timeLimit = timeLimit
  }

  /// Compiles `exercise` with the course's own `binding`.
  ///
  /// - Parameter shownAs: the path that messages name.
  /// - Throws: `CompileFailure` for what the learner can mend.
  public func compile(exercise: URL, binding: URL, shownAs path: String) throws -> SubjectLibrary {
    let scratch = try ScratchFolder("subject")
    try readSource(exercise, shownAs: path).write(to: scratch.url.appending(path: Self.exerciseName))
    try Data(contentsOf: binding).write(to: scratch.url.appending(path: Self.bindingName))
    try Data(BindingEntry.source.utf8).write(to: scratch.url.appending(path: Self.entryName))
    let completion = try ChildProcess.run(launch(in: scratch.url), timeLimit: timeLimit)
    guard completion.isSuccess else { throw failure(completion, path: path) }
    return SubjectLibrary(scratch: scratch, exercisePath: path, toolchain: toolchain)
  }

  /// The text of an ordinary file of ordinary size.
  private func readSource(_ file: URL, shownAs path: String) throws(CompileFailure) -> Data {
    do {
      let values = try file.resolvingSymlinksInPath().resourceValues(forKeys: [
        .isRegularFileKey, .fileSizeKey,
      ])
      guard values.isRegularFile == true else {
        throw CompileFailure.unreadable(path: path, reason: "it is not an ordinary file")
      }
      guard (values.fileSize ?? 0) <= Self.mostBytes else {
        throw CompileFailure.unreadable(path: path, reason: "it is larger than \(Self.mostBytes >> 20) MB")
      }
      return try Data(contentsOf: file)
    } catch let failure as CompileFailure {
      throw failure
    } catch {
      throw .unreadable(path: path, reason: error.plainReason)
    }
  }

  private static let mostBytes = 1 << 20
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
    launch.limits = ResourceLimits(addressSpace: 8 << 30, fileSize: 256 << 20)
    launch.confinement = sandbox.confinement(
      readable: [toolchain.root, modules.folder, modules.compilerCache], writable: [folder], mayFork: true)
    return launch
  }

  private func failure(_ completion: Completion, path: String) -> CompileFailure {
    guard completion.status != nil else {
      return .timedOut(seconds: Int(timeLimit.components.seconds), path: path)
    }
    let output = completion.error.text + completion.output.text
    let messages = CompilerMessage.errors(in: output)
    let own = messages.filter { $0.file == Self.exerciseName }
    if !own.isEmpty { return .errors(own, path: path) }
    if !messages.isEmpty { return .signature(messages, path: path) }
    return .broke(path: path, output: output)
  }
}
