import Foundation

/// Holds the curriculum against the files of the course, both ways.
public struct CourseTree: Sendable {
  private let course: Course

  /// The tree of a course.
  public init(_ course: Course) {
    self.course = course
  }

  /// What is missing from a lab's files, and what is there that nothing names.
  public func problems(of lab: Lab) -> [String] {
    strayFiles(of: lab) + exerciseProblems(of: lab) + checkpointProblems(of: lab)
  }

  /// Folders and test targets that belong to no lab of the curriculum.
  public func strayLabs() -> [String] {
    let folders = Set(course.curriculum.labs.map(\.folderName) + [course.glossaryFile.lastPathComponent])
    let strays = ["Labs", "Solutions"].flatMap { place in
      names(in: course.root.appending(path: place)).subtracting(folders).map {
        "\(place)/\($0) belongs to no lab"
      }
    }
    let targets = Set(course.curriculum.labs.map { "Lab\($0.number)Tests" })
    let tests = names(in: course.root.appending(path: "Tests")).filter {
      $0.wholeMatch(of: /Lab\d\dTests/) != nil
    }
    return (strays + tests.subtracting(targets).map { "Tests/\($0) belongs to no lab" }).sorted()
  }

  private func strayFiles(of lab: Lab) -> [String] {
    var expected: [(folder: URL, files: Set<String>)] = [
      (course.folder(of: lab), ["lab.swift", Course.exerciseName, "Binding.swift", "Reference.swift"])
    ]
    if course.hasSolutions {
      expected.append((course.solution(of: lab).deletingLastPathComponent(), [Course.exerciseName]))
    }
    return expected.flatMap { folder, files in
      let found = names(in: folder)
      let path = course.displayPath(folder)
      return files.subtracting(found).sorted().map { "\(path)/\($0) is missing" }
        + found.subtracting(files).sorted().map { "\(path)/\($0) is a stray file" }
    }
  }

  private func exerciseProblems(of lab: Lab) -> [String] {
    let stubs = FunctionSource(text(course.stubs(of: lab)))
    let solution = FunctionSource(text(course.solution(of: lab)))
    let binding = text(course.binding(of: lab))
    return lab.exercises.flatMap { exercise -> [String] in
      let name = exercise.function
      var problems: [String] = []
      if stubs.text(of: name)?.contains("todo(\"\(exercise.id)\")") != true {
        problems.append("the stubs have no `\(name)` with todo(\"\(exercise.id)\")")
      }
      if course.hasSolutions, solution.text(of: name) == nil {
        problems.append("the solution has no `\(name)`")
      }
      if !binding.contains("to: \(name))") { problems.append("the binding does not name `\(name)`") }
      if !lab.checkpoints.contains(where: { $0.exercises.contains(exercise.id) }) {
        problems.append("no checkpoint grades exercise \(exercise.id)")
      }
      return problems
    }
  }

  private func checkpointProblems(of lab: Lab) -> [String] {
    let folder = course.tests(of: lab)
    let sources = names(in: folder).sorted().map { text(folder.appending(path: $0)) }.joined(separator: "\n")
    let written = Set(sources.matches(of: /func (test\d\d_\w+)\(/).map { String($0.1) })
    let listed = Set(lab.checkpoints.map(\.test))
    let misnumbered = lab.checkpoints.filter { checkpoint in
      let number = checkpoint.test.dropFirst("test".count).prefix { $0.isNumber }
      return "\(lab.number).\(Int(number) ?? 0)" != checkpoint.id
    }
    return listed.subtracting(written).sorted().map { "no test is named \($0)" }
      + written.subtracting(listed).sorted().map { "the curriculum does not list \($0)" }
      + misnumbered.map { "\($0.test) does not carry the number of checkpoint \($0.id)" }
  }

  private func names(in folder: URL) -> Set<String> {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return Set(files.filter { !$0.hasPrefix(".") })
  }

  private func text(_ file: URL) -> String {
    (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }
}
