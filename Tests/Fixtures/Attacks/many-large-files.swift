// Fills the disk with files that are each small enough, and lingers.
// report: wrote more than | returned | no answer in
import Foundation

func words(_ text: String) -> [String] {
  let block = [UInt8](repeating: 1, count: 1 << 20)
  for number in 0..<200 {
    let file = open("large-\(number)", O_CREAT | O_WRONLY, 0o600)
    if write(file, block, block.count) < 0 { return [] }
    close(file)
  }
  sleep(1)
  return []
}
