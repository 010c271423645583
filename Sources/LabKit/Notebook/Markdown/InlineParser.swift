/// Finds bold, italics, code and links in running text.
enum InlineParser {
  static func parse(_ text: String) -> [Markdown.Inline] {
    var inlines: [Markdown.Inline] = []
    var words = ""
    var rest = text[...]
    var previous: Character = " "
    while let character = rest.first {
      if character == "\\", let escaped = rest.dropFirst().first, escaped.isPunctuation || escaped.isSymbol {
        words.append(escaped)
        rest = rest.dropFirst(2)
        previous = escaped
      } else if let (inline, length) = markup(rest, after: previous) {
        if !words.isEmpty { inlines.append(.text(words)) }
        words = ""
        inlines.append(inline)
        previous = rest[rest.index(rest.startIndex, offsetBy: length - 1)]
        rest = rest.dropFirst(length)
      } else {
        words.append(character)
        previous = character
        rest = rest.dropFirst()
      }
    }
    return words.isEmpty ? inlines : inlines + [.text(words)]
  }

  /// The markup that begins here and its length in characters, if there is any.
  private static func markup(_ text: Substring, after previous: Character) -> (Markdown.Inline, Int)? {
    switch text.first {
    case "`": code(text)
    case "[": link(text)
    case "<": bareLink(text)
    case "*": stressed(text, sign: "*")
    // `snake_case` is a name, not emphasis.
    case "_" where !previous.isLetter && !previous.isNumber: stressed(text, sign: "_")
    default: nil
    }
  }

  private static func code(_ text: Substring) -> (Markdown.Inline, Int)? {
    let ticks = text.prefix { $0 == "`" }
    let body = text.dropFirst(ticks.count)
    guard let end = body.firstRange(of: ticks) else { return nil }
    let inner = body[..<end.lowerBound]
    let isPadded = inner.count > 2 && inner.first == " " && inner.last == " "
    let words = isPadded ? inner.dropFirst().dropLast() : inner
    return (.code(String(words)), 2 * ticks.count + inner.count)
  }

  private static func link(_ text: Substring) -> (Markdown.Inline, Int)? {
    guard let words = closing("]", of: text), words.next < text.endIndex, text[words.next] == "(" else {
      return nil
    }
    guard let address = closing(")", of: text[words.next...]) else { return nil }
    let length = text.distance(from: text.startIndex, to: address.next)
    return (.link(parse(String(words.inner)), address: String(address.inner)), length)
  }

  private static func bareLink(_ text: Substring) -> (Markdown.Inline, Int)? {
    guard text.hasPrefix("<http"), let end = text.firstIndex(of: ">") else { return nil }
    let address = String(text[..<end].dropFirst())
    return (.link([.text(address)], address: address), address.count + 2)
  }

  private static func stressed(_ text: Substring, sign: Character) -> (Markdown.Inline, Int)? {
    let count = min(2, text.prefix { $0 == sign }.count)
    let mark = String(repeating: sign, count: count)
    let body = text.dropFirst(count)
    guard let first = body.first, !first.isWhitespace else { return nil }
    guard let inner = stressedText(body, mark: mark), !inner.isEmpty else { return nil }
    let content = parse(String(inner))
    return (count == 2 ? .strong(content) : .emphasis(content), inner.count + 2 * count)
  }

  /// What stands before the closing mark: one that follows a word directly. Code is skipped, and so is bold
  /// inside italics.
  private static func stressedText(_ body: Substring, mark: String) -> Substring? {
    let double = mark + mark
    var index = body.startIndex
    while index < body.endIndex {
      let rest = body[index...]
      let followsWord = index > body.startIndex && !body[body.index(before: index)].isWhitespace
      let run = rest.prefix { mark.hasPrefix(String($0)) }.count
      if let (_, length) = rest.first == "`" ? code(rest) : nil {
        index = body.index(index, offsetBy: length)
      } else if mark.count == 2, followsWord, run >= 2 {
        return body[..<body.index(index, offsetBy: run - 2)]
      } else if mark.count == 1, followsWord, run == 1 || run == 3 {
        return body[..<index]
      } else if mark.count == 1, run == 2, let end = rest.dropFirst(2).firstRange(of: double) {
        index = end.upperBound
      } else {
        index = body.index(index, offsetBy: max(1, run))
      }
    }
    return nil
  }

  /// What stands between an opening bracket and the one that closes it, and the place behind that.
  private static func closing(_ close: Character, of text: Substring) -> (
    inner: Substring, next: Substring.Index
  )? {
    guard let open = text.first else { return nil }
    var depth = 0
    for index in text.indices {
      if text[index] == open { depth += 1 }
      if text[index] == close {
        depth -= 1
        if depth == 0 { return (text[text.index(after: text.startIndex)..<index], text.index(after: index)) }
      }
    }
    return nil
  }
}
