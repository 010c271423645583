import Foundation

/// A lab's exercises: what to write, what grades it, help in three steps, and an answer under a cover.
struct ExercisesHTML {
  let course: Course
  let lab: Lab
  let crosslinks: Crosslinks

  private let stubs: FunctionSource
  private let solution: FunctionSource
  private let checkpoints: CheckpointSource

  init(course: Course, lab: Lab, crosslinks: Crosslinks) {
    (self.course, self.lab, self.crosslinks) = (course, lab, crosslinks)
    func text(_ file: URL) -> String { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }
    stubs = FunctionSource(text(course.stubs(of: lab)))
    solution = FunctionSource(text(course.solution(of: lab)))
    checkpoints = CheckpointSource(folder: course.tests(of: lab))
  }

  var html: String {
    let together = lab.checkpoints.filter { checkpoint in !lab.exercises.contains { $0.id == checkpoint.id } }
    let rest = together.isEmpty ? [] : ["<h2 id=\"together\">Several together</h2>"] + together.map(alone)
    return """
      <h1>Exercises of lab \(lab.number)</h1>
      <p>\(lab.title.escaped). <code>labs start \(lab.number)</code> puts the stubs into
      <code>Workspace/\(lab.folderName)/Exercise.swift</code>; <code>labs watch \(lab.number)</code> grades them on
      every save. Back to <a href="\(lab.folderName).html">the lesson</a>.</p>
      \((lab.exercises.map(exercise) + rest).joined(separator: "\n"))
      """
  }

  private func exercise(_ exercise: Lab.Exercise) -> String {
    let own = lab.checkpoints.first { $0.id == exercise.id }
    let others = lab.checkpoints.filter { $0.exercises.contains(exercise.id) && $0.id != exercise.id }
    let graders = others.map { "<a href=\"#exercise-\($0.id)\">\($0.id)</a>" }.joined(separator: ", ")
    let more = others.isEmpty ? "" : "<p>Also graded with \(graders).</p>"
    let hints = exercise.hints.enumerated().map { step, hint in
      "<details class=\"hint\"><summary>Hint \(step + 1) of \(exercise.hints.count)</summary><p>\(hint.inlineHTML)</p></details>"
    }
    return """
      <section class="exercise" id="exercise-\(exercise.id)">
      <h2>\(exercise.id) \(exercise.title.escaped)\(own.map(mark) ?? "")</h2>
      \(stubs.text(of: exercise.function).map(CodeHTML.block) ?? "")
      \(hints.joined(separator: "\n"))
      \(own.map(checkpoint) ?? "")\(more)
      \(cover(exercise))
      </section>
      """
  }

  /// A checkpoint that has no exercise of its own.
  private func alone(_ checkpoint: Lab.Checkpoint) -> String {
    let links = checkpoint.exercises.map { "<a href=\"#exercise-\($0)\">\($0)</a>" }.joined(separator: ", ")
    return """
      <section class="exercise" id="exercise-\(checkpoint.id)"><h3>\(checkpoint.id) \(checkpoint.title.escaped)\(mark(checkpoint))</h3>
      <p>Runs your \(links) together.</p>\(self.checkpoint(checkpoint))</section>
      """
  }

  /// Where the script writes that it was passed.
  private func mark(_ checkpoint: Lab.Checkpoint) -> String {
    " <span class=\"passed\" data-checkpoint=\"\(checkpoint.id)\"></span>"
  }

  private func checkpoint(_ checkpoint: Lab.Checkpoint) -> String {
    let points = checkpoint.points == 1 ? "1 point" : "\(checkpoint.points) points"
    let source = checkpoints.text(of: checkpoint.test).map(CodeHTML.block) ?? ""
    return """
      <details class="checkpoint" id="checkpoint-\(checkpoint.id)"><summary>Checkpoint \(checkpoint.id): \
      \(checkpoint.title.escaped) (\(points))</summary>
      <p>Run it: <code>labs check \(checkpoint.id)</code></p>\(source)</details>
      """
  }

  private func cover(_ exercise: Lab.Exercise) -> String {
    guard course.hasSolutions, let text = solution.text(of: exercise.function) else { return "" }
    return """
      <details class="solution" id="solution-\(exercise.id)"><summary>An answer, to compare with yours</summary>
      \(CodeHTML.block(text))</details>
      """
  }
}

/// Finds test methods in the files of a lab's checkpoints, by the layout that the formatter gives them.
struct CheckpointSource {
  private let files: [[Substring]]

  init(folder: URL) {
    let swift = ((try? FileTree.files(in: folder)) ?? []).filter { $0.pathExtension == "swift" }
    files = swift.map { file in
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      return text.split(separator: "\n", omittingEmptySubsequences: false)
    }
  }

  /// A method from the comment above it to its closing brace, without the indentation of its type.
  func text(of test: String) -> String? {
    for lines in files {
      guard let first = lines.firstIndex(where: { $0.hasPrefix("  func \(test)(") }) else { continue }
      var start = first
      while start > 0, lines[start - 1].hasPrefix("  ///") { start -= 1 }
      let last = lines[first...].firstIndex { $0 == "  }" } ?? lines.endIndex - 1
      return lines[start...last].map { $0.hasPrefix("  ") ? $0.dropFirst(2) : $0 }.joined(separator: "\n")
    }
    return nil
  }
}
