import LabKit
import LabNotebook

extension Command {
  static let list = Command(
    "list", "every lab, how long it takes and what it builds on",
    details: "Lists the labs in the order they are taught.",
    options: [
      .json,
      Option("names", "print the labs' names only, one a line"),
      Option("exercises", "with --names: print the exercises' numbers instead"),
    ],
    example: Example("labs list", "Prints a table of all labs.")
  ) { invocation in
    let course = try invocation.course()
    if invocation.has("names") {
      names(in: course.curriculum, exercises: invocation.has("exercises")).forEach {
        invocation.console.print($0)
      }
      return .done
    }
    let overviews = LabOverview.all(in: course, try ProgressStore(course).load().progress)
    if invocation.wantsJSON {
      try invocation.console.print(json: overviews)
      return .done
    }
    invocation.console.print(
      Table(
        ["lab", "name", "title", "minutes", "builds on", "points"],
        overviews.map {
          [
            $0.number, $0.slug, $0.title, $0.minutes, $0.prerequisites.joined(separator: ", "),
            $0.pointsPossible,
          ]
        }))
    return .done
  }

  private static func names(in curriculum: Curriculum, exercises: Bool) -> [String] {
    curriculum.labs.flatMap { exercises ? $0.exercises.map(\.id) : [$0.slug] }
  }
}
