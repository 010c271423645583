// Looks for the solutions, the checkpoints, another submission and the passwords.
// report: returned
import Foundation

func words(_ text: String) -> [String] {
  let places = [
    "@COURSE@/Solutions/01-routing/Exercise.swift", "@COURSE@/Tests/Lab01Tests/Lab01Checkpoints.swift",
    "@COURSE@/curriculum.json", "@OUTSIDE@/secret", "/etc/passwd", "/proc/1/environ",
    "/proc/\(getppid())/environ", "/proc/\(getppid())/mem", "/proc/@GRADER@/environ",
    "/proc/@GRADER@/cmdline",
  ]
  for place in places {
    let file = open(place, O_RDONLY)
    var byte: UInt8 = 0
    if file >= 0, read(file, &byte, 1) == 1 { print("escaped: read \(place)") }
  }
  for folder in ["@COURSE@", "@OUTSIDE@", "/home", "/root"]
  where !((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).isEmpty {
    print("escaped: listed \(folder)")
  }
  return []
}
