import Foundation
import LabNotebook

/// A lesson that is running, from one cell to the next.
///
/// The lesson's process waits before each code cell until `advance` is called again. The thread that made the
/// playback must be the one that advances it.
public final class LessonPlayback {
  /// Where a lesson waits.
  public enum Stop: Equatable, Sendable {
    /// Before the code cell of this number.
    case cell(Int)
    /// Behind the last one.
    case end
  }

  private let program: CompiledLesson
  private let child: ChildProcess
  private var text = TextStream()
  private var errorText = TextStream()
  private var currentCell: Int?
  private var owesAnswer = false

  /// Starts the lesson; it waits before its first code cell until `advance` is called.
  public init(_ program: CompiledLesson, products: BuildProducts = .current()) throws {
    self.program = program
    let host = try products.executable("lesson-host")
    var launch = Launch(host.path, [program.library.path], environment: Self.environment)
    launch.hasChannel = true
    launch.output = .captured(limit: Self.bufferSize)
    child = try ChildProcess(launch)
  }

  /// Ends the lesson's process.
  public func stop() {
    child.kill()
  }

  /// Runs the lesson to its next code cell, or to its end, and hands over what it shows on the way.
  ///
  /// - Throws: `LessonFailure` when it ends too early.
  public func advance(_ show: (LessonMoment) -> Void) throws -> Stop {
    while true {
      try answer()
      let event = try nextEvent(show)
      owesAnswer = true
      switch event {
      case .display(let display):
        show(.output(.display(display)))
      case .progress(let label, let fraction):
        show(.progress(label: label, fraction: fraction))
      case .cell(let number):
        finishText(show)
        currentCell = number
        return .cell(number)
      case .finished:
        finishText(show)
        stop()
        return .end
      }
    }
  }

  /// An empty message says that everything printed so far has been read.
  private func answer() throws {
    guard owesAnswer else { return }
    owesAnswer = false
    // If the lesson is gone, waiting for its next event tells why.
    try? child.send([], before: .now + .seconds(10))
  }

  private func nextEvent(_ show: (LessonMoment) -> Void) throws -> NotebookEvent {
    while true {
      do {
        let limit = max(child.output.total, child.error.total) + Self.bufferSize / 2
        let message = try child.receive(before: .now + .milliseconds(50), outputLimit: limit)
        // The event was sent behind the output, but may have overtaken it between two looks.
        child.drain()
        showText(show)
        return try NotebookEvent(json: Data(message))
      } catch ChildInterruption.timedOut, ChildInterruption.tooMuchOutput {
        showText(show)
      } catch ChildInterruption.ended(let status) {
        throw failure(status, show)
      } catch ChildInterruption.channelBroken {
        throw endOfHost(show)
      } catch let error as DecodingError {
        throw LessonFailure.hostBroke(reason: "it sent something that is no event (\(error))")
      }
    }
  }

  /// A process that dies closes its channel first; with a full stack to look through, its end may take seconds.
  private func endOfHost(_ show: (LessonMoment) -> Void) -> LessonFailure {
    let deadline = ContinuousClock.now + .seconds(20)
    while child.reap() == nil, ContinuousClock.now < deadline {
      child.pump(until: .now + .milliseconds(50))
    }
    child.drain()
    guard let status = child.status else {
      return .hostBroke(reason: "it closed its channel to the runner")
    }
    return failure(status, show)
  }

  /// Standard output at once; standard error when the cell is over (or has written very much), because the
  /// report of a crash stands there too, and only the end of the process tells that it is one.
  private func showText(_ show: (LessonMoment) -> Void) {
    let printed = text.take(child.output.take())
    if !printed.isEmpty { show(.output(.text(printed))) }
    errorText.keep(child.error.take())
    if errorText.count > Self.bufferSize { show(.output(.errorText(errorText.finish()))) }
  }

  private func finishText(_ show: (LessonMoment) -> Void) {
    showText(show)
    let rest = text.finish()
    if !rest.isEmpty { show(.output(.text(rest))) }
    let errors = errorText.finish()
    if !errors.isEmpty { show(.output(.errorText(errors))) }
  }

  private func failure(_ status: ExitStatus, _ show: (LessonMoment) -> Void) -> LessonFailure {
    showText(show)
    let report = LessonCrash(text: errorText.finish(), program: program, cell: currentCell)
    let rest = text.finish()
    if !rest.isEmpty { show(.output(.text(rest))) }
    if !report.ownText.isEmpty { show(.output(.errorText(report.ownText))) }
    return report.failure(status)
  }

  /// How much is read before it is shown.
  private static let bufferSize = 1 << 24

  private static var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment
    environment[EventChannel.variable] = "3"
    environment["SWIFT_BACKTRACE"] =
      "enable=yes,color=no,threads=crashed,registers=none,images=none,sanitize=no,limit=64,top=8,output-to=stderr"
    return environment
  }
}
