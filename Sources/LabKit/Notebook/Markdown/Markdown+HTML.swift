extension Markdown {
  /// The prose as HTML, one element a block; every sign that HTML would read is written out.
  ///
  /// Addresses that are no web page's are left as words: prose must not be able to run anything.
  var html: String { Self.html(blocks) }

  private static func html(_ blocks: [Block]) -> String {
    blocks.map(html).joined(separator: "\n")
  }

  /// One block as HTML.
  static func html(_ block: Block) -> String {
    switch block {
    case .heading(let level, let inlines): "<h\(level)>\(html(inlines))</h\(level)>"
    case .paragraph(let inlines): "<p>\(html(inlines))</p>"
    case .list(let start, let items): list(items, start: start)
    case .quote(let blocks): "<blockquote>\n\(html(blocks))\n</blockquote>"
    case .code(let language, let text):
      "<pre class=\"code\"><code>\(language == "swift" ? SwiftCode(text).html : text.escaped)</code></pre>"
    case .table(let headings, let rows, let trailing): table(headings, rows, trailing)
    case .rule: "<hr>"
    }
  }

  private static func list(_ items: [[Block]], start: Int?) -> String {
    let (tag, attribute) =
      switch start {
      case nil: ("ul", "")
      case 1: ("ol", "")
      case .some(let start): ("ol", " start=\"\(start)\"")
      }
    let texts = items.map { blocks in
      // An item of one paragraph is a line, not a paragraph with air around it.
      if case .paragraph(let inlines)? = blocks.first {
        let rest = blocks.dropFirst()
        return "<li>\(html(inlines))\(rest.isEmpty ? "" : "\n" + html(Array(rest)))</li>"
      }
      return "<li>\(html(blocks))</li>"
    }
    return "<\(tag)\(attribute)>\n\(texts.joined(separator: "\n"))\n</\(tag)>"
  }

  private static func table(_ headings: [[Inline]], _ rows: [[[Inline]]], _ trailing: [Bool]) -> String {
    func row(_ cells: [[Inline]], _ tag: String) -> String {
      let texts = cells.enumerated().map { column, cell in
        let isTrailing = column < trailing.count && trailing[column]
        return "<\(tag)\(isTrailing ? " style=\"text-align:right\"" : "")>\(html(cell))</\(tag)>"
      }
      return "<tr>\(texts.joined())</tr>"
    }
    let body = rows.map { row($0, "td") }.joined(separator: "\n")
    return "<table><thead>\(row(headings, "th"))</thead><tbody>\n\(body)\n</tbody></table>"
  }

  /// Running text as HTML.
  static func html(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text): text.escaped
      case .code(let code): "<code>\(code.escaped)</code>"
      case .emphasis(let inner): "<em>\(html(inner))</em>"
      case .strong(let inner): "<strong>\(html(inner))</strong>"
      case .link(let inner, let address):
        ["https://", "http://", "#"].contains { address.hasPrefix($0) }
          ? "<a href=\"\(address.escaped)\">\(html(inner))</a>" : html(inner)
      }
    }
    .joined()
  }
}

extension SwiftCode {
  /// The code as HTML; words, types, texts, numbers and comments carry classes.
  var html: String {
    lines.map { runs in
      runs.map { run in
        run.kind.cssClass.map { "<span class=\"\($0)\">\(run.text.escaped)</span>" } ?? run.text.escaped
      }
      .joined()
    }
    .joined(separator: "\n")
  }
}

extension SwiftCode.Kind {
  fileprivate var cssClass: String? {
    switch self {
    case .plain: nil
    case .keyword: "k"
    case .type: "t"
    case .string: "s"
    case .number: "n"
    case .comment: "c"
    }
  }
}
