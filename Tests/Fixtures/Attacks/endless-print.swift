// Prints for ever, on both streams.
// report: printed more than | no answer in
import Foundation

func words(_ text: String) -> [String] {
  let line = String(repeating: "x", count: 1 << 16)
  while true {
    print(line)
    FileHandle.standardError.write(Data(line.utf8))
  }
}
