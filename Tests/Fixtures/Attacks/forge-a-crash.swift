// Writes a crash of somebody else's making, and then returns a wrong answer.
// report: returned
import Foundation

func words(_ text: String) -> [String] {
  let note = "labs-signal 04\nlabs-frame 0x10 /etc/passwd\n"
  for descriptor in [Int32(2), 4] { _ = write(descriptor, note, note.utf8.count) }
  return ["crashed"]
}
