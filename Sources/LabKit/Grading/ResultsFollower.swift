import Foundation

/// Reads a results file while it is written, and tells each result once.
final class ResultsFollower: @unchecked Sendable {
  private let file: ResultsFile
  private let tell: @Sendable (CheckpointResult) -> Void
  private let lock = NSCondition()
  private var isOver = false
  private var told = 0

  /// Begins to read in a thread of its own; `finish` ends it.
  init(_ file: ResultsFile, tell: @escaping @Sendable (CheckpointResult) -> Void) {
    (self.file, self.tell) = (file, tell)
    Thread.detachNewThread { [self] in follow() }
  }

  /// Tells what is left and returns when nobody will be told anything any more.
  func finish() {
    lock.lock()
    isOver = true
    lock.broadcast()
    tellNew()
    lock.unlock()
  }

  private func follow() {
    lock.lock()
    while !isOver {
      tellNew()
      _ = lock.wait(until: Date(timeIntervalSinceNow: 0.2))
    }
    lock.unlock()
  }

  private func tellNew() {
    let results = file.records().compactMap { if case .result(let result) = $0 { result } else { nil } }
    for result in results.dropFirst(told) { tell(result) }
    told = max(told, results.count)
  }
}
