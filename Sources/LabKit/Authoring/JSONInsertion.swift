/// Adds an element to a list in a JSON text and leaves every other character as the author wrote it.
enum JSONInsertion {
  /// Appends `element` to the list under `key` of the outermost object, or answers `nil` when there is none.
  static func append(_ element: String, toList key: String, in text: String) -> String? {
    guard let end = endOfList(under: key, in: text) else { return nil }
    let before = text[..<end]
    guard let last = before.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    let separator = before[last] == "[" ? "\n" : ",\n"
    return before[...last] + separator + element + "\n  " + text[end...]
  }

  /// The place of the bracket that closes the list.
  private static func endOfList(under key: String, in text: String) -> String.Index? {
    var depth = 0
    var name = ""
    var listDepth: Int?
    var index = text.startIndex
    while index < text.endIndex {
      switch text[index] {
      case "\"":
        let start = text.index(after: index)
        index = endOfString(from: start, in: text)
        if depth == 1 { name = String(text[start..<index]) }
      case "{", "[":
        depth += 1
        if depth == 2, name == key, text[index] == "[" { listDepth = depth }
      case "}", "]":
        if depth == listDepth { return index }
        depth -= 1
      default: break
      }
      guard index < text.endIndex else { return nil }
      index = text.index(after: index)
    }
    return nil
  }

  private static func endOfString(from start: String.Index, in text: String) -> String.Index {
    var index = start
    while index < text.endIndex, text[index] != "\"" {
      if text[index] == "\\", let next = text.index(index, offsetBy: 1, limitedBy: text.endIndex) {
        index = next
        guard index < text.endIndex else { return index }
      }
      index = text.index(after: index)
    }
    return index
  }
}
