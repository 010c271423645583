import Foundation

/// `results.json` as Gradescope's autograder specification has it, for one student.
struct GradescopeResults: Encodable {
  /// Left out where the grader failed: Gradescope then says so instead of showing a zero.
  let score: Double?
  let executionTime: Double
  let output: String
  let outputFormat = "text"
  let visibility = "visible"
  let stdoutVisibility = "hidden"
  let extraData: ExtraData
  let tests: [Test]

  struct ExtraData: Encodable {
    let status: String
    let sandbox: String
    let seed: UInt64
  }

  /// Hidden checkpoints are visible to the student as a name and points: a hidden test would hide the total.
  struct Test: Encodable {
    let score: Double
    let maxScore: Double
    let status: String
    let name: String
    let number: String
    let output: String
    let outputFormat = "text"
    let visibility = "visible"

    enum CodingKeys: String, CodingKey {
      case score, status, name, number, output, visibility
      case maxScore = "max_score"
      case outputFormat = "output_format"
    }
  }

  enum CodingKeys: String, CodingKey {
    case score, output, visibility, tests
    case executionTime = "execution_time"
    case outputFormat = "output_format"
    case stdoutVisibility = "stdout_visibility"
    case extraData = "extra_data"
  }

  init(_ grade: Grade, _ feedback: Feedback) {
    score = grade.hasScore ? grade.total : nil
    executionTime = grade.result?.seconds ?? 0
    output = (["\(feedback.headline)"] + feedback.remarks + [feedback.footer]).filter { !$0.isEmpty }
      .joined(separator: "\n")
    extraData = ExtraData(
      status: grade.status, sandbox: grade.result?.tier?.rawValue ?? "", seed: grade.result?.seed ?? 0)
    let items = grade.hasScore ? feedback.items : []
    tests = items.enumerated().map { index, item in
      Test(
        score: Double(item.points), maxScore: Double(item.possible),
        status: item.mark == .passed ? "passed" : "failed", name: item.name, number: "\(index + 1)",
        output: item.detailText)
    }
  }
}
