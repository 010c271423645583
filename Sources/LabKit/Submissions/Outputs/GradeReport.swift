import Foundation

/// `report.json`: everything that is known, for programs.
struct GradeReport {
  /// One student's part.
  struct Entry: Encodable {
    let student: Roster.Student
    let isOnRoster: Bool
    let status: String
    let earned: Int?
    let possible: Int
    let late: LatePolicy.Penalty?
    let adjustments: [Adjustments.Adjustment]
    let total: Double?
    let result: SubmissionResult?

    init(_ grade: Grade) {
      (student, isOnRoster, status) = (grade.student, grade.isOnRoster, grade.status)
      (possible, late, adjustments) = (grade.possible, grade.late, grade.adjustments)
      earned = grade.hasScore ? grade.earned : nil
      total = grade.hasScore ? grade.total : nil
      result = grade.result
    }
  }

  /// What stands before the students.
  struct Head: Encodable {
    var format = 1
    let course: String
    let courseVersion: String
    let lab: String
    let title: String
    let possible: Int
    let latePolicy: LatePolicy?
    let run: GradingJournal.Run
  }

  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
