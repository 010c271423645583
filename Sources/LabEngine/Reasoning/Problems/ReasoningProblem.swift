/// An order at ShopFlow's desk that takes two to four sums to work out.
///
/// The story names what is bought, sent, taken off and sent back; the sums follow it in its order:
///
///     7 lamps at 38 euros each. Shipping is 12 euros. How much is it?
///     7 * 38 = 266
///     266 + 12 = 278
public struct ReasoningProblem: Hashable, Sendable, Codable {
  /// The story, ending with the question.
  public let question: String
  /// The sums that lead to the answer, one after another; never empty.
  public let sums: [Sum]

  /// The result of the last sum, in euros; below 0 where more was taken off than is left, so that money goes back.
  public var answer: Int { sums.last?.result ?? 0 }
  /// How many sums it takes: 2, 3 or 4.
  public var level: Int { sums.count }
  /// What the answer depends on: problems with equal identities have equal chains.
  public var identity: String { sums.map(\.description).joined(separator: "; ") }

  /// One sum, such as `7 * 38 = 266`.
  public struct Sum: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The number before the sign.
    public let left: Int
    /// What is done.
    public let sign: Sign
    /// The number behind the sign.
    public let right: Int

    /// A sum.
    public init(_ left: Int, _ sign: Sign, _ right: Int) {
      (self.left, self.sign, self.right) = (left, sign, right)
    }

    /// What comes out; 0 where that does not fit into an `Int`.
    public var result: Int {
      let (result, overflow) =
        switch sign {
        case .plus: left.addingReportingOverflow(right)
        case .minus: left.subtractingReportingOverflow(right)
        case .times: left.multipliedReportingOverflow(by: right)
        }
      return overflow ? 0 : result
    }

    /// As a line of a chain.
    public var description: String { "\(left) \(sign.rawValue) \(right) = \(result)" }
  }

  /// What a sum does.
  public enum Sign: String, Hashable, Sendable, Codable, CaseIterable {
    /// Adds.
    case plus = "+"
    /// Takes away.
    case minus = "-"
    /// Multiplies.
    case times = "*"
  }
}
