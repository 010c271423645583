// Would outlive the run as a daemon of a session of its own.
// report: returned
import Foundation

@_silgen_name("fork") func forkProcess() -> Int32

func words(_ text: String) -> [String] {
  if setsid() >= 0 { print("escaped: a session of its own") }
  if forkProcess() == 0 {
    setsid()
    if forkProcess() == 0 {
      execv("/bin/sleep", [strdup("sleep"), strdup("@MARKER@"), nil])
    }
    _exit(0)
  }
  return []
}
