import LabNotebook

extension LessonExport {
  /// The lesson as Markdown, and its pictures as SVG files in a folder of the document's name.
  func markdown() -> [File] {
    var pictures: [File] = []
    var blocks: [String] = []
    for run in cells {
      guard run.cell.kind == .code else {
        blocks.append(run.cell.kind == .prose ? run.cell.markdown : run.cell.markdown.quoted)
        continue
      }
      if !run.cell.title.isEmpty { blocks.append("**\(run.cell.title.escapedForMarkdown)**") }
      blocks.append(fenced(run.cell.text, as: "swift"))
      for (index, output) in run.outputs.enumerated() {
        switch output {
        case .text(let text), .errorText(let text): blocks.append(fenced(text, as: "text"))
        case .display(let display):
          if case .table(let table) = display {
            blocks.append(table.markdown)
          } else {
            let path = "\(name)-files/\(run.cell.exportID)-\(index + 1).svg"
            pictures.append(File(path: path, text: display.svg() + "\n"))
            blocks.append("![\(display.summary.escapedForMarkdown)](\(path))")
          }
        }
      }
      if let remark = run.droppedRemark { blocks.append(remark) }
    }
    return [File(path: "\(name).md", text: blocks.joined(separator: "\n\n") + "\n")] + pictures
  }

  /// Text between fences longer than any row of back quotes in it.
  private func fenced(_ text: String, as language: String) -> String {
    let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(language)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
  }
}

extension Table {
  /// The table in GitHub's form.
  var markdown: String {
    let rule = alignments.map { $0 == .trailing ? "---:" : "---" }
    let lines = [headings.map(\.escapedForMarkdown), rule] + rows.map { $0.map(\.escapedForMarkdown) }
    let caption = title.map { ["**\($0.escapedForMarkdown)**\n"] } ?? []
    return (caption + lines.map { "| " + $0.joined(separator: " | ") + " |" }).joined(separator: "\n")
  }
}

extension String {
  /// As plain words in Markdown, in a cell of a table too.
  fileprivate var escapedForMarkdown: String {
    String(
      flatMap { character -> [Character] in
        if character.isNewline { return [" "] }
        return "\\`*_[]<>|#!".contains(character) ? ["\\", character] : [character]
      })
  }
}
