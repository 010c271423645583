import LabNotebook

extension Book {
  /// The page to open: the path through the labs.
  func indexPage() -> BookPage {
    let labs = chapters.map(stop).joined(separator: "\n")
    let body = """
      <h1>\(course.curriculum.title.escaped)</h1>
      <p class="lead">How a large language model works, from a keyword router to a quantized transformer, in lessons
      that compute everything they claim.</p>
      <ol class="path">\(labs)</ol>
      <section class="progress"><h2>Your progress</h2>
      <p>Predictions, quizzes and opened hints are kept in this browser. What <code>labs</code> has graded lies in
      <code>Workspace/.progress.json</code>, a file that your file dialog may hide because of the dot in front.</p>
      <p><label class="button" for="import">Read the progress file…</label>
      <input type="file" id="import" accept=".json,application/json">
      <button type="button" id="forget">Forget what is kept here</button></p>
      <p id="imported" role="status"></p></section>
      <section class="keys"><h2>Keys</h2>
      <table><tbody><tr><td><kbd>j</kbd> <kbd>k</kbd> or <kbd>→</kbd> <kbd>←</kbd><td>next and previous step of a lesson
      <tr><td><kbd>o</kbd><td>show what a cell prints <tr><td><kbd>s</kbd><td>step by step, or everything open
      <tr><td><kbd>p</kbd><td>present <tr><td><kbd>/</kbd><td>search <tr><td><kbd>d</kbd><td>dark or light</table></section>
      """
    return BookPage(path: "index.html", title: "The labs", body: body, scripts: ["progress.js"])
  }

  private func stop(_ chapter: Chapter) -> String {
    let lab = chapter.lab
    let needs =
      lab.prerequisites.isEmpty ? "begins here" : "after \(lab.prerequisites.joined(separator: ", "))"
    let exercises =
      lab.exercises.isEmpty ? "" : " · <a href=\"\(lab.exercisesPath)\">\(lab.exercises.count) exercises</a>"
    return """
      <li data-lab="\(lab.number)" data-checkpoints="\(lab.checkpoints.map(\.id).joined(separator: " "))" \
      data-questions="\(lab.quiz.count)"><span class="stop">\(lab.number)</span>
      <h2><a href="\(lab.folderName).html">\(lab.title.escaped)</a></h2>
      <p>\(lab.summary.inlineHTML)</p>
      <p class="facts">\(lab.minutes) minutes · \(needs)\(exercises) <span class="state"></span></p></li>
      """
  }

  func glossaryPage() -> BookPage {
    let entries = glossary.entries.map { entry in
      let lab = path(of: entry.lab).map { "<a href=\"\($0)\">lab \(entry.lab)</a>" } ?? "lab \(entry.lab)"
      return """
        <dt id="\(entry.term.asID)">\(entry.term.inlineHTML) <span class="where">\(lab)</span></dt>
        <dd>\(Markdown(entry.meaning).html)</dd>
        """
    }
    let body = "<h1>Glossary</h1>\n<dl class=\"glossary\">\n\(entries.joined(separator: "\n"))\n</dl>"
    return BookPage(path: "glossary.html", title: "Glossary", body: body)
  }

  /// Every source once, with the labs that stand on it.
  func referencesPage() -> BookPage {
    var order: [String] = []
    var labs: [String: [Lab]] = [:]
    var references: [String: Lab.Reference] = [:]
    for lab in chapters.map(\.lab) {
      for reference in lab.references {
        let key = reference.url ?? reference.title
        if references[key] == nil { order.append(key) }
        references[key] = references[key] ?? reference
        labs[key, default: []].append(lab)
      }
    }
    let items = order.compactMap { references[$0] }.sorted { $0.sortingName < $1.sortingName }.map {
      reference in
      let places = (labs[reference.url ?? reference.title] ?? []).map {
        "<a href=\"\($0.folderName).html\">\($0.number)</a>"
      }
      let title =
        reference.url.map { "<a href=\"\($0.escaped)\">\(reference.title.escaped)</a>" }
        ?? reference.title.escaped
      let citation = reference.citation.map { " <span class=\"citation\">\($0.escaped)</span>" } ?? ""
      return
        "<li><cite>\(title)</cite>\(citation) <span class=\"where\">lab \(places.joined(separator: ", "))</span>"
    }
    let body =
      "<h1>References</h1>\n<p>What the lessons cite, by author. The links lead out of the book.</p>\n<ul class=\"references\">\n\(items.joined(separator: "\n"))\n</ul>"
    return BookPage(path: "references.html", title: "References", body: body)
  }

  func searchPage() -> BookPage {
    let body = """
      <h1>Search</h1>
      <form class="search" role="search" id="search"><label for="query">Words in the lessons, the exercises and the glossary</label>
      <input type="search" id="query" name="q" autocomplete="off"></form>
      <p id="count" role="status"></p><ol class="found" id="found"></ol>
      <noscript><p>Searching needs scripts.</p></noscript>
      """
    return BookPage(
      path: "search.html", title: "Search", body: body, scripts: ["search-index.js", "search.js"])
  }
}

extension Lab.Reference {
  /// Sources are looked for by who wrote them.
  fileprivate var sortingName: String { (citation ?? title).lowercased() }
}

extension String {
  /// The letters and digits as a name for a place on a page.
  var asID: String {
    "term-" + lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
  }
}
