import LabKernels

/// Tokens by id and ids by bytes.
///
/// Ids need not be without gaps: files put special tokens where they like.
public struct TokenVocabulary: Hashable, Sendable {
  private var table = ByteStringTable()
  /// The id of each string of the table.
  private var ids: [UInt32] = []
  /// The place in the table of each id; `absent` in a gap.
  private var places: [UInt32] = []

  private static let absent = UInt32.max
  /// One more than the largest id a token may have: enough for any model, and no file makes an array larger.
  static let largestCount = 1 << 24

  /// No tokens.
  public init() {}

  /// Tokens 0, 1, 2, … with these bytes. Throws `TokenizerError.invalidToken`.
  public init(_ tokens: some Sequence<[UInt8]>) throws(TokenizerError) {
    for (id, bytes) in tokens.enumerated() { try insert(bytes, id: id) }
  }

  /// Adds a token. Throws `TokenizerError.invalidToken` for an empty one and for an id or bytes that are taken.
  public mutating func insert(_ bytes: some Collection<UInt8>, id: Int) throws(TokenizerError) {
    guard !bytes.isEmpty else { throw .invalidToken(id: id, reason: "it has no bytes") }
    guard 0..<Self.largestCount ~= id else {
      throw .invalidToken(id: id, reason: "ids go from 0 to \(Self.largestCount - 1)")
    }
    guard id >= places.count || places[id] == Self.absent else {
      throw .invalidToken(id: id, reason: "the id is given twice")
    }
    let place = table.insert(bytes)
    guard place == ids.count else {
      throw .invalidToken(id: id, reason: "token \(ids[place]) has the same bytes")
    }
    ids.append(UInt32(id))
    if id >= places.count {
      places += Array(repeating: Self.absent, count: id + 1 - places.count)
    }
    places[id] = UInt32(place)
  }

  /// How many tokens there are.
  public var count: Int { ids.count }

  /// One more than the largest id: the rows an embedding needs.
  public var idCount: Int { places.count }

  /// The id of the token with exactly these bytes.
  public func id(of bytes: some Collection<UInt8>) -> Int? {
    table.index(of: bytes).map { Int(ids[$0]) }
  }

  /// The bytes of a token; `nil` if there is no such id.
  public func bytes(of id: Int) -> ArraySlice<UInt8>? {
    guard places.indices.contains(id), places[id] != Self.absent else { return nil }
    return table[Int(places[id])]
  }

  /// All ids in ascending order.
  public var allIDs: [Int] { places.indices.filter { places[$0] != Self.absent } }

  /// The strings and their ids as the kernels take them.
  var kernelTable: (strings: ByteStringTable, ids: [UInt32]) { (table, ids) }

  /// Equal when the same ids have the same bytes, in whatever order they came.
  public static func == (a: TokenVocabulary, b: TokenVocabulary) -> Bool {
    a.count == b.count && a.allIDs.allSatisfy { a.bytes(of: $0) == b.bytes(of: $0) }
  }

  /// Feeds the size and the first tokens: enough to tell vocabularies apart.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for id in allIDs.suffix(16) { hasher.combine(bytes(of: id)) }
  }
}
