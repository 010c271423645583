/// One big step in front of a class: everything up to the next cell that is to be run live.
///
/// Cells tagged `.demo` are run live; the code between them runs unseen, and only its titles are shown. A lesson
/// without such a tag has every cell run live.
public struct DemoStep: Equatable, Sendable {
  /// The cells before the live one, in order.
  let lead: [Cell]
  /// The cell to run live; the end of a lesson may have none.
  let live: Cell?

  /// What the step is called: its live cell, or else its first heading.
  var title: String {
    if let live { return live.name }
    let headings = lead.filter { $0.kind == .prose }.flatMap { Markdown($0.text).blocks }.compactMap {
      block in
      if case .heading(_, let words) = block { words.plainText } else { nil as String? }
    }
    return headings.first ?? "The end"
  }

  /// What whoever presents should remember here.
  var notes: [Cell] { lead.filter { $0.kind == .notes } }

  /// The steps of a lesson.
  static func steps(of lesson: Lesson) -> [DemoStep] {
    let units = LessonUnit.units(of: lesson.cells)
    let isTagged = units.contains(where: \.isForDemo)
    var steps: [DemoStep] = []
    var lead: [Cell] = []
    for unit in units {
      lead += unit.lead
      guard let code = unit.code else { continue }
      if unit.isForDemo || !isTagged {
        steps.append(DemoStep(lead: lead, live: code))
        lead = []
      } else {
        lead.append(code)
      }
    }
    return lead.isEmpty ? steps : steps + [DemoStep(lead: lead, live: nil)]
  }
}
