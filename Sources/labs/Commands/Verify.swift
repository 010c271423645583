import LabKit
import LabNotebook

extension Command {
  static let verify = Command(
    "verify", "prove the course: right answers pass, wrong ones fail where they should",
    details: """
      For each lab: the solution passes every checkpoint; untouched stubs, all zeros, the input handed back and a \
      constant pass none; every misconception fails exactly the checkpoints it is listed for and is named where it \
      lives; the lesson runs clean; the lab's files are all there and no others. With --fuzz, instead, every decoder \
      that meets strangers' bytes is fed that many mutated inputs. Ends with 1 when a row falls short.
      """,
    arguments: [.optionalLab],
    options: [
      Option("fuzz", value: "N", "feed each decoder N mutated inputs instead, a million for a thorough look"),
      Option("seed", value: "N", "the inputs of an earlier --fuzz"), .json,
    ],
    example: Example("labs verify 01", "Prints a row for each promise of lab 01, kept or not.")
  ) { invocation in
    if let inputs = try invocation.number("fuzz", in: 1...1_000_000_000) {
      return try invocation.fuzz(inputs: inputs)
    }
    let course = try invocation.course()
    let console = invocation.console
    let labs = try invocation.argument(Argument.lab.name).map { [try course.curriculum.lab(named: $0)] }
    let check = LearnerCheck(course: course)
    try check.prepare { console.complain("building the checkpoints") }
    let prover = Prover(course: course, grader: Grader(course: course))
    let proofs = try (labs ?? course.curriculum.labs).map { lab in
      try prover.prove(lab) { console.showProgress("lab \(lab.number): \($0)") }
    }
    console.showProgress(nil)
    if invocation.wantsJSON {
      try console.print(json: proofs)
    } else {
      for proof in proofs { show(proof, console) }
    }
    return proofs.allSatisfy(\.holds) ? .done : .fellShort
  }

  private static func show(_ proof: LabProof, _ console: Console) {
    console.print(
      Table(of: proof.rows, title: "Lab \(proof.lab)") {
        Column("") { $0.holds }
        Column("subject") { $0.subject }
        Column("must") { $0.promise }
        Column("found") { $0.found }
      })
    for row in proof.rows where !row.holds {
      for problem in row.problems { console.item(row.subject, problem, .bad) }
    }
    let short = proof.rows.filter { !$0.holds }.count
    console.print(
      short == 0
        ? "Lab \(proof.lab): \(proof.rows.count) rows, none short."
        : "Lab \(proof.lab): \(short) of \(proof.rows.count) rows fall short.")
  }
}
