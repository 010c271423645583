/// What a program finds in an answer to a `ReturnQuestion`; the same answer always gets the same verdict.
///
///     ReturnVerdict(on: text, to: question).passes
public struct ReturnVerdict: Hashable, Sendable {
  /// The first line is followed by the three fields, each once, in their order, and by nothing.
  public let hasFormat: Bool
  /// `eligible` is what the policy says.
  public let decidesRightly: Bool
  /// `policy_id` is P-7.
  public let citesPolicy: Bool
  /// The first line says whether damage is confirmed and how the days compare, both rightly.
  public let givesEvidence: Bool
  /// `label_created` is false, and no sentence speaks of a label.
  public let claimsNothing: Bool

  /// Whether all of it holds.
  public var passes: Bool { hasFormat && decidesRightly && citesPolicy && givesEvidence && claimsNothing }

  /// The verdict on what stands behind the prompt.
  ///
  /// - Parameter mostDays: the limit of policy P-7; another one stands for a policy that was changed.
  public init(on answer: String, to question: ReturnQuestion, mostDays: Int = ReturnPolicy.mostDays) {
    let lines = answer.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let names = ["eligible", "policy_id", "label_created"]
    let values = zip(names, lines.dropFirst()).map { name, line in
      line.hasPrefix(name + ": ") ? String(line.dropFirst(name.count + 2)) : nil
    }
    func value(_ position: Int) -> String? { position < values.count ? values[position] : nil }
    hasFormat =
      lines.count == 1 + names.count
      && ["true", "false"].contains(value(0)) && value(1) != nil && ["true", "false"].contains(value(2))
    decidesRightly = value(0) == "\(question.isEligible(mostDays: mostDays))"
    citesPolicy = value(1) == ReturnPolicy.id
    let comparison = ReturnAnswer.comparison(question.days, mostDays: mostDays)
    givesEvidence = lines[0].hasPrefix(
      " \(ReturnAnswer.damage(question.damageIsConfirmed)) \(comparison)")
    claimsNothing = value(2) == "false" && !lines[0].contains("label")
  }

  /// What is wrong, in a few words each; empty for an answer that passes.
  public var complaints: [String] {
    [
      hasFormat ? nil : "not the agreed format", decidesRightly ? nil : "wrong decision",
      citesPolicy ? nil : "policy not cited", givesEvidence ? nil : "evidence missing or wrong",
      claimsNothing ? nil : "claims a label",
    ].compactMap { $0 }
  }
}
