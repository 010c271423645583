import LabNotebook

extension Feedback {
  /// The feedback as a page that stands by itself: no script, and nothing of the student's that could become one.
  public var html: String {
    let remarks = remarks.map { "<p class=\"remark\">\($0.escaped)</p>" }
    let rows = items.map { item in
      """
      <tr class="\(item.mark.cssClass)"><td>\(item.mark.symbol)</td><td>\(item.name.escaped)</td>\
      <td>\(item.pointsText)</td><td>\((item.remark ?? "").escaped)</td></tr>
      """
    }
    let sections = items.filter { !$0.details.isEmpty }.map { item in
      """
      <section><h2>\(item.name.escaped)</h2>
      <dl>\(item.details.map(\.html).joined(separator: "\n"))</dl></section>
      """
    }
    let table = rows.isEmpty ? [] : ["<table>"] + rows + ["</table>"]
    let body =
      [
        "<h1>\(title.escaped)</h1>",
        "<p class=\"headline\">\(student.visiblyPrinted.escaped): \(headline.escaped)</p>",
      ]
      + remarks + table + sections + (footer.isEmpty ? [] : ["<footer>\(footer.escaped)</footer>"])
    return HTMLPage(title: "\(title): \(student.visiblyPrinted)", body: body.joined(separator: "\n")).text
  }
}

extension Feedback.Detail {
  fileprivate var html: String { "<dt>\(label.escaped)</dt><dd><pre>\(text.escaped)</pre></dd>" }
}

extension Feedback.Item.Mark {
  fileprivate var cssClass: String {
    switch self {
    case .passed: "passed"
    case .failed, .stopped: "failed"
    case .notWritten, .didNotRun: "open"
    }
  }
}

/// A page for a browser, readable by day and by night.
struct HTMLPage {
  let title: String
  /// What it shows, already escaped.
  let body: String

  var text: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width">
    <title>\(title.escaped)</title><style>\(Self.style)</style></head>
    <body>
    \(body)
    </body></html>

    """
  }

  private static let style = """
    :root { color-scheme: light dark; }
    body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
    .headline { font-size: 1.2rem; font-weight: 600; } .remark { white-space: pre-wrap; }
    table { border-collapse: collapse; } td { padding: .15rem .8rem .15rem 0; vertical-align: top; }
    .passed td:first-child { color: #1a7f37; } .failed td:first-child { color: #cf222e; }
    .failed td:nth-child(2) { font-weight: 600; }
    dt { color: #777; } dd { margin: 0 0 .5rem; }
    pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .9rem; }
    footer { margin-top: 2rem; color: #777; } svg { max-width: 100%; height: auto; }
    """
}

extension String {
  /// As text in HTML or XML, also between double quotes.
  var escaped: String { xmlEscaped(self) }
}
