/// A customer who wants to send something back, and all that decides about it.
public struct ReturnCase: Equatable, Sendable {
  /// What was bought.
  public let item: String
  /// Such as `A10234`.
  public let order: String
  /// The day the parcel came.
  public let delivered: ShopDate
  /// The day of the conversation.
  public let today: ShopDate
  /// What the customer can show.
  public let evidence: Evidence

  /// What the customer can show.
  public enum Evidence: Hashable, Sendable, CaseIterable {
    /// A photo on which the damage is seen.
    case damage
    /// A photo on which none is seen.
    case noDamage
    /// Nothing.
    case nothing
  }

  /// Days since delivery.
  public var days: Int { delivered.countDays(to: today).days }

  /// What policy P-7 says.
  public var isEligible: Bool {
    ReturnPolicy.isEligible(damageIsConfirmed: evidence == .damage, daysSinceDelivery: days)
  }

  static func draw(using random: inout RandomStream) -> ReturnCase {
    let delivered = Int(random.next() % 365)
    let days = 1 + Int(random.next() % 60)
    let weights = [0.7, 0.2, 0.1]
    return ReturnCase(
      item: DeskDialogue.item(using: &random),
      order: DeskDialogue.orderNumber(using: &random),
      delivered: ShopDate(dayOfYear: delivered), today: ShopDate(dayOfYear: delivered + days),
      evidence: Evidence.allCases[random.index(weightedBy: weights) ?? 0])
  }

  /// The agent's last words: the evidence, the days, the comparison, the decision, and what was not done.
  public var decision: String {
    guard evidence == .damage else {
      return "Damage is not confirmed, so order \(order) is not eligible under \(ReturnPolicy.id)."
    }
    let (steps, days) = delivered.countDays(to: today)
    let sums = steps.map { $0 + ". " }.joined()
    let isInTime = days <= ReturnPolicy.mostDays
    let comparison =
      "\(days) days is \(isInTime ? "at most" : "more than") \(ReturnPolicy.mostDays)"
    return "Damage is confirmed. \(sums)\(comparison), so order \(order) is "
      + "\(isEligible ? "eligible" : "not eligible") under \(ReturnPolicy.id)."
      + (isEligible ? " No label has been created yet." : "")
  }

  func document(using random: inout RandomStream) -> CorpusDocument {
    var dialogue = DeskDialogue(
      today: today, order: order, known: "\(item), delivered on \(delivered)",
      values: ["item": item, "broken": DeskDialogue.grammar.sentence("broken", using: &random)])
    dialogue.customer("returnWish", using: &random)
    dialogue.agent("askForPhoto", using: &random)
    switch evidence {
    case .damage: dialogue.customer("showsDamage", using: &random)
    case .noDamage: dialogue.customer("showsNoDamage", using: &random)
    case .nothing: dialogue.customer("hasNoPhoto", using: &random)
    }
    dialogue.say("Agent", decision)
    return dialogue.document(.returns, problem: "return \(delivered) \(today)", route: .refund)
  }
}
