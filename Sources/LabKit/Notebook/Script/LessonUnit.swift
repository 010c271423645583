/// A code cell together with everything a reader meets on the way to it: prose, a question, the speaker's notes.
///
/// Readers step from one unit to the next, on a page as in front of a class.
struct LessonUnit: Equatable {
  /// The cells in front of the code, in order.
  var lead: [Cell] = []
  /// The code; the end of a lesson may have none.
  var code: Cell?

  /// Every cell, in order.
  var cells: [Cell] { lead + (code.map { [$0] } ?? []) }

  /// Whether the code is one to run in front of a class.
  var isForDemo: Bool { code?.tags.contains("demo") == true }

  /// Cuts cells behind each one of code.
  static func units(of cells: [Cell]) -> [LessonUnit] {
    var units: [LessonUnit] = []
    var next = LessonUnit()
    for cell in cells {
      if cell.kind == .code {
        next.code = cell
        units.append(next)
        next = LessonUnit()
      } else {
        next.lead.append(cell)
      }
    }
    return next.lead.isEmpty ? units : units + [next]
  }
}
