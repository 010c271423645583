// Writes where results, grades and the course itself might lie, and into its own library.
// report: returned
import Foundation

func words(_ text: String) -> [String] {
  // The course is opened and left as it is, should this get so far; the other submission is not spared.
  let places = [
    "@COURSE@/curriculum.json", "@COURSE@/Tests/Lab01Tests/Lab01Checkpoints.swift", CommandLine.arguments[0],
    CommandLine.arguments[1], "@OUTSIDE@/secret",
  ]
  for place in places where open(place, O_WRONLY | O_APPEND) >= 0 { print("escaped: opened \(place)") }
  let newPlaces = [
    "@COURSE@/labs-was-here", "@OUTSIDE@/results.json", "/tmp/labs-was-here", "/var/tmp/labs-was-here",
    "/dev/shm/labs-was-here",
  ]
  for place in newPlaces where open(place, O_WRONLY | O_CREAT, 0o600) >= 0 { print("escaped: made \(place)") }
  if chmod("@OUTSIDE@/secret", 0o777) == 0 { print("escaped: changed the secret's mode") }
  if truncate("@OUTSIDE@/secret", 0) == 0 { print("escaped: emptied the secret") }
  if rename("@OUTSIDE@/secret", "own") == 0 { print("escaped: took the secret") }
  if unlink("@OUTSIDE@/secret") == 0 { print("escaped: removed the secret") }
  return []
}
