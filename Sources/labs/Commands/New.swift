import LabKit

extension Command {
  static let new = Command(
    "new", "lay out a new lab, small and complete",
    details: """
      Writes a small lab to be replaced piece by piece: a lesson, one exercise with its stub, answer, contract, \
      checkpoint and misconception. It names the lab in curriculum.json and Package.swift. Nothing is \
      overwritten. From then on `labs verify` holds it to the rules of the course.
      """,
    arguments: [Argument("NAME", "two digits, a dash and lowercase words, such as 08-retrieval")],
    options: [.json],
    example: Example("labs new 08-retrieval", "Lays out lab 08 and lists the files.")
  ) { invocation in
    let course = try invocation.course()
    let console = invocation.console
    let lab: NewLab
    do {
      lab = try NewLab(invocation.argument("NAME") ?? "")
    } catch let error as NewLabError {
      throw UsageError("\(error)", command: "new")
    }
    let files = try lab.layOut(in: course)
    if invocation.wantsJSON {
      try console.print(json: files.map(\.path))
      return .done
    }
    console.prose("Lab \(lab.number) is laid out. Written or changed:")
    for file in files { console.print("  " + console.path(file)) }
    console.prose("Now replace its parts by your own. This tells what is missing:")
    console.print("  " + console.command("verify \(lab.number)"))
    return .done
  }
}
