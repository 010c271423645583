/// `grades.csv`: one row a student, one column a checkpoint.
struct GradesCSV {
  let lab: Lab
  /// What each hidden checkpoint is worth.
  let hiddenPoints: [Int]

  var heading: String {
    let hidden = hiddenPoints.indices.map { "hidden \($0 + 1)" }
    let columns =
      ["id", "name", "status"] + lab.checkpoints.map(\.id) + hidden
      + [
        "earned", "late days", "late points", "adjustment", "total", "possible", "sandbox", "seed", "remark",
      ]
    return CSV.row(columns.map(CSV.Field.text))
  }

  /// A student without a submission has a row that says so, and no number that looks like a grade.
  func row(_ grade: Grade) -> String {
    let result = grade.result
    let open = lab.checkpoints.map { checkpoint -> CSV.Field in
      guard let found = result?.results.first(where: { $0.checkpoint == checkpoint.id }) else {
        return .empty
      }
      return .number(found.isPassed ? checkpoint.points : 0)
    }
    let hidden = hiddenPoints.indices.map { index -> CSV.Field in
      guard let found = result?.hidden.first(where: { $0.number == index + 1 }) else { return .empty }
      return .number(found.isPassed ? found.points : 0)
    }
    let adjustment = grade.adjustments.reduce(0) { $0 + $1.points }
    return CSV.row(
      [.text(grade.student.id), .text(grade.student.name ?? ""), .text(grade.status)] + open + hidden + [
        grade.hasScore ? .number(grade.earned) : .empty,
        grade.late.map { .number($0.days) } ?? .empty,
        grade.late.map { .number(-$0.points) } ?? .empty,
        grade.adjustments.isEmpty ? .empty : .number(adjustment),
        grade.hasScore ? .number(grade.total) : .empty,
        .number(grade.possible),
        .text(result?.tier?.rawValue ?? ""),
        result.map { .text("\($0.seed)") } ?? .empty,
        .text(grade.remark),
      ])
  }
}

extension Grade {
  /// Why nothing could be graded, in a line, and whether the roster knows the student.
  var remark: String {
    [shortReason, isOnRoster ? nil : "not on the roster"].compactMap { $0 }.joined(separator: "; ")
  }

  /// The first line of why nothing could be graded that says more than the status does.
  public var shortReason: String? {
    result?.reason?.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .first { $0 != status }?.visiblyPrinted
  }
}
