/// A verifier that does every sum of a chain again, and nothing else.
///
/// It finds slips of arithmetic for certain. It has not read the story, so a chain that does the wrong sums rightly
/// passes: a verifier of the part that is easy to check.
public enum SumChecker {
  /// The share of a chain's lines whose sums are right and, for the last one, lead to the answer; 0 without lines.
  public static func score(_ sample: ReasoningSample) -> Double {
    let lines = sample.lines
    guard !lines.isEmpty else { return 0 }
    let checks = lines.map(isRight) + [result(of: lines[lines.count - 1]) == sample.answer]
    return Double(checks.count { $0 }) / Double(checks.count)
  }

  /// Whether every sum is right and the last one's result is the answer.
  public static func accepts(_ sample: ReasoningSample) -> Bool { score(sample) == 1 }

  /// Whether a line such as `7 * 38 = 266` holds. Numbers beyond an `Int` are not judged right.
  static func isRight(_ line: Substring) -> Bool {
    guard let match = line.wholeMatch(of: /(\d+) ([-+*]) (\d+) = (-?\d+)/),
      let left = Int(match.1), let right = Int(match.3), let result = Int(match.4),
      let sign = ReasoningProblem.Sign(rawValue: String(match.2))
    else { return false }
    let (value, overflow) =
      switch sign {
      case .plus: left.addingReportingOverflow(right)
      case .minus: left.subtractingReportingOverflow(right)
      case .times: left.multipliedReportingOverflow(by: right)
      }
    return !overflow && value == result
  }

  private static func result(of line: Substring) -> ExactNumber? {
    line.split(separator: "=").last.flatMap { AnswerExtractor.numbers(in: String($0)).last }
  }
}
