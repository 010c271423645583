/// `junit.xml`: one suite a student, one case a checkpoint.
///
/// A wrong answer is a failure; a crash, a hang or a submission that could not be graded is an error.
struct JUnitReport {
  static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
  static let foot = "</testsuites>\n"

  static func suite(_ grade: Grade, _ feedback: Feedback) -> String {
    let name = grade.student.id.visiblyPrinted.escaped
    var cases = feedback.items.map { Case($0, suite: name) }
    // A suite without cases would look like success.
    if cases.isEmpty { cases = [Case(nothingGraded: feedback, status: grade.status, suite: name)] }
    func count(_ kind: Case.Kind) -> Int { cases.filter { $0.kind == kind }.count }
    return """
        <testsuite name="\(name)" tests="\(cases.count)" failures="\(count(.failure))" \
      errors="\(count(.error))" skipped="\(count(.skipped))" time="\(grade.result?.seconds ?? 0)">
      \(cases.map(\.xml).joined())  </testsuite>

      """
  }

  private struct Case {
    enum Kind {
      case passed, failure, error, skipped
    }

    let kind: Kind
    let xml: String

    init(_ item: Feedback.Item, suite: String) {
      kind =
        switch item.mark {
        case .passed: .passed
        case .failed: .failure
        case .stopped, .didNotRun: .error
        case .notWritten: .skipped
        }
      let message = String((item.details.first?.text ?? item.remark ?? "").prefix(200))
      xml = Self.xml(
        kind, name: item.name, message: message, text: item.detailText, seconds: item.seconds, suite: suite)
    }

    init(nothingGraded feedback: Feedback, status: String, suite: String) {
      kind = .error
      let text = feedback.remarks.joined(separator: "\n")
      xml = Self.xml(kind, name: "submission", message: status, text: text, seconds: 0, suite: suite)
    }

    private static func xml(
      _ kind: Kind, name: String, message: String, text: String, seconds: Double, suite: String
    ) -> String {
      let body =
        switch kind {
        case .passed: ""
        case .skipped: "<skipped/>"
        case .failure: "<failure message=\"\(message.escaped)\" type=\"wrong\">\(text.escaped)</failure>"
        case .error: "<error message=\"\(message.escaped)\" type=\"stopped\">\(text.escaped)</error>"
        }
      return """
            <testcase classname="\(suite)" name="\(name.escaped)" time="\(seconds)">\(body)</testcase>

        """
    }
  }
}
