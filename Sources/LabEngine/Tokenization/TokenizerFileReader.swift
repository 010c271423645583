/// Reads the course's own tokenizer files, line by line.
struct TokenizerFileReader {
  private let lines: [Substring]
  private var line = 0
  private var tokens = TokenVocabulary()
  private var merges: [BytePairTokenizer.Pair] = []
  private var specials = SpecialTokens()

  init(_ text: String) {
    // By bytes: for Swift, a carriage return and a line feed are one character, which is neither of them.
    var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      Substring(line.last == 0x0D ? line.dropLast() : line)
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    self.lines = lines
  }

  mutating func read() throws(TokenizerError) -> BytePairTokenizer {
    let (preTokenization, count, sharesRanks, version) = try readHeader()
    try readBytes()
    for number in 0..<count { try readMerge(number) }
    while let text = nextLine() {
      guard version == 2 else {
        throw wrong("the first line speaks of \(count) merges, but more follow")
      }
      try readExtra(text)
    }
    return try BytePairTokenizer(
      tokens: tokens, merges: merges, preTokenization: preTokenization, specialTokens: specials,
      mergesShareRanks: sharesRanks)
  }

  private mutating func nextLine() -> Substring? {
    guard line < lines.count else { return nil }
    defer { line += 1 }
    return lines[line]
  }

  private func wrong(_ reason: String) -> TokenizerError { .invalidLine(number: line, reason: reason) }

  private mutating func readHeader() throws(TokenizerError) -> (PreTokenization, Int, Bool, Int) {
    let head = nextLine()?.split(separator: " ") ?? []
    guard head.count >= 4, head[0] == "bpe", let rule = PreTokenization(rawValue: String(head[2])),
      let count = Int(head[3]), count >= 0
    else { throw .invalidLine(number: 1, reason: "it is not such as `bpe 1 words 256`") }
    guard count < lines.count else {
      throw wrong("it speaks of \(count) merges, but \(lines.count - 1) follow")
    }
    switch (head[1], head.count, head.last) {
    case ("1", 4, _): return (rule, count, false, 1)
    case ("2", 5, "own"): return (rule, count, false, 2)
    case ("2", 5, "shared"): return (rule, count, true, 2)
    default: throw wrong("its version is not known: `bpe 1 words 256` or `bpe 2 words 256 own`")
    }
  }

  private mutating func readBytes() throws(TokenizerError) {
    var ids = Array(0..<256)
    if line < lines.count, lines[line].hasPrefix("bytes ") {
      ids = try numbers(nextLine()?.dropFirst(6) ?? "")
      guard ids.count == 256 else { throw wrong("it gives \(ids.count) bytes a token, not 256") }
    }
    for (byte, id) in ids.enumerated() { try insert([UInt8(byte)], id) }
  }

  private mutating func readMerge(_ number: Int) throws(TokenizerError) {
    guard let text = nextLine() else { throw wrong("merge \(number) is missing: the file ends here") }
    let numbers = try numbers(text)
    guard 2...3 ~= numbers.count else { throw wrong("it is not two tokens") }
    let pair = BytePairTokenizer.Pair(numbers[0], numbers[1])
    merges.append(pair)
    let id = numbers.count == 3 ? numbers[2] : 256 + number
    // Several merges may spell one token.
    if let left = tokens.bytes(of: pair.left), let right = tokens.bytes(of: pair.right), numbers.count == 3,
      tokens.bytes(of: id)?.elementsEqual(left + right) == true
    {
      return
    }
    try tokens.insertProduct(of: pair, id: id, number: number)
  }

  private mutating func readExtra(_ text: Substring) throws(TokenizerError) {
    let parts = text.split(separator: " ", maxSplits: 2)
    guard parts.count == 3, let id = Int(parts[1]) else {
      throw wrong("it is neither `token 300 e282ac` nor `special 50256 \"<|endoftext|>\"`")
    }
    switch parts[0] {
    case "token": try insert(try hexadecimal(parts[2]), id)
    case "special":
      guard case .string(let name)? = try? JSONValue(parsing: Array(parts[2].utf8)) else {
        throw wrong("\(parts[2]) is not a name in quotation marks")
      }
      try specials.insert(name, id: id)
    default: throw wrong("\(parts[0]) is neither token nor special")
    }
  }

  private mutating func insert(_ bytes: [UInt8], _ id: Int) throws(TokenizerError) {
    do {
      try tokens.insert(bytes, id: id)
    } catch {
      throw wrong("\(error)")
    }
  }

  private func numbers(_ text: Substring) throws(TokenizerError) -> [Int] {
    let numbers = text.split(separator: " ").map { Int($0) }
    guard !numbers.contains(nil) else { throw wrong("it holds something that is not a number") }
    return numbers.compactMap { $0 }
  }

  private func hexadecimal(_ text: Substring) throws(TokenizerError) -> [UInt8] {
    let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count % 2 == 0, !digits.contains(nil) else { throw wrong("\(text) is not hexadecimal") }
    let values = digits.compactMap { $0 }
    return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
  }
}
