/// Where a ticket goes: the name of a desk or of an action.
///
/// ShopFlow's own routes are constants, but any name makes a route, so the classifiers here sort
/// whatever has text and a label. Routes compare alphabetically, which is how ties are settled.
public struct Route: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  /// The name as it stands in data, such as `manual_review`.
  public let rawValue: String

  /// The route called `rawValue`.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The route called `name`.
  public init(_ name: String) { self.init(rawValue: name) }

  /// Parcels, couriers, addresses, delivery dates.
  public static let shipping = Route("shipping")
  /// Money back, returns, exchanges, wrong charges.
  public static let refund = Route("refund")
  /// Signing in, passwords, personal data.
  public static let account = Route("account")
  /// A person reads it; also the answer of a router that does not know.
  public static let manualReview = Route("manual_review")

  /// The four routes of ShopFlow in alphabetical order.
  public static let shopFlow: [Route] = [.account, .manualReview, .refund, .shipping]

  /// Alphabetical order of the names.
  public static func < (left: Route, right: Route) -> Bool { left.rawValue < right.rawValue }

  /// The name.
  public var description: String { rawValue }
}

/// A customer's message together with the route a person gave it.
public struct Ticket: Hashable, Codable, Sendable {
  /// The message as the customer wrote it.
  public var text: String
  /// The right answer, or what somebody took for it.
  public var route: Route

  /// A message and its route.
  public init(_ text: String, _ route: Route) {
    self.text = text
    self.route = route
  }
}

/// Anything that reads a message and names a route.
public protocol Router: Sendable {
  /// The route for a message; every message gets one, if only `manual_review`.
  func route(_ text: String) -> Route
}

/// A router that also says how sure it is.
public protocol ProbabilisticRouter: Router {
  /// The routes it can answer, in alphabetical order.
  var routes: [Route] { get }
  /// The probability of each of `routes`, in that order; they sum to 1.
  func probabilities(_ text: String) -> [Double]
}
