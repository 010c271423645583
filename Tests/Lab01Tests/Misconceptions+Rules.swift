import LabContracts
import LabEngine
import LabTesting

extension Misconceptions {
  /// 01.1
  static let rules: [Misconception] = [
    Misconception(
      "last-rule-wins", lives: "01.1",
      sentence:
        "Your loop goes on after a rule applied, so the last one that applies decides; the first listed "
        + "rule wins: return as soon as one applies."
    ) {
      $0.bind(Routing.route) { ticket, rules, otherwise in
        rules.last { contains(ticket, $0.keyword) }?.route ?? otherwise
      }
    },
    inAnotherOrder("rules-in-a-dictionary") { $0 > $1 },
    inAnotherOrder("rules-sorted-by-keyword") { $0 < $1 },
    Misconception(
      "first-keyword-in-the-ticket", lives: "01.1",
      sentence:
        "You answer with the keyword that stands first in the ticket; what counts is which rule stands "
        + "first in the list."
    ) {
      $0.bind(Routing.route) { ticket, rules, otherwise in
        let found = rules.enumerated().compactMap { index, rule in
          place(of: rule.keyword, in: ticket).map { (place: $0, index: index, route: rule.route) }
        }
        return found.min { ($0.place, $0.index) < ($1.place, $1.index) }?.route ?? otherwise
      }
    },
    Misconception(
      "capitals-matter", lives: "01.1",
      sentence: "`REFUND` is not found by the rule `refund`: lowercase the ticket before you look."
    ) {
      $0.bind(Routing.route) { ticket, rules, otherwise in
        rules.first { ticket.contains($0.keyword) }?.route ?? otherwise
      }
    },
    Misconception(
      "keyword-not-lowercased", lives: "01.1",
      sentence:
        "You lowercase the ticket and not the keyword, so the rule `Money Back` never applies; lowercase both."
    ) {
      $0.bind(Routing.route) { ticket, rules, otherwise in
        rules.first { ticket.lowercased().contains($0.keyword) }?.route ?? otherwise
      }
    },
    Misconception(
      "whole-words-only", lives: "01.1",
      sentence:
        "You compare whole words, so `refund` misses `refunded` and `log in` misses everything; a keyword is "
        + "any substring."
    ) {
      $0.bind(Routing.route) { ticket, rules, otherwise in
        let words = Words.all(in: ticket)
        return rules.first { words.contains($0.keyword.lowercased()) }?.route ?? otherwise
      }
    },
    Misconception(
      "words-between-spaces", lives: "01.1",
      sentence:
        "You cut the ticket at spaces and compare whole pieces, so `refund` misses `refund,` and `refunded`; a "
        + "keyword is any substring."
    ) {
      $0.bind(Routing.route) { ticket, rules, otherwise in
        let pieces = ticket.lowercased().split(separator: " ").map(String.init)
        return rules.first { pieces.contains($0.keyword.lowercased()) }?.route ?? otherwise
      }
    },
    Misconception(
      "keyword-at-the-start", lives: "01.1",
      sentence:
        "You look at the start of the ticket only; a keyword may stand anywhere: `contains`, not `hasPrefix`."
    ) {
      $0.bind(Routing.route) { ticket, rules, otherwise in
        rules.first { ticket.lowercased().hasPrefix($0.keyword.lowercased()) }?.route ?? otherwise
      }
    },
    Misconception(
      "longest-keyword-wins", lives: "01.1",
      sentence: "You let the longest keyword decide; what counts is which rule stands first in the list."
    ) {
      $0.bind(Routing.route) { ticket, rules, otherwise in
        rules.filter { contains(ticket, $0.keyword) }.max { $0.keyword.count < $1.keyword.count }?.route
          ?? otherwise
      }
    },
    Misconception(
      "first-rule-only", lives: "01.1",
      sentence:
        "You give up at the first rule that does not apply, so the others are never tried; answer with `otherwise` "
        + "only after the loop."
    ) {
      $0.bind(Routing.route) { ticket, rules, otherwise in
        rules.first.flatMap { contains(ticket, $0.keyword) ? $0.route : nil } ?? otherwise
      }
    },
    Misconception(
      "otherwise-ignored", lives: "01.1",
      sentence: "You answer `manual_review` when no rule applies; the caller says what then: `otherwise`."
    ) {
      $0.bind(Routing.route) { ticket, rules, _ in
        rules.first { contains(ticket, $0.keyword) }?.route ?? "manual_review"
      }
    },
  ]

  /// Rules tried in one order of the many that a Dictionary may have.
  private static func inAnotherOrder(
    _ id: String, _ precedes: @escaping @Sendable (String, String) -> Bool
  ) -> Misconception {
    Misconception(
      id, lives: "01.1",
      sentence:
        "Your rules are tried in another order than the list's. A Dictionary forgets in which order the "
        + "rules were written, and a Set does too; go through the array itself."
    ) {
      $0.bind(Routing.route) { ticket, rules, otherwise in
        let byKeyword = Dictionary(rules.map { ($0.keyword, $0.route) }) { $1 }
        let keyword = byKeyword.keys.sorted(by: precedes).first { contains(ticket, $0) }
        return keyword.flatMap { byKeyword[$0] } ?? otherwise
      }
    }
  }

  private static func contains(_ ticket: String, _ keyword: String) -> Bool {
    ticket.lowercased().contains(keyword.lowercased())
  }

