/// How many lines of working a prompt allows before the answer.
///
/// A model that is told a budget can be asked for the same answer at several prices. What the training text does
/// with one is `ReasoningProblem.lines(_:)`; whether a model obeys is measured, not assumed.
public enum LineBudget: Hashable, Sendable, Codable {
  /// As many as there are sums.
  case free
  /// At most so many, from 0 to 9.
  case lines(Int)

  /// The answer at once.
  public static let direct = LineBudget.lines(0)
  /// The largest number that a prompt can name.
  public static let most = 9

  /// The end of a prompt.
  public var text: String {
    switch self {
    case .free: "lines: any"
    case .lines(let most): "lines: \(most)"
    }
  }

  /// The most lines; `nil` where there is no limit.
  public var limit: Int? {
    switch self {
    case .free: nil
    case .lines(let most): most
    }
  }

  /// Throws `ReasoningError.invalid` for a number that no prompt can name.
  public func validate() throws(ReasoningError) {
    if let limit, !(0...Self.most).contains(limit) {
      throw .invalid("a prompt allows 0 to \(Self.most) lines of working, not \(limit)")
    }
  }
}

extension ReasoningProblem {
  /// The lines of working that fit a budget.
  ///
  /// With fewer lines than sums, the first sums are written and the rest is left to the head. With more, the
  /// products are taken apart, first things first, each into two smaller ones and their sum.
  public func lines(_ budget: LineBudget) -> [Sum] {
    guard let limit = budget.limit else { return sums }
    guard limit >= sums.count else { return Array(sums.prefix(max(0, limit))) }
    var spare = limit - sums.count
    return sums.flatMap { sum in
      guard spare >= 2, let parts = sum.parts else { return [sum] }
      spare -= 2
      return parts
    }
  }

  /// What a model reads: the story and the budget.
  public func prompt(_ budget: LineBudget = .free) -> String { "\(question) \(budget.text)\n" }
}

extension ReasoningProblem.Sum {
  /// A product in three lines: with the leading digit of the right number, with the rest of it, and the sum of both.
  /// `nil` for other sums and where nothing is left beside the leading digit.
  var parts: [Self]? {
    guard sign == .times, right > 9 else { return nil }
    var place = 1
    while right / place > 9 { place *= 10 }
    guard right % place > 0 else { return nil }
    let large = Self(left, .times, right / place * place)
    let small = Self(left, .times, right % place)
    return [large, small, Self(large.result, .plus, small.result)]
  }
}
