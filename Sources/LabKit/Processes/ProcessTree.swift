import Foundation

/// A process with all its descendants, as `/proc` shows them; elsewhere none are seen.
enum ProcessTree {
  /// How many processes and threads there are, or one more than `most` as soon as there are more.
  static func count(under root: pid_t, upTo most: Int) -> Int {
    var waiting = [root]
    var count = 0
    while let process = waiting.popLast(), count <= most {
      let threads = names(in: "/proc/\(process)/task")
      count += threads.count
      // Whoever has many threads has few children worth the time.
      for thread in threads.prefix(most) { waiting += children(of: process, thread) }
    }
    return count
  }

  /// Seconds of processor time that a process and its living descendants have used.
  static func cpuSeconds(under root: pid_t) -> Double {
    var waiting = [root]
    var ticks = 0.0
    while let process = waiting.popLast() {
      ticks += self.ticks(of: process)
      for thread in names(in: "/proc/\(process)/task") { waiting += children(of: process, thread) }
    }
    return ticks / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
  }

  /// User and system time, the twelfth and thirteenth field behind the name (proc(5), `/proc/pid/stat`).
  private static func ticks(of process: pid_t) -> Double {
    guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let name = line.lastIndex(of: ")")
    else { return 0 }
    let fields = line[name...].split(separator: " ")
    return fields.count > 13 ? fields[12...13].compactMap { Double($0) }.reduce(0, +) : 0
  }

  private static func children(of process: pid_t, _ thread: String) -> [pid_t] {
    // Reading an empty file at once leaks a page of memory each time (Swift 6.3 on Linux), and most are empty.
    let file = FileHandle(forReadingAtPath: "/proc/\(process)/task/\(thread)/children")
    let list = (try? file?.readToEnd()) ?? Data()
    return String(decoding: list, as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }
}
