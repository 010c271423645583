/// How turns of a conversation become one text for a model.
public struct ChatTemplate: Hashable, Sendable {
  /// What one side said.
  public struct Turn: Hashable, Sendable {
    /// Who: `system`, `user`, `assistant`.
    public let role: String
    /// What.
    public let content: String

    /// A turn.
    public init(_ role: String, _ content: String) { (self.role, self.content) = (role, content) }
  }

  /// Before the first turn.
  public var beginning: String
  /// Before each turn; `{role}` stands for the role.
  public var opening: String
  /// Behind each turn.
  public var closing: String
  /// The roles whose words the model learns to write.
  public var learnedRoles: Set<String>

  /// A template.
  public init(
    beginning: String = "", opening: String, closing: String, learnedRoles: Set<String> = ["assistant"]
  ) {
    self.beginning = beginning
    self.opening = opening
    self.closing = closing
    self.learnedRoles = learnedRoles
  }

  /// OpenAI's Chat Markup Language.
  public static let chatML = ChatTemplate(opening: "<|im_start|>{role}\n", closing: "<|im_end|>\n")

  /// The text of the turns.
  ///
  /// - Parameter next: the role whose turn the model is to write; its opening ends the text.
  public func render(_ turns: [Turn], next: String? = nil) -> String {
    beginning + turns.map { opening(of: $0.role) + $0.content + closing }.joined() + (next.map(opening) ?? "")
  }

  func opening(of role: String) -> String {
    opening.replacing("{role}", with: role)
  }
}

/// A conversation as a model sees it.
public struct EncodedChat: Hashable, Sendable {
  /// The tokens.
  public internal(set) var ids: [Int] = []
  /// For each token, whether the model learns to write it.
  public internal(set) var isLearned: [Bool] = []
  /// For each token, the number of its turn; -1 before the first, the number of turns in the opening of the next.
  public internal(set) var turns: [Int] = []
}

extension ChatTemplate {
  /// The tokens of the turns, and which of them the model learns to write: the content of the learned roles and the
  /// special tokens that close it.
  ///
  /// Special tokens come from the template alone: their names in a turn are letters. Text between two special
  /// tokens is encoded together, as a tokenizer that is given the rendered text does; a token that reaches from the
  /// opening into the content is not learned. Throws `TokenizerError`.
  public func encode(
    _ turns: [Turn], next: String? = nil, with tokenizer: BytePairTokenizer
  ) throws(TokenizerError) -> EncodedChat {
    var writer = ChatWriter(tokenizer)
    try writer.add(template: beginning, turn: -1, learnsSpecials: false)
    for (number, turn) in turns.enumerated() {
      let isLearned = learnedRoles.contains(turn.role)
      try writer.add(template: opening(of: turn.role), turn: number, learnsSpecials: false)
      writer.add(text: Array(turn.content.utf8), turn: number, isLearned: isLearned)
      try writer.add(template: closing, turn: number, learnsSpecials: isLearned)
    }
    if let next { try writer.add(template: opening(of: next), turn: turns.count, learnsSpecials: false) }
    try writer.flush()
    return writer.chat
  }
}

/// Collects text until a special token ends it.
private struct ChatWriter {
  private let tokenizer: BytePairTokenizer
  private var text: [UInt8] = []
  /// For each byte of the text, its turn and whether it is learned.
  private var marks: [(turn: Int, isLearned: Bool)] = []
  private(set) var chat = EncodedChat()

  init(_ tokenizer: BytePairTokenizer) { self.tokenizer = tokenizer }

  mutating func add(text bytes: [UInt8], turn: Int, isLearned: Bool) {
    text += bytes
    marks += Array(repeating: (turn, isLearned), count: bytes.count)
  }

  mutating func add(template: String, turn: Int, learnsSpecials: Bool) throws(TokenizerError) {
    let bytes = Array(template.utf8)
    var start = 0
    for (range, _, id) in tokenizer.specialTokens.occurrences(in: bytes) {
      add(text: Array(bytes[start..<range.lowerBound]), turn: turn, isLearned: false)
      try flush()
      append(id, turn, learnsSpecials)
      start = range.upperBound
    }
    add(text: Array(bytes[start...]), turn: turn, isLearned: false)
  }

  mutating func flush() throws(TokenizerError) {
    let ids = tokenizer.encode(text)
    for (id, range) in zip(ids, try tokenizer.offsets(of: ids)) {
      append(id, marks[range.lowerBound].turn, marks[range.lowerBound].isLearned)
    }
    (text, marks) = ([], [])
  }

  private mutating func append(_ id: Int, _ turn: Int, _ isLearned: Bool) {
    chat.ids.append(id)
    chat.turns.append(turn)
    chat.isLearned.append(isLearned)
  }
}
