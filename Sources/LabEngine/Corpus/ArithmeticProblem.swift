/// A story from the shop with numbers in it, its solution step by step, and the answer.
///
/// Numbers are small enough for a small model: at most 49 euros a piece and nine pieces of a kind. Each story has
/// thousands of number choices, so that the held-out ones have to be worked out and not remembered.
public struct ArithmeticProblem: Equatable, Sendable {
  /// What happens in the story.
  public let story: Story
  /// The story's numbers in the order in which they were drawn.
  public let numbers: [Int]
  /// The story, ending with the question.
  public let question: String
  /// One sum after another, such as `3 * 12 = 36`.
  public let steps: [String]
  /// The result of the last.
  public let answer: Int

  /// What happens in a story.
  public enum Story: String, Hashable, Sendable, CaseIterable {
    /// Pieces at a price, and shipping.
    case total
    /// Pieces at a price, paid with a round sum.
    case change
    /// Pieces at a price, less a voucher.
    case voucher
    /// Two kinds of pieces.
    case basket
    /// Some of the pieces go back.
    case partialReturn
    /// A shelf that is emptied and filled.
    case stock
  }

  /// The answer as the corpus writes it.
  public var solution: String { steps.map { $0 + ". " }.joined() + "The answer is \(answer)." }

  /// A problem of a random story.
  static func draw(using random: inout RandomStream) -> ArithmeticProblem {
    let story = Story.allCases[Int(random.next() % UInt64(Story.allCases.count))]
    let numbers = story.drawNumbers(using: &random)
    let (steps, answer) = story.solve(numbers)
    var values = ["items": randomItems(using: &random), "others": randomItems(using: &random)]
    for (name, number) in zip(["a", "b", "c", "d"], numbers) { values[name] = String(number) }
    return ArithmeticProblem(
      story: story, numbers: numbers,
      question: grammar.sentence(story.rawValue, values: values, using: &random), steps: steps, answer: answer
    )
  }

  var document: CorpusDocument {
    CorpusDocument(
      kind: .arithmetic, problem: ([story.rawValue] + numbers.map(String.init)).joined(separator: " "),
      text: "Question: \(question)\nAnswer: \(solution)")
  }

  private static func randomItems(using random: inout RandomStream) -> String {
    let item = grammar.sentence("item", using: &random)
    if item.hasSuffix("s") { return item }
    if item.hasSuffix("f") { return item.dropLast() + "ves" }
    return item + (item.hasSuffix("ch") ? "es" : "s")
  }

  static let grammar = PhraseGrammar(ShopFlow.commonPhrases.merging(questions) { $1 })

  private static let questions = [
    Story.total.rawValue: [
      "A customer orders {a} {items} at {b} euros each. Shipping costs {c} euros. What is the total?",
      "{a} {items} cost {b} euros each, and shipping is {c} euros. How much does the customer pay?",
      "An order has {a} {items} for {b} euros each, plus {c} euros for shipping. How much is it?",
    ],
    Story.change.rawValue: [
      "A customer buys {a} {items} at {b} euros each and pays with {c} euros. How much comes back?",
      "{a} {items} cost {b} euros each. How much is left of {c} euros?",
    ],
    Story.voucher.rawValue: [
      "A customer orders {a} {items} at {b} euros each and has a voucher of {c} euros. What is the total?",
      "{a} {items} cost {b} euros each. A voucher takes {c} euros off. How much does the customer pay?",
    ],
    Story.basket.rawValue: [
      "A basket holds {a} {items} at {b} euros each and {c} {others} at {d} euros each. What is the total?",
      "A customer buys {a} {items} for {b} euros each and {c} {others} for {d} euros each. How much is it?",
    ],
    Story.partialReturn.rawValue: [
      "A customer paid {b} euros for {a} {items} and returns {c} of them. How much is refunded?",
      "{a} {items} cost {b} euros together. {c} of them go back. How much does the customer get?",
    ],
    Story.stock.rawValue: [
      "The shop has {a} {items}. It sells {b} of them and gets {c} boxes of {d}. How many are there now?",
      "There are {a} {items} on the shelf. {b} are sold, then {c} boxes of {d} arrive. How many are left?",
    ],
  ]
}

extension ArithmeticProblem.Story {
  func drawNumbers(using random: inout RandomStream) -> [Int] {
    func number(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + Int(random.next() % UInt64(range.count))
    }
    let (count, price) = (number(2...9), number(3...49))
    switch self {
    case .total: return [count, price, number(2...15)]
    case .change: return [count, price, (count * price / 50 + number(1...2)) * 50]
    case .voucher: return [count, price, number(2...min(25, count * price - 1))]
    case .basket: return [count, price, number(2...9), number(3...29)]
    case .partialReturn: return [count, count * price, number(1...count - 1)]
    case .stock: return [price + 20, number(5...price + 10), count, number(2...12)]
    }
  }

  func solve(_ numbers: [Int]) -> (steps: [String], answer: Int) {
    var steps: [String] = []
    func step(_ left: Int, _ sign: String, _ right: Int, _ result: Int) -> Int {
      steps.append("\(left) \(sign) \(right) = \(result)")
      return result
    }
    func product(_ left: Int, _ right: Int) -> Int { step(left, "*", right, left * right) }
    let (a, b, c) = (numbers[0], numbers[1], numbers[2])
    let answer: Int
    switch self {
    case .total:
      let cost = product(a, b)
      answer = step(cost, "+", c, cost + c)
    case .change:
      let cost = product(a, b)
      answer = step(c, "-", cost, c - cost)
    case .voucher:
      let cost = product(a, b)
      answer = step(cost, "-", c, cost - c)
    case .basket:
      let (first, second) = (product(a, b), product(c, numbers[3]))
      answer = step(first, "+", second, first + second)
    case .partialReturn:
      answer = product(c, step(b, "/", a, b / a))
    case .stock:
      let left = step(a, "-", b, a - b)
      let added = product(c, numbers[3])
      answer = step(left, "+", added, left + added)
    }
    return (steps, answer)
  }
}
