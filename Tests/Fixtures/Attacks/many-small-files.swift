// Uses up the disk's entries.
// report: made more than | returned | no answer in
import Foundation

func words(_ text: String) -> [String] {
  for number in 0..<1_000_000 {
    let file = open("small-\(number)", O_CREAT | O_WRONLY, 0o600)
    if file < 0 { return [] }
    close(file)
  }
  return []
}
