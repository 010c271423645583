import Foundation

/// A tokenizer as a text file: a first line `bpe 1 words 256`, which is the format's name and version, the
/// pre-tokenization and the number of merges; then a merge a line, such as `32 116`, in the order of ranks.
extension BytePairTokenizer {
  /// What a file holds.
  public var fileText: String {
    let lines = merges.map { "\($0.left) \($0.right)" }
    return (["bpe 1 \(preTokenization.rawValue) \(merges.count)"] + lines).joined(separator: "\n") + "\n"
  }

  /// Reads what `fileText` wrote. Throws `TokenizerError`, which names the line or the merge at fault.
  public init(fileText: String) throws(TokenizerError) {
    let lines = fileText.split(whereSeparator: \.isNewline)
    let head = lines.first?.split(separator: " ") ?? []
    guard head.count == 4, head[0] == "bpe", head[1] == "1",
      let preTokenization = PreTokenization(rawValue: String(head[2])), let count = Int(head[3])
    else { throw .invalidLine(number: 1, reason: "it is not such as `bpe 1 words 256`") }
    guard lines.count - 1 == count else {
      throw .invalidLine(number: 1, reason: "it speaks of \(count) merges, but \(lines.count - 1) follow")
    }
    var merges: [Pair] = []
    for (index, line) in lines.enumerated().dropFirst() {
      let numbers = line.split(separator: " ").map { Int($0) }
      guard numbers.count == 2, let left = numbers[0], let right = numbers[1] else {
        throw .invalidLine(number: index + 1, reason: "it is not two tokens")
      }
      merges.append(Pair(left, right))
    }
    try self.init(merges: merges, preTokenization: preTokenization)
  }

  /// Reads a file. Throws `FormatError` when it cannot be opened, else `TokenizerError`.
  public init(contentsOf url: URL) throws {
    try self.init(fileText: String(decoding: FileBytes.read(url), as: UTF8.self))
  }

  /// Writes a file as a whole or not at all. Throws `FormatError`.
  public func write(to url: URL) throws(FormatError) {
    try FileBytes.write(Array(fileText.utf8), to: url)
  }
}