  private static func place(of keyword: String, in ticket: String) -> Int? {
    let text = ticket.lowercased()
    return text.firstRange(of: keyword.lowercased()).map {
      text.distance(from: text.startIndex, to: $0.lowerBound)
    }
  }

  /// 01.10, 01.11 and 01.12
  static let decisions: [Misconception] = [
    Misconception(
      "limit-included", lives: "01.10",
      sentence: "A refund of exactly 100 is not over 100: compare with `>`."
    ) {
      $0.bind(Routing.gate) { route, amount, evidence in
        guard route == "refund" else { return route }
        return amount >= 100
          ? "human_review_high_value" : evidence.contains("damaged_item") ? route : "request_evidence"
      }
    },
    Misconception(
      "evidence-before-amount", lives: "01.10",
      sentence:
        "You ask for evidence before you look at the amount. A refund over the limit goes to a person "
        + "whatever the evidence."
    ) {
      $0.bind(Routing.gate) { route, amount, evidence in
        guard route == "refund" else { return route }
        guard evidence.contains("damaged_item") else { return "request_evidence" }
        return amount > 100 ? "human_review_high_value" : route
      }
    },
    Misconception(
      "every-route-gated", lives: "01.10",
      sentence: "Only refunds are gated: a shipping question needs no evidence and has no limit."
    ) {
      $0.bind(Routing.gate) { route, amount, evidence in
        guard amount <= 100 else { return "human_review_high_value" }
        return evidence.contains("damaged_item") ? route : "request_evidence"
      }
    },
    Misconception(
      "any-evidence-will-do", lives: "01.10",
      sentence:
        "Some evidence is not the evidence: look for `damaged_item` itself, not for a list that is not empty."
    ) {
      $0.bind(Routing.gate) { route, amount, evidence in
        guard route == "refund" else { return route }
        guard amount <= 100 else { return "human_review_high_value" }
        return evidence.isEmpty ? "request_evidence" : route
      }
    },
    gate(
      "evidence-by-part",
      sentence:
        "`not_damaged_item` holds the letters of `damaged_item` and says the opposite: compare the whole entry."
    ) { $0.contains("damaged_item") },
    gate(
      "evidence-capitals-ignored",
      sentence: "Evidence is compared exactly: `DAMAGED_ITEM` is another entry, and policy does not guess."
    ) { $0.lowercased() == "damaged_item" },
    Misconception(
      "high-value-passes-with-evidence", lives: "01.10",
      sentence:
        "Evidence does not lift the limit: a refund over 100 goes to a person even when the damage is shown."
    ) {
      $0.bind(Routing.gate) { route, amount, evidence in
        guard route == "refund", !evidence.contains("damaged_item") else { return route }
        return amount > 100 ? "human_review_high_value" : "request_evidence"
      }
    },
    Misconception(
      "forward-pass-only", lives: "01.11",
      sentence:
        "2 operations a parameter and token are the forward pass; training also goes backward, which takes 4 "
        + "more: 6 in all."
    ) {
      $0.bind(Routing.trainingFLOPs) { parameters, tokens in 2 * parameters * tokens }
    },
    Misconception(
      "parameters-and-tokens-added", lives: "01.11",
      sentence: "Every token passes through every parameter: multiply the two instead of adding them."
    ) {
      $0.bind(Routing.trainingFLOPs) { parameters, tokens in 6 * (parameters + tokens) }
    },
    Misconception(
      "budget-forward-only", lives: "01.12",
      sentence: "A training token costs 6 operations a parameter, not the 2 of a forward pass: divide by 6·N."
    ) {
      $0.bind(Routing.affordableTokens) { parameters, flops in flops / (2 * parameters) }
    },
    Misconception(
      "six-forgotten", lives: "01.12",
      sentence: "You divide the budget by the parameters alone; each token costs 6 operations a parameter."
    ) {
      $0.bind(Routing.affordableTokens) { parameters, flops in flops / parameters }
    },
    Misconception(
      "counts-cut-to-integers", lives: "01.11",
      sentence: "You cut the counts to integers; both are Doubles, so multiply them as they are."
    ) {
      $0.bind(Routing.trainingFLOPs) { parameters, tokens in
        6 * parameters.rounded(.down) * tokens.rounded(.down)
      }
    },
    Misconception(
      "counts-rounded", lives: "01.11",
      sentence: "You round the counts; both are Doubles, so multiply them as they are."
    ) {
      $0.bind(Routing.trainingFLOPs) { parameters, tokens in 6 * parameters.rounded() * tokens.rounded() }
    },
    Misconception(
      "tokens-rounded-down", lives: "01.12",
      sentence: "You round to whole tokens; the exercise asks for the quotient as it is."
    ) {
      $0.bind(Routing.affordableTokens) { parameters, flops in (flops / (6 * parameters)).rounded(.down) }
    },
  ]

  /// A gate that takes the wrong things for evidence of the damage.
  private static func gate(
    _ id: String, sentence: String, _ showsDamage: @escaping @Sendable (String) -> Bool
  ) -> Misconception {
    Misconception(id, lives: "01.10", sentence: sentence) {
      $0.bind(Routing.gate) { route, amount, evidence in
        guard route == "refund" else { return route }
        guard amount <= 100 else { return "human_review_high_value" }
        return evidence.contains(where: showsDamage) ? route : "request_evidence"
      }
    }
  }
}
