import Foundation

/// Puts results, roster, late rule and adjustments together, one student after the other.
///
/// It holds no results: each is read from the journal when its turn comes, so that a thousand students take
/// no more memory than one.
public struct Gradebook: Sendable {
  /// The lab that was graded.
  public let lab: Lab
  /// The run whose results are told.
  public let run: GradingJournal.Run
  private let journal: GradingJournal
  private let roster: Roster?
  private let submitted: Set<String>
  private let enrolled: Set<String>
  private let adjustments: Adjustments
  /// What handing in late costs.
  public let latePolicy: LatePolicy?

  /// A gradebook over the results in a journal.
  public init(
    lab: Lab, run: GradingJournal.Run, journal: GradingJournal, roster: Roster? = nil,
    adjustments: Adjustments = Adjustments(), latePolicy: LatePolicy? = nil
  ) {
    (self.lab, self.run, self.journal) = (lab, run, journal)
    (self.roster, self.adjustments, self.latePolicy) = (roster, adjustments, latePolicy)
    submitted = Set(run.submissions)
    enrolled = Set(roster?.students.map(\.id) ?? [])
  }

  /// All points that the lab gives, hidden checkpoints included.
  public var possible: Int { lab.points + run.settings.hiddenPoints.reduce(0, +) }

  /// Everybody on the roster, in its order, and then who handed in without being on it.
  public var students: [Roster.Student] {
    guard let roster else { return run.submissions.map { Roster.Student(id: $0) } }
    return roster.students + run.submissions.filter { !enrolled.contains($0) }.map { Roster.Student(id: $0) }
  }

  /// Names in the adjustments that nobody has.
  public var strayAdjustments: [String] {
    let known = Set(students.map(\.id))
    return adjustments.ids.filter { !known.contains($0) }
  }

  /// The grade of one of the students.
  public func grade(of student: Roster.Student) -> Grade {
    let wasHandedIn = submitted.contains(student.id)
    let found = wasHandedIn ? journal.result(of: student.id, under: run.settings) : nil
    let result = found ?? (wasHandedIn ? .notGradedYet(student.id, run.settings) : nil)
    let earned = result?.points(in: lab) ?? 0
    return Grade(
      student: student, result: result, earned: earned, possible: possible,
      late: latePolicy?.penalty(
        submitted: student.submitted ?? result?.submitted, points: Double(earned)),
      adjustments: adjustments[student.id],
      isOnRoster: roster == nil || enrolled.contains(student.id))
  }
}

extension SubmissionResult {
  /// Stands where a result should be.
  fileprivate static func notGradedYet(_ id: String, _ settings: GradingSettings) -> SubmissionResult {
    SubmissionResult(
      id: id, status: .failed, reason: "It was not graded yet.", notes: [], submitted: nil, digest: "",
      results: [], hidden: [], seed: settings.seed, tier: nil, seconds: 0)
  }
}
