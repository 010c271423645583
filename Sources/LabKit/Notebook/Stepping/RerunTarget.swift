/// The cell to run again, found by its id or else by its place among the code cells.
struct RerunTarget {
  private let id: String?
  private let ordinal: Int

  init(_ number: Int, in lesson: Lesson) {
    id = lesson.cells[number].id
    ordinal = lesson.cells[..<number].count { $0.kind == .code }
  }

  func number(in lesson: Lesson) -> Int {
    if let id, let cell = lesson.cells.first(where: { $0.id == id }) { return cell.number }
    let code = lesson.cells.filter { $0.kind == .code }
    return code.isEmpty ? 0 : code[min(ordinal, code.count - 1)].number
  }
}
