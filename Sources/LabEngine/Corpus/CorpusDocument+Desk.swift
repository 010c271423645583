/// Conversations that are decided by one comparison, or by none.
extension CorpusDocument {
  /// A parcel without a scan: the courier is asked after three days.
  static func shipping(using random: inout RandomStream) -> CorpusDocument {
    let item = DeskDialogue.item(using: &random)
    let lastScan = Int(random.next() % 365)
    let days = 1 + Int(random.next() % 7)
    let (scanned, today) = (ShopDate(dayOfYear: lastScan), ShopDate(dayOfYear: lastScan + days))
    let order = DeskDialogue.orderNumber(using: &random)
    var dialogue = DeskDialogue(
      today: today, order: order, known: "\(item), last scan on \(scanned)",
      values: ["item": item, "since": days == 1 ? "since yesterday" : "for \(days) days"])
    dialogue.customer(Route.shipping.rawValue, using: &random)
    let sums = scanned.countDays(to: today).steps.map { $0 + ". " }.joined()
    let verdict =
      days < 3
      ? "less than 3, so please wait a little longer."
      : "at least 3, so a colleague will ask the courier."
    dialogue.say(
      "Agent", "Order \(order) was last scanned on \(scanned). \(sums)\(days) days is \(verdict)")
    return dialogue.document(.shipping, problem: "scan \(scanned) \(today)", route: .shipping)
  }

  /// Money back: above the desk's limit a person decides, below it the evidence does.
  static func refund(using random: inout RandomStream) -> CorpusDocument {
    let item = DeskDialogue.item(using: &random)
    let price = 5 + Int(random.next() % 196)
    let today = ShopDate(dayOfYear: Int(random.next() % 365))
    let order = DeskDialogue.orderNumber(using: &random)
    var dialogue = DeskDialogue(
      today: today, order: order, known: "\(item), \(price) euros", values: ["item": item])
    dialogue.customer(Route.refund.rawValue, using: &random)
    let problem = "refund \(item) \(price)"
    let limit = Int(PolicyGate().highestAutomaticRefund)
    guard price <= limit else {
      dialogue.say(
        "Agent", "The \(item) cost \(price) euros. \(price) is more than \(limit), so a person decides.")
      return dialogue.document(.refund, problem: problem, route: Route("human_review_high_value"))
    }
    let question = DeskDialogue.grammar.sentence(
      "askWhetherDamaged", values: ["item": item, "number": order], using: &random)
    dialogue.say("Agent", "The \(item) cost \(price) euros. \(price) is at most \(limit). \(question)")
    let isDamaged = random.uniform() < 0.6
    dialogue.customer(isDamaged ? "damaged" : "notDamaged", using: &random)
    dialogue.say(
      "Agent",
      isDamaged
        ? "Damage is confirmed, so \(price) euros can be refunded for order \(order)."
        : "Without damage there is no evidence, so I cannot refund order \(order).")
    return dialogue.document(
      .refund, problem: problem, route: isDamaged ? .refund : Route("request_evidence"))
  }

  /// Signing in and personal data.
  static func account(using random: inout RandomStream) -> CorpusDocument {
    conversation(.account, .account, using: &random) { dialogue, order, random in
      dialogue.agent("askAccount", using: &random)
      dialogue.customer("tellsOrder", using: &random)
      dialogue.say("Agent", "Thank you. The account team will write to you about order \(order).")
    }
  }

  /// What only a person can answer.
  static func review(using random: inout RandomStream) -> CorpusDocument {
    conversation(.review, .manualReview, using: &random) { dialogue, _, random in
      dialogue.agent("handOver", using: &random)
    }
  }

  /// A conversation whose problem is the customer's first sentence.
  private static func conversation(
    _ kind: Kind, _ route: Route, using random: inout RandomStream,
    answer: (inout DeskDialogue, _ order: String, inout RandomStream) -> Void
  ) -> CorpusDocument {
    let item = DeskDialogue.item(using: &random)
    let order = DeskDialogue.orderNumber(using: &random)
    let today = ShopDate(dayOfYear: Int(random.next() % 365))
    let wish = DeskDialogue.grammar.sentence(
      route.rawValue, values: ["item": item, "number": order], using: &random)
    var dialogue = DeskDialogue(today: today, order: order, known: item)
    dialogue.say("Customer", wish)
    answer(&dialogue, order, &random)
    return dialogue.document(kind, problem: wish, route: route)
  }
}
