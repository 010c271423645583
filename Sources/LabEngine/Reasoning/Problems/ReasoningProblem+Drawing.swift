extension ReasoningProblem {
  /// The levels there are.
  public static let levels = 2...4

  /// A problem of a level; one outside `levels` becomes the nearest there is.
  static func draw(level: Int, using random: inout RandomStream) -> ReasoningProblem {
    let level = min(max(level, levels.lowerBound), levels.upperBound)
    var story = Story(using: &random)
    while story.sums.count < level {
      story.goOn(sums: level - story.sums.count, using: &random)
    }
    return ReasoningProblem(question: story.ended(using: &random), sums: story.sums)
  }
}

/// A story while it is told.
private struct Story {
  private(set) var sums: [ReasoningProblem.Sum]
  private var sentences: [String]
  private var told: Set<Event> = []
  private let item: String
  private let count: Int
  private let price: Int

  /// What can happen after the first sentence, each once.
  private enum Event: CaseIterable {
    case shipping, voucher, repetition, moreItems, partialReturn

    var sums: Int {
      switch self {
      case .shipping, .voucher, .repetition: 1
      case .moreItems, .partialReturn: 2
      }
    }
  }

  private static let items = [
    "lamps", "mugs", "chairs", "clocks", "jackets", "bags", "books", "plates", "scarves", "pillows",
  ]

  init(using random: inout RandomStream) {
    count = random.number(in: 3...9)
    price = random.number(in: 11...99)
    item = random.element(of: Self.items)
    sums = [.init(count, .times, price)]
    sentences = ["\(count) \(item) at \(price) euros each."]
  }

  private var total: Int { sums.last?.result ?? 0 }

  /// One more event, of at most so many sums.
  mutating func goOn(sums most: Int, using random: inout RandomStream) {
    let events = Event.allCases.filter { $0.sums <= most && !told.contains($0) }
    let event = random.element(of: events)
    told.insert(event)
    switch event {
    case .shipping:
      let cost = random.number(in: 3...30)
      tell(random.element(of: ["Shipping is \(cost) euros.", "Sending it costs \(cost) euros."]))
      add(.plus, cost)
    case .voucher:
      let worth = random.number(in: 3...min(60, total - 1))
      tell(random.element(of: ["A voucher takes \(worth) euros off.", "\(worth) euros are paid already."]))
      add(.minus, worth)
    case .repetition:
      let times = random.number(in: 2...5)
      tell("All of this is ordered \(times) times.")
      sums.append(.init(times, .times, total))
    case .moreItems:
      let (before, more, each) = (total, random.number(in: 2...9), random.number(in: 11...99))
      let other = random.element(of: Self.items.filter { $0 != item })
      tell("Also \(more) \(other) at \(each) euros each.")
      sums.append(.init(more, .times, each))
      sums.append(.init(before, .plus, total))
    case .partialReturn:
      let (before, back) = (total, random.number(in: 2...count - 1))
      tell("\(back) \(item) go back.")
      sums.append(.init(back, .times, price))
      sums.append(.init(before, .minus, total))
    }
  }

  func ended(using random: inout RandomStream) -> String {
    let question = random.element(of: ["How much is it?", "What is to be paid?"])
    return (sentences + [question]).joined(separator: " ")
  }

  private mutating func tell(_ sentence: String) { sentences.append(sentence) }

  private mutating func add(_ sign: ReasoningProblem.Sign, _ number: Int) {
    sums.append(.init(total, sign, number))
  }
}

extension RandomStream {
  /// A whole number of the range; ranges are small, so the remainder's bias is far below what can be measured.
  mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// One of the elements, of which there must be at least one.
  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[number(in: 0...elements.count - 1)]
  }
}
