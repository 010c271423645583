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
  // What a folder is called may be seen where something in it is; what lies in it may not.
  for (folder, file) in [("@COURSE@", "Package.swift"), ("@OUTSIDE@", "secret"), ("/etc", "passwd")] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    if names.contains(file) { print("escaped: listed \(folder)") }
  }
  return []
}
