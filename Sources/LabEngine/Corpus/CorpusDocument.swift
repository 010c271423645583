/// One story with its answer, or one conversation at ShopFlow's desk.
public struct CorpusDocument: Equatable, Sendable {
  /// What it is about.
  public let kind: Kind
  /// What its answer depends on, such as `total 3 12 5`: documents with equal problems stand on one side.
  public let problem: String
  /// What is read, without an empty line in it.
  public let text: String

  /// What a document is about.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A story with numbers, worked out.
    case arithmetic
    /// Whether something may be sent back under policy P-7.
    case returns
    /// Where a parcel is.
    case shipping
    /// Money back, with the desk's limit.
    case refund
    /// Signing in and personal data.
    case account
    /// What only a person can answer.
    case review

    /// How often a document is of this kind, out of a hundred.
    var share: Double {
      switch self {
      case .arithmetic: 40
      case .returns: 25
      case .shipping: 12
      case .refund: 11
      case .account: 8
      case .review: 4
      }
    }
  }

  /// The part it belongs to.
  public var part: CourseCorpus.Part {
    var random = RandomStream(seed: problem.stableHash)
    return random.next() % 16 == 0 ? .heldOut : .training
  }

  /// A document of a random kind.
  static func draw(using random: inout RandomStream) -> CorpusDocument {
    let kind = kinds[random.index(weightedBy: shares) ?? 0]
    switch kind {
    case .arithmetic: return ArithmeticProblem.draw(using: &random).document
    case .returns: return ReturnCase.draw(using: &random).document(using: &random)
    case .shipping: return shipping(using: &random)
    case .refund: return refund(using: &random)
    case .account: return account(using: &random)
    case .review: return review(using: &random)
    }
  }

  private static let kinds = Kind.allCases
  private static let shares = Kind.allCases.map(\.share)
}
