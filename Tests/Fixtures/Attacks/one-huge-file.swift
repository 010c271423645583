// Fills the disk with one file.
// report: wrote more than | signal | returned
import Foundation

func words(_ text: String) -> [String] {
  signal(SIGXFSZ, SIG_IGN)
  let block = [UInt8](repeating: 1, count: 1 << 20)
  let file = open("huge", O_CREAT | O_WRONLY, 0o600)
  var written = 0
  for _ in 0..<4096 { written += max(0, write(file, block, block.count)) }
  if written > 64 << 20 { print("escaped: wrote \(written) bytes") }
  return []
}
