// Writes where results, grades and the course itself might lie, and into its own library.
// report: returned
import Foundation

func words(_ text: String) -> [String] {
  let places = [
    "@OUTSIDE@/secret", "@OUTSIDE@/results.json", "@COURSE@/curriculum.json", "@COURSE@/grades.csv",
    "/tmp/labs-was-here", "/var/tmp/labs-was-here", "/dev/shm/labs-was-here", CommandLine.arguments[1],
  ]
  for place in places {
    if open(place, O_WRONLY | O_CREAT | O_APPEND, 0o600) >= 0 { print("escaped: opened \(place)") }
    if unlink(place) == 0 { print("escaped: removed \(place)") }
    if chmod(place, 0o777) == 0 { print("escaped: changed \(place)") }
    if truncate(place, 0) == 0 { print("escaped: cut \(place)") }
  }
  if rename("@OUTSIDE@/secret", "own") == 0 { print("escaped: took the secret") }
  return []
}
