import Foundation

/// Proves the course: right answers pass, wrong ones fail where they should.
public struct Prover: Sendable {
  private let course: Course
  private let grader: Grader

  /// A prover that runs the checkpoints built beside this program.
  public init(course: Course, grader: Grader) {
    (self.course, self.grader) = (course, grader)
  }

  /// Every promise of a lab: its checkpoints, its lesson and its files.
  ///
  /// - Parameter progress: is told what is being tried, from several threads.
  public func prove(_ lab: Lab, progress: @escaping @Sendable (String) -> Void = { _ in }) throws -> LabProof
  {
    var rows = [files(of: lab), hintsAndQuiz(of: lab)]
    rows += try proveCheckpoints(of: lab, progress: progress)
    progress("lesson")
    rows.append(lesson(of: lab))
    return LabProof(lab: lab.number, rows: rows)
  }

  private func files(of lab: Lab) -> LabProof.Row {
    let tree = CourseTree(course)
    let problems = tree.problems(of: lab) + tree.strayLabs()
    return LabProof.Row(
      subject: "files", promise: "agree with curriculum",
      found: problems.isEmpty ? "agree" : "\(problems.count) problems", problems: problems)
  }

  /// Reading the curriculum has refused what is incomplete; what is left is whether there is enough.
  private func hintsAndQuiz(of lab: Lab) -> LabProof.Row {
    let hints = lab.exercises.map(\.hints.count).reduce(0, +)
    var problems: [String] = []
    if lab.quiz.isEmpty { problems.append("the quiz has no questions") }
    if lab.checkpoints.isEmpty { problems.append("no checkpoint is listed") }
    return LabProof.Row(
      subject: "hints and quiz", promise: "are complete",
      found: "\(hints) hints, \(lab.quiz.count) questions",
      problems: problems)
  }

  /// Runs the lesson as the course ships it, on the engine's answers.
  private func lesson(of lab: Lab) -> LabProof.Row {
    var problems: [String] = []
    var found = "did not run"
    do {
      let source = LessonSource(
        script: course.lesson(of: lab), shownAs: course.displayPath(course.lesson(of: lab)),
        answers: course.folder(of: lab).appending(path: "Reference.swift"), name: lab.folderName)
      let run = try LessonRunner().run(LessonCompiler().compile(source))
      found = "\(run.cells.count) cells in \(run.seconds.formatted(.number.precision(.fractionLength(1)))) s"
      if let failure = run.failure { problems.append("\(failure)") }
      problems += unknownCells(of: lab, in: run).map { "a pitfall names the cell \($0), which is not there" }
    } catch {
      problems.append("\(error)")
    }
    return LabProof.Row(subject: "lesson", promise: "runs clean", found: found, problems: problems)
  }

  private func unknownCells(of lab: Lab, in run: LessonRun) -> [String] {
    let known = Set(run.cells.compactMap(\.cell.id))
    return lab.pitfalls.map(\.cell).filter { !known.contains($0) }
  }

  /// Tries the untouched stubs and, where there is one, the solution with all that is laid over it.
  ///
  /// Takes one run of the test bundle for each, a few tenths of a second.
  /// - Throws: `CompileFailure` when the solution or the stubs do not compile.
  public func proveCheckpoints(
    of lab: Lab, progress: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> [LabProof.Row] {
    let withSolution = course.hasSolutions ? try proveSolution(of: lab, progress: progress) : []
    progress("stubs")
    let stubs = try grader.compile(course.stubs(of: lab), of: lab)
    return withSolution + [
      LabProof.Row("untouched stubs", passesNone: try grader.grade(.library(stubs), lab))
    ]
  }

  /// Tries the solution, and laid over it three imitations and every misconception.
  private func proveSolution(of lab: Lab, progress: @escaping @Sendable (String) -> Void) throws -> [LabProof
    .Row]
  {
    progress("solution")
    let solution = try grader.compile(course.solution(of: lab), of: lab)
    let verdict = try grader.grade(.library(solution), lab)
    var rows = [LabProof.Row(solution: verdict)]
    rows += try [Imitation.zeros, .identity, .constant].concurrentMap(threads: trials) { imitation in
      progress("\(imitation)")
      let verdict = try grader.grade(.imitation(imitation, over: solution), lab)
      return LabProof.Row("\(imitation)", passesNone: verdict)
    }
    rows += try verdict.misconceptions.concurrentMap(threads: trials) { misconception in
      progress(misconception.id)
      let verdict = try grader.grade(.imitation(.misconception(misconception.id), over: solution), lab)
      return LabProof.Row(misconception, verdict: verdict)
    }
    return rows
  }

  /// Trials that run at once: half of a trial's time goes by waiting for processes to start and end.
  private var trials: Int { 2 * ProcessInfo.processInfo.activeProcessorCount }
}
