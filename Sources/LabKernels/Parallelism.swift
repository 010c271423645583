import Dispatch
import Foundation

/// How many cores a kernel may use: a value passed with the call, never a setting of the process.
public struct Parallelism: Hashable, Sendable {
  /// The most tasks that run at the same time; 1 or more.
  public let threads: Int

  /// At most `threads` tasks at a time; numbers under 1 mean 1.
  public init(threads: Int) {
    self.threads = max(1, threads)
  }

  /// Everything on the caller's thread.
  public static let singleCore = Parallelism(threads: 1)
  /// One task for every core that is switched on.
  public static let allCores = Parallelism(threads: ProcessInfo.processInfo.activeProcessorCount)
}

extension Parallelism {
  /// Calls `body` once for each task number below `tasks`, in parallel where that is allowed.
  ///
  /// Threads take the tasks one by one, so that one that is held up leaves the rest to the others.
  @inline(__always)
  func forEachTask(_ tasks: Int, _ body: (Int) -> Void) {
    let workers = min(threads, tasks)
    guard workers > 1 else {
      for task in 0..<max(0, tasks) { body(task) }
      return
    }
    withoutActuallyEscaping(body) { body in
      // Tasks write to memory of their own; pointers, which say nothing about that, cannot tell the compiler.
      nonisolated(unsafe) let body = body
      if self == .allCores {
        DispatchQueue.concurrentPerform(iterations: tasks) { body($0) }
      } else {
        // Dispatch knows no limit but the number of its pieces.
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
          for task in stride(from: worker, to: tasks, by: workers) { body(task) }
        }
      }
    }
  }

  /// Calls `body` with ranges that together cover `0..<count`, on one thread for less than two times `grain`
  /// numbers: below that a second thread costs more than it brings.
  ///
  /// Each thread's share is cut into four, because a thread that has to be woken comes late: the others
  /// have begun on its share by then.
  @inline(__always)
  func forEachRange(of count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    let workers = min(threads, count / max(1, grain))
    let pieces = workers > 1 ? min(count, 4 * workers) : 1
    forEachTask(pieces) { piece in
      body((piece * count / pieces)..<((piece + 1) * count / pieces))
    }
  }

  /// Calls `body` for each of `rows` rows of `columns` numbers.
  @inline(__always)
  func forEachRow(of rows: Int, columns: Int, _ body: (Int) -> Void) {
    forEachRange(of: rows, grain: max(1, (1 << 15) / max(1, columns))) { range in
      for row in range { body(row) }
    }
  }

  /// Calls `body` with ranges of columns, for sums that run down the rows: each sum stays with one thread.
  @inline(__always)
  func forEachColumnRange(of columns: Int, rows: Int, _ body: (Range<Int>) -> Void) {
    forEachRange(of: columns, grain: max(Vector.width, (1 << 15) / max(1, rows)), body)
  }
}
