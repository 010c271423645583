import LabNotebook

/// A page for a browser, readable by day and by night, that fetches nothing and runs nothing.
struct HTMLPage {
  let title: String
  /// What it shows, already escaped.
  let body: String
  /// Rules of its own, behind those of every page.
  var style = ""

  var text: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width">
    <title>\(title.escaped)</title><style>\(Self.style)\(style)</style></head>
    <body>
    \(body)
    </body></html>

    """
  }

  private static let style = """
    :root { color-scheme: light dark; }
    body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
    table { border-collapse: collapse; } td { padding: .15rem .8rem .15rem 0; vertical-align: top; }
    pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .9rem; }
    svg { max-width: 100%; height: auto; }

    """
}

extension String {
  /// As text in HTML or XML, also between double quotes.
  var escaped: String { xmlEscaped(self) }
}

extension Table {
  /// The table as HTML, with its title as the caption.
  var html: String {
    let caption = title.map { "<caption>\($0.escaped)</caption>" } ?? ""
    let head = row(headings, cell: "th")
    let body = rows.map { row($0, cell: "td") }.joined(separator: "\n")
    return "<table>\(caption)<thead>\(head)</thead><tbody>\n\(body)\n</tbody></table>"
  }

  private func row(_ texts: [String], cell: String) -> String {
    let cells = zip(texts, alignments).map { text, alignment in
      let style = alignment == .trailing ? " style=\"text-align:right\"" : ""
      return "<\(cell)\(style)>\(text.escaped)</\(cell)>"
    }
    return "<tr>\(cells.joined())</tr>"
  }
}
