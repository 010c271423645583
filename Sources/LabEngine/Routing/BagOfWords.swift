/// The words a classifier knows, each with a number.
public struct Vocabulary: Hashable, Sendable {
  /// The words; a word's place in the list is its number.
  public private(set) var words: [String] = []
  private var numbers: [String: Int32] = [:]

  /// The number of words known.
  public var count: Int { words.count }

  /// The number of `word`, or `nil` when it was never seen in training.
  public func number(of word: String) -> Int? { numbers[word].map(Int.init) }

  /// The numbers of the known words of `text`, in order, repetitions included.
  ///
  /// A word that no training ticket held says nothing about any route and is left out.
  public func encode(_ text: String) -> [Int32] {
    var ids: [Int32] = []
    Words.forEach(in: text) { word in
      if let id = numbers[word] { ids.append(id) }
    }
    return ids
  }

  mutating func insert(_ word: String) -> Int32 {
    if let id = numbers[word] { return id }
    let id = Int32(words.count)
    words.append(word)
    numbers[word] = id
    return id
  }
}

/// Training tickets as numbers: for each its route and its words, without their order's meaning.
///
/// Texts lie one after the other in `ids`, so a pass over 100,000 tickets reads memory in order.
struct BagOfWords: Sendable {
  private(set) var vocabulary = Vocabulary()
  /// The labels that occur, in alphabetical order.
  let routes: [Route]
  /// For ticket `i`, the index of its route in `routes`.
  let labels: [Int]
  /// The word numbers of ticket `i` are `ids[offsets[i]..<offsets[i + 1]]`.
  private(set) var ids: [Int32] = []
  private(set) var offsets: [Int] = [0]

  /// - Throws: ``RoutingError/noTickets`` for an empty list.
  init(_ tickets: [Ticket]) throws {
    guard !tickets.isEmpty else { throw RoutingError.noTickets }
    routes = Tally(tickets.map(\.route)).routes
    let index = Dictionary(uniqueKeysWithValues: zip(routes, routes.indices))
    labels = tickets.map { index[$0.route, default: 0] }
    ids.reserveCapacity(tickets.count * 12)
    offsets.reserveCapacity(tickets.count + 1)
    for ticket in tickets {
      Words.forEach(in: ticket.text) { ids.append(vocabulary.insert($0)) }
      offsets.append(ids.count)
    }
  }

  /// The number of tickets.
  var count: Int { labels.count }
}
