import Foundation
import LabNotebook

/// A lesson as the text of a page: units of prose and code, each output beside the code that gave it.
struct LessonBody {
  let chapter: Book.Chapter
  let crosslinks: Crosslinks

  /// The headings that a table of contents names.
  private(set) var places: [BookPage.Place] = []
  private(set) var html = ""

  init(_ chapter: Book.Chapter, crosslinks: Crosslinks) {
    (self.chapter, self.crosslinks) = (chapter, crosslinks)
    let runs = Dictionary(uniqueKeysWithValues: chapter.run.cells.map { ($0.cell.number, $0) })
    var units: [String] = []
    for unit in LessonUnit.units(of: chapter.run.cells.map(\.cell)) {
      let cells = unit.cells.map { html(of: $0, runs[$0.number]) }
      let demo = unit.isForDemo ? " data-demo" : ""
      units.append("<section class=\"unit\"\(demo)>\n\(cells.joined(separator: "\n"))\n</section>")
    }
    let failure = chapter.run.failure.map {
      "<p class=\"failure\">The lesson ended here: \($0.description.escaped)</p>"
    }
    html = (units + [failure].compactMap { $0 }).joined(separator: "\n")
  }

  private mutating func html(of cell: Cell, _ run: CellRun?) -> String {
    let id = "id=\"\(cell.exportID)\""
    let play = cell.tags.filter { $0.hasPrefix("play-") }
      .map { "<figure class=\"play\" data-play=\"\($0.dropFirst("play-".count))\"></figure>" }.joined()
    switch cell.kind {
    case .prose: return "<div class=\"prose\" \(id)>\(prose(cell.text))</div>\(play)"
    case .prediction:
      let question = Markdown("**Predict:** \(cell.title)\n\n\(cell.text)").html
      return "<aside class=\"predict\" \(id)>\(crosslinks.linked(question))</aside>"
    case .notes: return "<aside class=\"notes\" \(id) hidden>\(Markdown(cell.markdown).html)</aside>"
    case .code: return code(cell, run) + play
    }
  }

  private func code(_ cell: Cell, _ run: CellRun?) -> String {
    let title =
      cell.title.isEmpty
      ? ""
      : "<h3>\(cell.title.escaped) <a class=\"anchor\" href=\"#\(cell.exportID)\" aria-label=\"Link to this cell\">#</a></h3>"
    let outputs = (run?.outputs ?? []).map(html(of:)).joined(separator: "\n")
    let remark = run?.droppedRemark.map { "<p class=\"remark\">\($0.escaped)</p>" } ?? ""
    let result = outputs.isEmpty ? "" : "<div class=\"result\">\n\(outputs)\(remark)\n</div>"
    return """
      <div class="cell" id="\(cell.exportID)">\(title)
      \(CodeHTML.block(cell.text))
      \(result)</div>
      """
  }

  private func html(of output: CellOutput) -> String {
    switch output {
    case .text(let text): "<pre class=\"output\" tabindex=\"0\">\(text.escaped)</pre>"
    case .errorText(let text): "<pre class=\"output error\" tabindex=\"0\">\(text.escaped)</pre>"
    case .display(let display): FigureHTML(display: display).html
    }
  }

  /// Prose whose sections can be led to.
  private mutating func prose(_ text: String) -> String {
    let blocks = Markdown(text).blocks.map { block -> String in
      guard case .heading(let level, let inlines) = block, level == 2 else {
        return crosslinks.linked(Markdown.html(block))
      }
      let id = "section-\(places.count + 1)"
      let title = Markdown.html(inlines)
      places.append(BookPage.Place(id: id, title: title))
      return
        "<h2 id=\"\(id)\">\(title) <a class=\"anchor\" href=\"#\(id)\" aria-label=\"Link to this section\">#</a></h2>"
    }
    return blocks.joined(separator: "\n")
  }
}

/// Code as it stands on a page, with a button to copy it where scripts run.
enum CodeHTML {
  static func block(_ code: String) -> String {
    // A lesson has some thousand coloured words; the shorter tag makes a page a twentieth shorter.
    let colored = SwiftCode(code).html.replacing("<span class=\"", with: "<i class=\"").replacing(
      "</span>", with: "</i>")
    return "<div class=\"source\"><pre class=\"code\" tabindex=\"0\"><code>\(colored)</code></pre></div>"
  }
}

/// Turns the numbers of exercises and the addresses that stand in prose into links.
struct Crosslinks {
  private let addresses: [String: String]

  /// A tag, the number of an exercise, or an address without the full stop behind it.
  private static let pattern = #"<[^>]*>|\b[0-9]{2}\.[0-9]{1,2}\b|\bhttps?://[^\s<]*[^\s<.,;:)]"#

  init(_ book: Book) {
    let links = book.chapters.flatMap { chapter in
      (chapter.lab.exercises.map(\.id) + chapter.lab.checkpoints.map(\.id)).map { id in
        (id, "\(chapter.lab.exercisesPath)#exercise-\(id)")
      }
    }
    addresses = Dictionary(links) { first, _ in first }
  }

  /// The same HTML; what stands in code or in a link already stays as it is.
  func linked(_ html: String) -> String {
    guard let pattern = try? NSRegularExpression(pattern: Self.pattern) else {
      return html
    }
    let text = html as NSString
    var linked = ""
    var end = 0
    var depth = 0
    for match in pattern.matches(in: html, range: NSRange(location: 0, length: text.length)) {
      let piece = text.substring(with: match.range)
      linked += text.substring(with: NSRange(location: end, length: match.range.location - end))
      end = match.range.location + match.range.length
      if ["<a ", "<code", "<pre"].contains(where: piece.hasPrefix) { depth += 1 }
      if ["</a>", "</code>", "</pre>"].contains(piece) { depth -= 1 }
      let address = depth > 0 ? nil : piece.hasPrefix("http") ? piece : addresses[piece]
      linked += address.map { "<a href=\"\($0)\">\(piece)</a>" } ?? piece
    }
    return linked + text.substring(from: end)
  }
}

extension Lab {
  /// The page with the lab's exercises.
  var exercisesPath: String { "\(folderName)-exercises.html" }
}
