// Becomes another program, which has no more rights than it had.
// report: returned | left the process | closed | signal
import Foundation

func words(_ text: String) -> [String] {
  let script = "cat @OUTSIDE@/secret; echo > /tmp/labs-was-here; sleep @MARKER@ & setsid sleep @MARKER@"
  execv("/bin/sh", [strdup("sh"), strdup("-c"), strdup(script), nil])
  return []
}
