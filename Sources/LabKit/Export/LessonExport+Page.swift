import LabNotebook

extension LessonExport {
  /// The lesson as one page that stands by itself and prints well.
  func page() -> String {
    let body = cells.map(html).joined(separator: "\n")
    return HTMLPage(title: run.title, body: "<main>\n\(body)\n</main>", style: Self.style).text
  }

  private func html(_ run: CellRun) -> String {
    let id = "id=\"\(run.cell.exportID)\""
    let prose = Markdown(run.cell.markdown).html
    switch run.cell.kind {
    case .prose: return "<section \(id)>\n\(prose)\n</section>"
    case .prediction: return "<aside class=\"predict\" \(id)>\n\(prose)\n</aside>"
    case .notes: return "<aside class=\"notes\" \(id)>\n\(prose)\n</aside>"
    case .code:
      let title = run.cell.title.isEmpty ? [] : ["<h3>\(run.cell.title.escaped)</h3>"]
      let code = "<pre class=\"code\"><code>\(SwiftCode(run.cell.text).html)</code></pre>"
      let remark = run.droppedRemark.map { ["<p class=\"remark\">\($0.escaped)</p>"] } ?? []
      let lines = title + [code] + run.outputs.map(html) + remark
      return "<section class=\"cell\" \(id)>\n\(lines.joined(separator: "\n"))\n</section>"
    }
  }

  private func html(_ output: CellOutput) -> String {
    switch output {
    case .text(let text): "<pre class=\"output\">\(text.escaped)</pre>"
    case .errorText(let text): "<pre class=\"output error\">\(text.escaped)</pre>"
    case .display(.table(let table)): "<figure>\(table.html)</figure>"
    case .display(let display): "<figure>\(display.svg())</figure>"
    }
  }

  private static let style = """
    body { font: 17px/1.6 Georgia, "DejaVu Serif", serif; max-width: 46rem; }
    h1 { font-size: 1.9rem; line-height: 1.2; } h2 { font-size: 1.35rem; margin-top: 3rem; }
    h3, figcaption, caption, .predict, .notes { font-family: system-ui, sans-serif; }
    h3 { font-size: .95rem; margin: 1.6rem 0 .3rem; }
    code, pre { font: .86rem/1.5 ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; }
    .code { background: #7f8c9a1c; padding: .7rem .9rem; border-radius: 4px; }
    .output { border-left: 3px solid #7f8c9a66; padding: .1rem .8rem; margin: .6rem 0; }
    .error { border-color: #b3343a; }
    .predict { border: 1px solid #b85c0088; border-radius: 4px; padding: .1rem .9rem; margin: 1.5rem 0; }
    .notes, .remark { color: #6b7680; font-size: .9rem; }
    figure { margin: 1rem 0; overflow-x: auto; } table { font: .85rem/1.4 system-ui, sans-serif; }
    caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
    th { text-align: left; border-bottom: 1px solid #7f8c9a88; padding: .15rem .8rem .15rem 0; }
    .k { color: #9b3d86; } .t { color: #0f7480; } .s { color: #1f7a4d; } .n { color: #b85c00; } .c { color: #6b7680; }
    @media (prefers-color-scheme: dark) {
      body { background: #14181d; color: #e6e9ec; } a { color: #6ea8e8; }
      .k { color: #d88bc7; } .t { color: #4fc0cc; } .s { color: #5cc28d; } .n { color: #eea34f; } .c { color: #a3aeb9; }
    }
    @media print {
      body { max-width: none; margin: 0; font-size: 11pt; }
      .cell figure, .code, .predict, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
      a { color: inherit; }
    }
    """
}
