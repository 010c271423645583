import Foundation
import LabContracts
import LabKit
import LabTesting

/// An exercise file that does everything an exercise must not do, one function each.
enum MisbehavingExercise {
  static let calm = Endpoint<Int, /* -> */ Int>("calm")
  static let misbehave = Endpoint<String, /* -> */ Int>("misbehave")

  /// Compiles the file below in the sandbox that this machine offers.
  static func compile(sandbox: Sandbox) throws -> SubjectLibrary {
    let folder = try ScratchFolder("misbehaving")
    let exercise = folder.url.appending(path: "Exercise.swift")
    let binding = folder.url.appending(path: "Binding.swift")
    try source.write(to: exercise, atomically: true, encoding: .utf8)
    try bindingSource.write(to: binding, atomically: true, encoding: .utf8)
    return try SubjectCompiler(sandbox: sandbox).compile(
      exercise: exercise, binding: binding, shownAs: "Workspace/Exercise.swift")
  }

  /// The line of the source on which a marker stands.
  static func line(of marker: String) -> Int {
    (source.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
      $0.contains("// \(marker)")
    } ?? -1) + 1
  }

  private static let bindingSource = """
    import LabContracts
    let labBinding = Binding {
      $0.bind(Endpoint<Int, Int>("calm"), to: calm)
      $0.bind(Endpoint<String, Int>("misbehave"), to: misbehave)
    }
    """

  private static let source = #"""
    import Foundation
    import LabContracts

    enum Complaint: String, ContractError { case onPurpose }
    struct OtherError: Error {}

    func calm(_ x: Int) -> Int { x + 1 }

    func recurse(_ x: Int) -> Int { x < 0 ? 0 : recurse(x + 1) + 1 }

    func misbehave(_ how: String) throws -> Int {
      let empty: [Int] = []
      let nothing: Int? = how.isEmpty ? 1 : nil
      switch how {
      case "index": return empty[how.count]  // index
      case "overflow": return Int.max + how.count  // overflow
      case "nil": return nothing!  // nil
      case "fatal": fatalError("on purpose")
      case "recurse": return recurse(1)
      case "hang": while true {}
      case "sleep": sleep(1000)
      case "memory":
        var all: [[Int]] = []
        while true { all.append(Array(repeating: all.count, count: 1 << 26)) }
      case "exit": exit(0)
      case "_exit": _exit(3)
      case "print":
        let line = String(repeating: "x", count: 1 << 20)
        for _ in 0..<1024 { print(line) }
      case "say": print("hello from the exercise")
      case "throw": throw Complaint.onPurpose
      case "throwOther": throw OtherError()
      case "todo": todo("09.9")
      case "forge": _ = write(3, "\u{5}\0\0\0\u{1}\0\0\0\u{2}", 9)
      case "hugeForge": _ = write(3, "\u{ff}\u{ff}\u{ff}\u{ff}", 8)
      case "fork": return Int(access("/bin/true", X_OK)) + run("/bin/true")
      case "socket": return Int(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
      case "write": return Int(open("/tmp/labs-was-here", O_CREAT | O_WRONLY, 0o600))
      case "writeOwn": return Int(open("own.txt", O_CREAT | O_WRONLY, 0o600))
      case "writeOwnOnce": return Int(open("once.txt", O_CREAT | O_EXCL | O_WRONLY, 0o600))
      case "read": return Int(open("/etc/passwd", O_RDONLY))
      case "parent": return Int(kill(getppid(), SIGTERM))
      case "prlimit":
        var limit = rlimit(rlim_cur: 64, rlim_max: 64)
        return Int(prlimit(getppid(), __rlimit_resource(7), &limit, nil))
      case "chmod": return Int(chmod("/dev/null", 0o666))
      case "shm": return Int(shmget(0, 4096, 0o1600))
      case "deathSignal": return Int(syscall4(157, 1, 0))
      case "priority": return Int(setpriority(0, id_t(getppid()), 19))
      case "alloc":
        FileHandle.standardError.write(Data("allocated 3 rows\n".utf8))
        return empty[how.count]
      case "exit77": exit(77)
      case "fakeTodo":
        FileHandle.standardError.write(Data("exercise \u{1b}[2J is not written yet\n".utf8))
        exit(77)
      case "exit70":
        FileHandle.standardError.write(Data("exercise-host: ask your teacher\n".utf8))
        exit(70)
      case "environment": return ProcessInfo.processInfo.environment.count
      default: break
      }
      return 0
    }

    @_silgen_name("prlimit")
    func prlimit(
      _ pid: Int32, _ resource: __rlimit_resource, _ new: UnsafePointer<rlimit>?, _ old: UnsafeMutablePointer<rlimit>?
    ) -> Int32
    @_silgen_name("syscall") func syscall4(_ number: Int, _ a: Int, _ b: Int) -> Int

    func run(_ program: String) -> Int {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      do { try process.run() } catch { return -1 }
      process.waitUntilExit()
      return 1
    }
    """#
}
