/// What a line such as `// %% [predict] How many? {#guess .demo}` says.
struct CellMarker {
  /// Why a marker cannot be read.
  struct Malformed: Error {
    let reason: String
  }

  let kind: Cell.Kind
  let title: String
  let id: String?
  let tags: [String]

  static func isMarker(_ line: String) -> Bool {
    line.hasPrefix("// %%")
  }

  /// The word in brackets that stands for a kind.
  static func word(for kind: Cell.Kind) -> String {
    kinds.first { $0.kind == kind }?.word ?? ""
  }

  private static let kinds: [(word: String, kind: Cell.Kind)] = [
    ("markdown", .prose), ("predict", .prediction), ("notes", .notes), ("code", .code),
  ]

  init(_ line: String) throws(Malformed) {
    var rest = line.dropFirst("// %%".count)
    guard rest.isEmpty || rest.hasPrefix(" ") else {
      throw Malformed(reason: "a blank is missing behind `// %%`.")
    }
    rest = trimmed(rest)
    kind = try Self.takeKind(from: &rest)
    (id, tags) = try Self.takeNames(from: &rest)
    title = String(rest)
    if kind == .prediction, title.isEmpty {
      throw Malformed(reason: "a [predict] cell needs its question on the same line.")
    }
  }

  private static func takeKind(from rest: inout Substring) throws(Malformed) -> Cell.Kind {
    guard rest.hasPrefix("[") else { return .code }
    guard let end = rest.firstIndex(of: "]") else { throw Malformed(reason: "`[` without `]`.") }
    let word = String(rest[rest.index(after: rest.startIndex)..<end])
    guard let kind = kinds.first(where: { $0.word == word })?.kind else {
      let words = kinds.map { "[\($0.word)]" }.joined(separator: ", ")
      throw Malformed(reason: "`[\(word)]` is no kind of cell; there are \(words), and none for code.")
    }
    rest = trimmed(rest[rest.index(after: end)...])
    return kind
  }

  private static func takeNames(from rest: inout Substring) throws(Malformed) -> (String?, [String]) {
    guard rest.hasSuffix("}"), let start = rest.lastIndex(of: "{") else { return (nil, []) }
    var id: String?
    var tags: [String] = []
    for word in rest[rest.index(after: start)...].dropLast().split(separator: " ") {
      let name = String(word.dropFirst())
      let isName =
        !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
      guard isName, word.hasPrefix("#") || word.hasPrefix(".") else {
        throw Malformed(reason: "`\(word)` is neither `#id` nor `.tag` (letters, digits, - and _).")
      }
      if word.hasPrefix(".") {
        tags.append(name)
      } else if id == nil {
        id = name
      } else {
        throw Malformed(reason: "a cell has one id, not two.")
      }
    }
    rest = trimmed(rest[..<start])
    return (id, tags)
  }
}

private func trimmed(_ text: Substring) -> Substring {
  var text = text
  while text.first?.isWhitespace == true { text.removeFirst() }
  while text.last?.isWhitespace == true { text.removeLast() }
  return text
}
