import Foundation
import LabKit

/// A class's submissions for lab 01, made from its solution: 60 % right, 25 % wrong, and 5 % each that crash,
/// hang or attack.
struct GeneratedClass {
  /// What a submission does.
  enum Kind: String, CaseIterable, Encodable {
    case right, wrong, crashing, hanging, hostile

    /// The places in a row of twenty that are of this kind.
    fileprivate var share: Int {
      switch self {
      case .right: 12
      case .wrong: 5
      case .crashing, .hanging, .hostile: 1
      }
    }
  }

  let count: Int
  private let solution: String

  /// - Throws: `BenchmarkError` when the solution is no longer what the changes were written for.
  init(count: Int, course: Course, lab: Lab) throws {
    self.count = count
    solution = String(decoding: try SafeFile.bytes(of: course.solution(of: lab)), as: UTF8.self)
    for change in Kind.allCases.flatMap(Self.changes) where !solution.contains(change.text) {
      throw BenchmarkError(what: "the solution of lab \(lab.number) does not contain `\(change.text)`")
    }
  }

  /// The kind of a submission: all kinds in every row of twenty, so that no part of a run is easier than another.
  func kind(of index: Int) -> Kind { Self.row[index * 7 % Self.row.count] }

  private static let row = Kind.allCases.flatMap { Array(repeating: $0, count: $0.share) }

  func id(of index: Int) -> String {
    let digits = String(index)
    return "student-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  /// Writes every submission; no two have the same bytes.
  func write(to folder: URL) throws {
    for index in 0..<count {
      let place = folder.appending(path: id(of: index))
      try SafeFile.makeFolder(place)
      let source = source(of: index) + "\n// Handed in by \(id(of: index)).\n"
      try Data(source.utf8).write(to: place.appending(path: Course.exerciseName))
    }
  }

  private func source(of index: Int) -> String {
    let changes = Self.changes(kind(of: index))
    guard !changes.isEmpty else { return solution }
    let change = changes[index / Self.row.count % changes.count]
    return solution.replacing(change.text, with: change.replacement)
  }

  private static func changes(_ kind: Kind) -> [(text: String, replacement: String)] {
    func begin(_ function: String, with line: String) -> (text: String, replacement: String) {
      (function, "\(function)\n  \(line)")
    }
    let gate = "func gate(_ route: String, _ amount: Double, _ evidence: [String]) -> String {"
    let words = "func words(_ text: String) -> [String] {"
    switch kind {
    case .right: return []
    case .wrong:
      return [
        ("message.contains($0.keyword.lowercased())", "message.contains($0.keyword)"),
        ("if amount > 100", "if amount >= 100"), ("6 * parameters * tokens", "2 * parameters * tokens"),
        ("return 2 * truePositives /", "return truePositives /"),
        ("prefix(max(budget, 0))", "prefix(max(budget, 1))"),
      ]
    case .crashing:
      return [
        begin(gate, with: "_ = evidence[evidence.count]"), begin(gate, with: "fatalError(\"not here\")"),
        begin(gate, with: "let none: Int? = nil; _ = none!"),
        begin(gate, with: "func deeper(_ n: Int) -> Int { deeper(n + 1) + n }; _ = deeper(0)"),
      ]
    case .hanging:
      return [begin(words, with: "while true {}"), begin(gate, with: "while true { sleep(1) }")]
    case .hostile:
      return [
        begin(words, with: "exit(0)"),
        begin(gate, with: "for fd in 3..<64 { _ = write(Int32(fd), [UInt8](repeating: 1, count: 99), 99) }"),
        begin(gate, with: "while true { print(String(repeating: \"x\", count: 1 << 20)) }"),
        begin(gate, with: "var all: [[Int]] = []; while true { all.append(Array(0..<10_000_000)) }"),
        begin(gate, with: "while true { Thread.detachNewThread { while true {} } }"),
        begin(
          gate,
          with: "return try! String(contentsOfFile: \"/etc/passwd\", encoding: .utf8)"),
      ]
    }
  }
}
