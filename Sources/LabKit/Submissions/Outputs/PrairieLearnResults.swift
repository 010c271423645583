/// `results.json` as PrairieLearn's external graders write it, for one student; at most 1 MB.
struct PrairieLearnResults: Encodable {
  let gradable: Bool
  let score: Double
  let message: String
  let tests: [Test]

  struct Test: Encodable {
    let name: String
    let description: String
    let points: Int
    let maxPoints: Int
    let message: String

    enum CodingKeys: String, CodingKey {
      case name, description, points, message
      case maxPoints = "max_points"
    }
  }

  /// Room for the rest of the file: a score beyond the limit would be lost with all of it.
  private static let mostMessageBytes = 500_000

  init(_ grade: Grade, _ feedback: Feedback) {
    gradable = grade.result.map { $0.status == .graded } ?? false
    // The score lies between 0 and 1, also where points were added by hand.
    score = grade.possible > 0 ? min(1, grade.total / Double(grade.possible)) : 0
    message = ([feedback.headline] + feedback.remarks).joined(separator: "\n")
    let share = Self.mostMessageBytes / max(1, feedback.items.count)
    tests = feedback.items.map { item in
      Test(
        name: item.name, description: item.remark ?? "", points: item.points, maxPoints: item.possible,
        message: String(decoding: item.detailText.utf8.prefix(share), as: UTF8.self))
    }
  }
}
