/// A page of the book: what all of them have around their text.
struct BookPage {
  /// A place on the page that its table of contents leads to.
  struct Place {
    let id: String
    /// What stands there, as HTML.
    let title: String
  }

  /// The file's name.
  let path: String
  let title: String
  /// The text, as HTML.
  let body: String
  /// The lab it belongs to, by which scripts keep progress.
  var lab: Lab?
  var contents: [Place] = []
  /// What it needs beside the script that every page has.
  var scripts: [String] = []
  /// The pages before and behind it.
  var previous: Link?
  var next: Link?

  /// Whether there are no other pages to lead to.
  var isAlone = false

  /// Another page.
  struct Link {
    let path: String
    let title: String
  }

  /// The page of a course of this title.
  func text(titled course: String) -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title.escaped) · \(course.escaped)</title>
    <link rel="stylesheet" href="\(PageFiles.stylesheet)">
    <script src="book.js"></script>
    \(scripts.map { "<script src=\"\($0)\" defer></script>" }.joined(separator: "\n"))
    </head>
    <body\(lab.map { " data-lab=\"\($0.number)\"" } ?? "")>
    <a class="skip" href="#text">Skip to the text</a>
    \(bar(course))
    <div class="page">
    \(contentsList)
    <main id="text" tabindex="-1">
    \(body)
    \(turning)
    </main>
    </div>
    </body></html>

    """
  }

  /// Nothing but the files beside the page: a book must not be able to ask the network for anything.
  private static let policy = """
    default-src 'none'; style-src 'self' file: 'unsafe-inline'; script-src 'self' file:; img-src data:
    """

  private static let pages = [
    ("index.html", "Labs"), ("glossary.html", "Glossary"), ("references.html", "References"),
    ("search.html", "Search"),
  ]

  private func bar(_ course: String) -> String {
    let pages = isAlone ? [] : Self.pages
    let links = pages.map { target, name in
      "<a href=\"\(target)\"\(target == path ? " aria-current=\"page\"" : "")>\(name)</a>"
    }
    return """
      <header class="bar"><a class="home" href="index.html">\(course.escaped)</a>
      <nav aria-label="Book">\(links.joined(separator: " "))</nav>
      <button type="button" id="theme" hidden>Dark</button></header>
      """
  }

  private var contentsList: String {
    guard !contents.isEmpty else { return "" }
    let items = contents.map { "<li><a href=\"#\($0.id)\">\($0.title)</a>" }
    return """
      <nav class="contents" aria-label="On this page"><details open><summary>On this page</summary>
      <ol>\(items.joined())</ol></details></nav>
      """
  }

  private var turning: String {
    let links = [(previous, "prev", "←"), (next, "next", "→")].map { link, rel, arrow in
      link.map {
        "<a rel=\"\(rel)\" href=\"\($0.path)\">\(rel == "prev" ? "\(arrow) " : "")\($0.title.escaped)\(rel == "next" ? " \(arrow)" : "")</a>"
      }
        ?? "<span></span>"
    }
    return previous == nil && next == nil
      ? "" : "<nav class=\"turning\" aria-label=\"Other labs\">\(links.joined())</nav>"
  }
}
