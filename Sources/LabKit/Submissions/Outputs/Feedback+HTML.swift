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
    return HTMLPage(
      title: "\(title): \(student.visiblyPrinted)", body: body.joined(separator: "\n"),
      style: HTMLPage.gradesStyle
    ).text
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

extension HTMLPage {
  /// How feedback and the summary of a class look.
  static let gradesStyle = """
    .headline { font-size: 1.2rem; font-weight: 600; } .remark { white-space: pre-wrap; }
    .passed td:first-child { color: #1a7f37; } .failed td:first-child { color: #cf222e; }
    .failed td:nth-child(2) { font-weight: 600; }
    dt { color: #777; } dd { margin: 0 0 .5rem; }
    footer { margin-top: 2rem; color: #777; }
    """
}
