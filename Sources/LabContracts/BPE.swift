/// The contract of lab 02: a byte-level byte-pair encoding, from counted pairs to a file.
///
/// Tokens are numbers. 0 to 255 are the bytes, and merge number i of a list of merges makes token 256 + i. What
/// each function must do stands above its stub in `Labs/02-bpe/Exercise.swift`; here stand the shapes.
public enum BPE {
  /// Two tokens side by side.
  public struct Pair: WireRecord, Hashable, CustomDebugStringConvertible {
    /// The first token.
    public var left: Int
    /// The token behind it.
    public var right: Int

    /// Two tokens side by side.
    public init(_ left: Int, _ right: Int) {
      (self.left, self.right) = (left, right)
    }

    /// Left, right.
    public static var fields: some WireFields<Pair> { Fields(Pair.init, \.left, \.right) }

    /// As it is written in code.
    public var debugDescription: String { "Pair(\(left), \(right))" }
  }

  /// A token that stands for no text, such as `<|endoftext|>`.
  public struct SpecialToken: WireRecord, Hashable, CustomDebugStringConvertible {
    /// How it is written.
    public var name: String
    /// Its number, which no other token has.
    public var id: Int

    /// A name and its number.
    public init(_ name: String, id: Int) {
      (self.name, self.id) = (name, id)
    }

    /// Name, id.
    public static var fields: some WireFields<SpecialToken> {
      Fields({ SpecialToken($0, id: $1) }, \.name, \.id)
    }

    /// As it is written in code.
    public var debugDescription: String { "SpecialToken(\(name.debugDescription), id: \(id))" }
  }

  /// All there is to know about an encoding that cuts text as GPT-2 does.
  public struct Tokenizer: WireRecord, Hashable, CustomDebugStringConvertible {
    /// The pairs that are merged, in the order of their ranks: merge number i makes token 256 + i.
    public var merges: [Pair]
    /// The tokens that stand for no text.
    public var specials: [SpecialToken]

    /// Merges and special tokens.
    public init(merges: [Pair], specials: [SpecialToken] = []) {
      (self.merges, self.specials) = (merges, specials)
    }

    /// Merges, specials.
    public static var fields: some WireFields<Tokenizer> {
      Fields(Tokenizer.init(merges:specials:), \.merges, \.specials)
    }

    /// As it is written in code.
    public var debugDescription: String { "Tokenizer(merges: \(merges), specials: \(specials))" }
  }

  /// What the name of a special token means when it stands in a text.
  public enum SpecialPolicy: String, Wire, CaseIterable {
    /// Letters like any other: right for what users write.
    case asText
    /// An error: right where there should be none.
    case refused
    /// The special token: right for text that the program put together itself.
    case allowed
  }

  /// Why there is nothing to learn, or not enough.
  public enum TrainingError: String, ContractError {
    /// Fewer tokens are asked for than there are bytes.
    case vocabularyTooSmall
    /// The pieces hold no bytes.
    case emptyText
    /// No pair stands twice in the text, and tokens are still missing.
    case noPairLeft
  }

  /// Why tokens and text cannot be turned into one another.
  public enum TokenError: String, ContractError {
    /// The tokenizer has no token of this number.
    case unknownToken
    /// The text holds the name of a special token, and the caller refuses them.
    case specialTokenRefused
  }

  /// Why a file is not a tokenizer.
  public enum FileError: String, ContractError {
    /// The first line is not that of a tokenizer's file.
    case invalidHeader
    /// There are fewer merges than the first line says.
    case truncated
    /// A line is neither of the kind that must stand there.
    case invalidLine
    /// A merge names a token that no line before it makes.
    case missingToken
    /// A special token has the number or the name of another token.
    case tokenTaken
  }
}

extension BPE {
  /// `countPairs(ids)`: how often each pair of neighbours stands in a list of tokens.
  public static let countPairs = Endpoint<[Int], /* -> */ [Pair: Int]>("countPairs")

  /// `merge(ids, pair, id)`: the tokens with every occurrence of a pair replaced, from left to right.
  public static let merge = Endpoint<[Int], Pair, Int, /* -> */ [Int]>("merge")

  /// `nextPair(counts)`: the pair to merge next.
  public static let nextPair = Endpoint<[Pair: Int], /* -> */ Pair?>("nextPair")

  /// `train(pieces, vocabularySize)`: the merges that pieces of text lead to.
  public static let train = Endpoint<[String], Int, /* -> */ [Pair]>("train")

  /// `encode(piece, merges)`: the tokens of one piece of text, by rank.
  public static let encode = Endpoint<String, [Pair], /* -> */ [Int]>("encode")

  /// `decode(ids, tokenizer)`: the text that tokens stand for.
  public static let decode = Endpoint<[Int], Tokenizer, /* -> */ String>("decode")

  /// `preTokenize(text)`: the pieces into which GPT-2 cuts a text.
  public static let preTokenize = Endpoint<String, /* -> */ [String]>("preTokenize")

  /// `tokenize(text, tokenizer, policy)`: the tokens of a whole text, special ones where they are allowed.
  public static let tokenize = Endpoint<String, Tokenizer, SpecialPolicy, /* -> */ [Int]>("tokenize")

  /// `save(tokenizer)`: the text of a file that holds a tokenizer.
  public static let save = Endpoint<Tokenizer, /* -> */ String>("save")

  /// `load(file)`: the tokenizer that a file's text holds.
  public static let load = Endpoint<String, /* -> */ Tokenizer>("load")

  /// `trainFast(pieces, vocabularySize)`: what `train` answers, in a fraction of the time.
  public static let trainFast = Endpoint<[String], Int, /* -> */ [Pair]>("trainFast")
}
