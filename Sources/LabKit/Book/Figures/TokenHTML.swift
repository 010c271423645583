import LabNotebook

/// A token strip in the running text of a page: unlike a picture it is broken where the page is narrow, and can be read
/// aloud, searched and copied.
struct TokenHTML {
  let strip: TokenStrip

  var html: String {
    let title = strip.title.isEmpty ? "" : "<figcaption>\(strip.title.escaped)</figcaption>"
    let tokens = strip.tokens.enumerated().map { place, token in
      let id = strip.ids.isEmpty ? "" : "<small>\(strip.ids[place])</small>"
      // Five colours in turn, as in a terminal: no two neighbours look alike.
      let text = Self.visible(token).escaped
      let lineBreak = token.hasSuffix("\n") ? "<br>" : ""
      return "<span class=\"t\(place % 5)\" title=\"token \(place + 1)\">\(text)\(id)</span>\(lineBreak)"
    }
    return "<figure>\(title)<div class=\"tokens\">\(tokens.joined())</div></figure>"
  }

  /// White space with signs of its own.
  private static func visible(_ token: String) -> String {
    token.map { character in
      switch character {
      case " ": "·"
      case "\n", "\r\n": "↵"
      case "\t": "→"
      default: String(character)
      }
    }
    .joined()
  }
}
