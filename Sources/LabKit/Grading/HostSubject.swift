import Foundation
import LabContracts

/// A subject in a process of its own.
///
/// A trap, a hang or an `exit` ends one call: the cause is named, and the next call starts the host again.
public final class HostSubject: Subject {
  private let library: SubjectLibrary
  private let launch: Launch
  private let limits: SubmissionLimits
  private let budget: SubmissionBudget
  private let sandbox: Sandbox
  private var host: ChildProcess?
  private var nextID: UInt32 = 0
  /// Whether the host has said that it has loaded the library.
  private var isLoaded = false
  private var printed = ""
  /// The only place in which this subject's code may write: nothing there passes on to the next subject.
  private let privateFolder: ScratchFolder
  private static let shownOutput = 64 << 10

  /// A subject that calls into `library`; nothing is started yet.
  ///
  /// - Parameter budget: what all subjects of one submission share; `nil`: the totals of `limits` for this one.
  public init(
    library: SubjectLibrary, products: BuildProducts = .current(), sandbox: Sandbox,
    limits: SubmissionLimits = SubmissionLimits(), budget: SubmissionBudget? = nil
  ) throws {
    self.library = library
    self.limits = limits
    self.sandbox = sandbox
    self.budget = budget ?? SubmissionBudget(limits)
    privateFolder = try ScratchFolder("private")
    let executable = try products.executable("exercise-host")
    launch = Self.launch(executable, library, privateFolder.url, sandbox, limits)
  }

  deinit {
    if let host { end(host) }
  }

  private static func launch(
    _ executable: URL, _ library: SubjectLibrary, _ folder: URL, _ sandbox: Sandbox,
    _ limits: SubmissionLimits
  ) -> Launch {
    var launch = Launch(
      executable.path, [library.url.path],
      environment: ["SWIFT_BACKTRACE": "enable=no", "LANG": "C.UTF-8", "HOME": folder.path])
    launch.directory = folder.path
    (launch.hasChannel, launch.hasNotes) = (true, true)
    launch.output = .captured(limit: shownOutput)
    launch.limits = ResourceLimits(
      addressSpace: limits.memory, fileSize: limits.fileSize, openFiles: 64, processes: limits.processes)
    launch.watch = ResourceWatch(processes: limits.processes, folders: [folder], bytes: limits.disk)
    return sandbox.confine(
      launch,
      to: Confinement(
        readable: [executable, library.url, library.runtimeLibraries], privateFolder: folder,
        privateBytes: limits.disk))
  }

  /// Starts the process before the first call needs it; a failure is told by that call.
  public func start() {
    _ = try? runningHost()
  }

  /// Starts the process and waits until it has loaded the library.
  ///
  /// - Throws: `SubjectFailure` when it did not come to that.
  public func load() throws {
    let host = try runningHost()
    do {
      if !isLoaded { try awaitLoading(host) }
    } catch let interruption as ChildInterruption {
      throw stop(host, because: interruption)
    }
  }

  /// Sends the call and waits for the answer, within the limits.
  public func answer(_ call: SubjectCall) throws -> [UInt8] {
    guard !budget.isSpent else { throw SubjectFailure.budgetSpent(seconds: limits.totalSeconds) }
    nextID &+= 1
    let request = CallRequest(id: nextID, endpoint: call.name, arguments: call.arguments)
    let host = try runningHost()
    do {
      if !isLoaded { try awaitLoading(host) }
      let deadline = ContinuousClock.now + .seconds(min(limits.seconds, budget.secondsLeft))
      // Whatever lies there before the question was asked is no answer to it.
      guard !host.hasUnreadMessage else { throw ChildInterruption.channelBroken }
      try host.send(request.wireBytes, before: deadline)
      let reply = try CallReply(
        wireBytes: host.receive(before: deadline, maximum: limits.answer, outputLimit: limits.output))
      guard reply.id == request.id else { throw ChildInterruption.channelBroken }
      keepOutput(of: host)
      return try result(reply, call)
    } catch let interruption as ChildInterruption {
      throw stop(host, because: interruption)
    } catch is WireError {
      throw stop(host, because: .channelBroken)
    }
  }

  /// What the learner's code printed since the last time.
  public func takeOutput() -> String {
    defer { printed = "" }
    return printed
  }

  private func awaitLoading(_ host: ChildProcess) throws {
    let patience = Duration.seconds(min(Self.loadingSeconds, budget.secondsLeft))
    let greeting = try CallReply(wireBytes: host.receive(before: .now + patience, maximum: 64))
    guard greeting.id == 0 else { throw ChildInterruption.channelBroken }
    isLoaded = true
  }

  private static let loadingSeconds = 20.0

  private func runningHost() throws -> ChildProcess {
    if let host { return host }
    do {
      var launch = launch
      launch.limits.cpuSeconds = budget.cpuLimit
      launch.watch?.nextLook = .now + ResourceWatch.interval
      let started = try ChildProcess(launch)
      isLoaded = false
      host = started
      return started
    } catch {
      throw SubjectFailure.hostDidNotStart("\(error)")
    }
  }

  private func result(_ reply: CallReply, _ call: SubjectCall) throws -> [UInt8] {
    switch reply.result {
    case .value(let bytes): return bytes
    case .thrown(let error): throw error
    case .notBound: throw SubjectFailure.notBound(call.name)
    }
  }

  private func stop(_ host: ChildProcess, because interruption: ChildInterruption) -> SubjectFailure {
    host.drain()
    let words = host.error.text
    let notes = host.notes.text
    keepOutput(of: host)
    end(host)
    self.host = nil
    switch interruption {
    case .timedOut:
      return budget.isSpent
        ? .budgetSpent(seconds: limits.totalSeconds) : .noAnswer(seconds: limits.seconds)
    case .tooMuchOutput: return .tooMuchOutput(bytes: limits.output)
    case .exceeded(let excess): return .exceeded(excess)
    case .channelBroken: return .forgedAnswer
    case .ended(let status):
      let crash = CrashReport(
        words: words, notes: notes, library: library, wasLoaded: isLoaded, sandbox: sandbox)
      let failure = crash.failure(status, limits: limits)
      if case .usedUpProcessor(let seconds) = failure { budget.spend(cpuSeconds: seconds) }
      return failure
    }
  }

  private func end(_ host: ChildProcess) {
    host.kill()
    budget.spend(cpuSeconds: host.cpuSeconds)
  }

  private func keepOutput(of host: ChildProcess) {
    let text = host.takeOutput()
    printed += text.prefix(max(0, Self.shownOutput - printed.utf8.count))
  }
}
