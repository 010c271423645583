import LabContracts
import LabEngine

/// Random inputs for the checkpoints, small enough to be read in a report.
enum Samples {
  /// One of the four routes, or a fifth that only this seed knows.
  static func route(_ random: inout RandomStream) -> String {
    let routes = Route.shopFlow.map(\.rawValue) + [invented(8, seed: random.seed)]
    return routes[Int(random.uniform() * Double(routes.count))]
  }

  /// `length` letters, the same for the same seed, so that no code can know them by heart.
  private static func invented(_ length: Int, seed: UInt64) -> String {
    var random = RandomStream(seed: seed, stream: UInt64(length))
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
    return String((0..<length).map { _ in alphabet[Int(random.uniform() * Double(alphabet.count))] })
  }

  /// A message of as many words as `count` allows, from a small vocabulary with repetitions, capitals and an
  /// invented word.
  static func text(_ count: ClosedRange<Int>, _ random: inout RandomStream) -> String {
    let known = ["refund", "Late", "parcel", "mug", "BACK", "login", "code", "my"]
    let vocabulary = known + [invented(5, seed: random.seed)]
    let length = count.lowerBound + Int(random.uniform() * Double(count.count))
    return (0..<length).map { _ in vocabulary[Int(random.uniform() * Double(vocabulary.count))] }
      .joined(separator: " ")
  }

  /// Letters, digits, punctuation and what is none of these.
  static func character(_ random: inout RandomStream) -> Character {
    let alphabet = Array("abcxyzABCXYZ 019-_'.é\n☕@[`{")
    return alphabet[Int(random.uniform() * Double(alphabet.count))]
  }

  /// `count` short messages with random routes.
  static func labelled(_ count: Int, _ random: inout RandomStream) -> [Routing.Ticket] {
    (0..<count).map { _ in Routing.Ticket(text(1...4, &random), route(&random)) }
  }

  /// Tickets of the generated corpus.
  static func tickets(_ count: Int, seed: UInt64) -> [Routing.Ticket] {
    ShopFlow.tickets(count, wording: .familiar, seed: seed).map { Routing.Ticket($0.text, $0.route.rawValue) }
  }

  /// `tickets` with some routes changed, so that copies of one message carry different ones.
  static func mislabelled(_ tickets: [Routing.Ticket], seed: UInt64) -> [Routing.Ticket] {
    var random = RandomStream(seed: seed, stream: 2)
    return tickets.map { random.uniform() < 0.3 ? Routing.Ticket($0.text, route(&random)) : $0 }
  }

  /// Ninety-six messages for eight desks in turn, `block` at a time, each filed under all that `copies` makes of its
  /// desk.
  static func filed(inBlocksOf block: Int, copies: (String) -> [String]) -> [Routing.Ticket] {
    let desks = (1...8).map { "desk_\($0)" }
    return (0..<96).flatMap { index in
      copies(desks[index / block % desks.count]).map { Routing.Ticket(numeral(index), $0) }
    }
  }

  /// A word for each number, no two alike.
  static func numeral(_ number: Int) -> String {
    String((0...number).map { _ in Character("x") })
  }

  /// The engine's counts in the contract's form.
  static func evidence(_ tickets: [Routing.Ticket]) -> Routing.Evidence {
    let counts = Evidence(tickets.map { Ticket($0.text, Route($0.route)) }).counts
    return Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
  }
}
