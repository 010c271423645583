/// A customer who wants to send something back, and what the desk knows: the prompt of the preference policy.
///
///     Order A10234: lamp, delivered 12 days ago. Photo: the lamp is broken.
///     Customer: my lamp arrived broken, can I return it?
///     Agent:
///
/// Other than in `ReturnCase`, the days are given: the policy has to decide, not to count.
public struct ReturnQuestion: Hashable, Sendable {
  /// What was bought.
  public let item: String
  /// Such as `A10234`.
  public let order: String
  /// Days since delivery.
  public let days: Int
  /// What the photo shows, such as `the lamp is broken`; `none` without one.
  public let photo: String
  /// What the customer writes.
  public let wish: String

  /// Whether the photo shows damage.
  public var damageIsConfirmed: Bool { photo != Self.noPhoto && !photo.hasSuffix(Self.intact) }

  /// Whether the return is eligible under policy P-7.
  ///
  /// - Parameter mostDays: the policy's limit; another one stands for a policy that was changed.
  public func isEligible(mostDays: Int = ReturnPolicy.mostDays) -> Bool {
    damageIsConfirmed && days <= mostDays
  }

  /// What the model goes on from.
  public var prompt: String {
    "Order \(order): \(item), delivered \(days) days ago. Photo: \(photo).\nCustomer: \(wish)\nAgent:"
  }

  /// On which side it stands: questions that differ in wording and order number alone stand on one side.
  public var part: CourseCorpus.Part {
    CorpusDocument(kind: .returns, problem: "decision \(item) \(days) \(photo)", text: prompt).part
  }

  static let noPhoto = "none"
  static let intact = " is intact"
}

extension ReturnQuestion {
  /// A random question of one side. Photos show damage in seven of ten; days run from 2 to 60.
  public static func draw(_ part: CourseCorpus.Part, using random: inout RandomStream) -> ReturnQuestion {
    while true {
      let question = draw(using: &random)
      if question.part == part { return question }
    }
  }

  private static func draw(using random: inout RandomStream) -> ReturnQuestion {
    let grammar = DeskDialogue.grammar
    let item = DeskDialogue.item(using: &random)
    let broken = grammar.sentence("broken", using: &random)
    let photos = ["the \(item) is \(broken)", "the \(item)\(intact)", noPhoto]
    return ReturnQuestion(
      item: item, order: DeskDialogue.orderNumber(using: &random), days: 2 + Int(random.next() % 59),
      photo: photos[random.index(weightedBy: [0.7, 0.2, 0.1]) ?? 0],
      wish: grammar.sentence("returnWish", values: ["item": item, "broken": broken], using: &random))
  }

  /// The question that a prompt asks; `nil` for a prompt of another form.
  public init?(prompt: String) {
    let pattern =
      /Order (?<order>\S+): (?<item>[^,\n]+), delivered (?<days>\d{1,6}) days ago\. Photo: (?<photo>[^.\n]+)\.\nCustomer: (?<wish>[^\n]*)\nAgent:/
    guard let match = try? pattern.wholeMatch(in: prompt), let days = Int(match.days) else { return nil }
    self.init(
      item: String(match.item), order: String(match.order), days: days, photo: String(match.photo),
      wish: String(match.wish))
  }
}
