/// The contract of lab 01: a ticket router by rules, by learning and by search.
///
/// Labels, called routes, are strings. "Alphabetically first" means first by Swift's `<` on `String`.
/// "Words" are always those of ``words``.
/// What each function must do stands above its stub in `Labs/01-routing/Exercise.swift`; here stand the shapes.
public enum Routing {
  /// A message and the route that a person gave it.
  public struct Ticket: WireRecord, Hashable {
    /// The customer's message.
    public var text: String
    /// The right answer.
    public var route: String

    /// A message and its route.
    public init(_ text: String, _ route: String) {
      (self.text, self.route) = (text, route)
    }

    /// Text, route.
    public static var fields: some WireFields<Ticket> { Fields(Ticket.init, \.text, \.route) }
  }

  /// A keyword and the route it stands for.
  public struct Rule: WireRecord, Hashable {
    /// The text to look for.
    public var keyword: String
    /// The answer when it is found.
    public var route: String

    /// The rule that sends messages containing `keyword` to `route`.
    public init(_ keyword: String, _ route: String) {
      (self.keyword, self.route) = (keyword, route)
    }

    /// Keyword, route.
    public static var fields: some WireFields<Rule> { Fields(Rule.init, \.keyword, \.route) }
  }

  /// The indices of the tickets to learn from and of those to be measured on.
  public struct Split: WireRecord, Hashable {
    /// Indices into the list of tickets; their order does not matter.
    public var training: [Int]
    /// Indices into the list of tickets; their order does not matter.
    public var heldOut: [Int]

    /// The two lists.
    public init(training: [Int], heldOut: [Int]) {
      (self.training, self.heldOut) = (training, heldOut)
    }

    /// Training, held out.
    public static var fields: some WireFields<Split> {
      Fields(Split.init(training:heldOut:), \.training, \.heldOut)
    }
  }

  /// What is said of a router after a measurement.
  public struct Report: WireRecord, Hashable {
    /// The share of right answers.
    public var accuracy: Double
    /// What always giving the most frequent right answer would score.
    public var majorityBaseline: Double
    /// The mean F1 over the routes.
    public var macroF1: Double

    /// The three figures.
    public init(accuracy: Double, majorityBaseline: Double, macroF1: Double) {
      (self.accuracy, self.majorityBaseline, self.macroF1) = (accuracy, majorityBaseline, macroF1)
    }

    /// Accuracy, majority baseline, macro F1.
    public static var fields: some WireFields<Report> {
      Fields(
        Report.init(accuracy:majorityBaseline:macroF1:), \.accuracy, \.majorityBaseline, \.macroF1)
    }
  }

  /// A proposed route and the pieces of evidence it cites.
  public struct Candidate: WireRecord, Hashable {
    /// The proposed answer.
    public var route: String
    /// What speaks for it.
    public var evidence: [String]

    /// A proposal and its evidence.
    public init(_ route: String, evidence: [String] = []) {
      (self.route, self.evidence) = (route, evidence)
    }

    /// Route, evidence.
    public static var fields: some WireFields<Candidate> {
      Fields({ Candidate($0, evidence: $1) }, \.route, \.evidence)
    }
  }

  /// Why a measurement is refused.
  public enum EvaluationError: String, ContractError {
    /// There is nothing to measure.
    case noTickets
    /// There are more answers than tickets, or fewer.
    case lengthsDiffer
  }

  /// Counted words: how often (value) a word (inner key) stood in the tickets of a route (outer key).
  public typealias Evidence = [String: [String: Int]]
}

extension Routing {
  /// `route(ticket, rules, otherwise)`: the answer of the first listed rule whose keyword the ticket contains.
  public static let route = Endpoint<String, [Rule], String, /* -> */ String>("route")

  /// `splitTickets(tickets, share)`: a part to learn from and a part to measure on, without leaks.
  public static let splitTickets = Endpoint<[Ticket], Double, /* -> */ Split>("splitTickets")

  /// `words(text)`: the lowercase runs of the letters a to z.
  public static let words = Endpoint<String, /* -> */ [String]>("words")

  /// `countEvidence(tickets)`: how often each word stood with each route.
  public static let countEvidence = Endpoint<[Ticket], /* -> */ Evidence>("countEvidence")

  /// `overlapRoute(ticket, evidence)`: the route whose counted words the ticket shares most.
  public static let overlapRoute = Endpoint<String, Evidence, /* -> */ String>("overlapRoute")

  /// `logScores(ticket, training, smoothing)`: naive Bayes, log P(route) + Σ log P(word|route).
  public static let logScores = Endpoint<String, [Ticket], Double, /* -> */ [String: Double]>("logScores")

  /// `logisticStep(weights, features, target, learningRate)`: the weights after one gradient step.
  public static let logisticStep = Endpoint<[[Double]], [Double], Int, Double, /* -> */ [[Double]]>(
    "logisticStep")

  /// `evaluate(answers, expected)`: accuracy beside the majority baseline, and macro F1.
  public static let evaluate = Endpoint<[String], [String], /* -> */ Report>("evaluate")

  /// `bestCandidate(candidates, route, budget)`: the index of the verifier's favourite among the first `budget`.
  public static let bestCandidate = Endpoint<[Candidate], String, Int, /* -> */ Int?>("bestCandidate")

  /// `gate(route, amount, evidence)`: the route, or what policy wants first.
  public static let gate = Endpoint<String, Double, [String], /* -> */ String>("gate")

  /// `trainingFLOPs(parameters, tokens)`: 6·N·D.
  public static let trainingFLOPs = Endpoint<Double, Double, /* -> */ Double>("trainingFLOPs")

  /// `affordableTokens(parameters, flops)`: the tokens that a training budget pays for.
  public static let affordableTokens = Endpoint<Double, Double, /* -> */ Double>("affordableTokens")
}
