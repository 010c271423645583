/// A conversation at the desk, written line by line.
struct DeskDialogue {
  private var lines: [String]
  /// What stands for the grammar's names throughout the conversation.
  private var values: [String: String]

  /// A conversation that begins with what the shop knows.
  init(today: ShopDate, order: String, known: String, values: [String: String] = [:]) {
    self.values = values
    self.values["number"] = order
    lines = ["Today is \(today). Order \(order): \(known)."]
  }

  mutating func customer(_ list: String, using random: inout RandomStream) {
    say("Customer", Self.grammar.sentence(list, values: values, using: &random))
  }

  mutating func agent(_ list: String, using random: inout RandomStream) {
    say("Agent", Self.grammar.sentence(list, values: values, using: &random))
  }

  mutating func say(_ who: String, _ words: String) { lines.append("\(who): \(words)") }

  func document(_ kind: CorpusDocument.Kind, problem: String, route: Route) -> CorpusDocument {
    CorpusDocument(
      kind: kind, problem: problem,
      text: lines.joined(separator: "\n") + "\nRoute: \(route.rawValue)")
  }

  /// An order's number: five digits that nothing foretells, so that a model has to copy them.
  static func orderNumber(using random: inout RandomStream) -> String {
    "A\(10_000 + random.next() % 90_000)"
  }

  static func item(using random: inout RandomStream) -> String {
    grammar.sentence("item", using: &random)
  }

  /// The words of the desk's tickets, and the sentences that only conversations have.
  static let grammar = PhraseGrammar(
    ShopFlow.commonPhrases.merging(ShopFlow.familiarPhrases) { $1 }.merging(sentences) { $1 })

  private static let sentences = [
    "returnWish": [
      "{hello}my {item} arrived {broken}, can I return it?", "{hello}I want to return the {broken} {item}",
      "{hello}the {item} is {broken} and useless to me{bye}", "{hello}how do I return the {item}{bye}",
      "{hello}can I send the {item} back? It is {broken}", "{hello}the {item} came {broken}{bye}",
    ],
    "askForPhoto": [
      "I am sorry about order {number}. Can you send a photo of the damage?",
      "Please send a photo of the {item} from order {number}.",
      "Sorry to hear that. Do you have a photo for order {number}?",
    ],
    "showsDamage": [
      "here is the photo [the {item} is {broken}]", "yes [photo: the {item}, {broken}]",
      "I took one today [the {item} is {broken}]",
    ],
    "showsNoDamage": [
      "here is the photo [the {item} is intact]", "yes [photo: the {item}, no damage to be seen]",
      "I took one today [the {item} is intact]",
    ],
    "hasNoPhoto": ["I have no photo", "no, sorry", "I threw it away already"],
    "askWhetherDamaged": ["Is the {item} of order {number} damaged?", "Did order {number} arrive damaged?"],
    "damaged": ["yes [photo: the {item}, {broken}]", "it came {broken} [photo: the {item}, damaged]"],
    "notDamaged": ["no, it is fine", "no, I changed my mind", "no, but I do not need it"],
    "askAccount": [
      "I can help with that. Which order did you make last?", "Let us see. What is your last order number?",
      "Happy to help. Can you tell me an order number?",
    ],
    "tellsOrder": ["{number}", "it is {number}", "order {number}"],
    "handOver": [
      "A person has to answer this, so I am passing your message and order {number} on.",
      "I cannot decide this. A colleague will read your message about order {number}.",
    ],
  ]
}
