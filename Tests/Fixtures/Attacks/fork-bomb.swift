// Multiplies, by every call there is for it.
// report: returned
import Foundation

@_silgen_name("fork") func forkProcess() -> Int32
@_silgen_name("vfork") func vforkProcess() -> Int32

func words(_ text: String) -> [String] {
  for _ in 0..<8 where forkProcess() >= 0 { print("escaped: forked") }
  var process = pid_t()
  if posix_spawn(&process, "/bin/sleep", nil, nil, [strdup("sleep"), strdup("@MARKER@"), nil], nil) == 0 {
    print("escaped: spawned")
  }
  return []
}
