import Foundation
import LabNotebook

extension LessonExport {
  /// The lesson as a notebook (nbformat 4.5, <https://nbformat.readthedocs.io/en/latest/format_description.html>).
  ///
  /// Pictures come as SVG and tables as HTML, each with the text that a terminal would show.
  func notebook() throws -> String {
    let notebook = Notebook(title: run.title, cells: notebookCells())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(notebook), as: UTF8.self) + "\n"
  }

  private func notebookCells() -> [Notebook.Cell] {
    var count = 0
    return cells.map { run in
      guard run.cell.kind == .code else {
        let source = run.cell.kind == .prose ? run.cell.markdown : run.cell.markdown.quoted
        return .markdown(id: run.cell.exportID, source: source)
      }
      count += 1
      let title = run.cell.title.isEmpty ? "" : "// \(run.cell.title)\n"
      let outputs = run.outputs.map(Notebook.Output.init) + remark(of: run)
      return .code(id: run.cell.exportID, source: title + run.cell.text, count: count, outputs: outputs)
    }
  }

  private func remark(of run: CellRun) -> [Notebook.Output] {
    run.droppedRemark.map { [.stream("stderr", $0 + "\n")] } ?? []
  }
}

extension Cell {
  /// A name that is unique in the document and of the form that notebooks and pages ask for.
  var exportID: String { id ?? "cell-\(number + 1)" }
}

extension String {
  /// Every line as that of a Markdown quotation.
  var quoted: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? ">" : "> \($0)" }
      .joined(separator: "\n")
  }
}

/// The part of nbformat 4.5 that a lesson needs.
private struct Notebook: Encodable {
  let metadata: Metadata
  let cells: [Cell]
  let nbformat = 4
  let nbformatMinor = 5

  enum CodingKeys: String, CodingKey {
    case metadata, cells, nbformat
    case nbformatMinor = "nbformat_minor"
  }

  init(title: String, cells: [Cell]) {
    (metadata, self.cells) = (Metadata(title: title), cells)
  }

  struct Metadata: Encodable {
    let title: String
    let kernelspec = ["display_name": "Swift", "language": "swift", "name": "swift"]
    let languageInfo = ["name": "swift", "file_extension": ".swift", "mimetype": "text/x-swift"]

    enum CodingKeys: String, CodingKey {
      case title, kernelspec
      case languageInfo = "language_info"
    }
  }

  enum Cell: Encodable {
    case markdown(id: String, source: String)
    case code(id: String, source: String, count: Int, outputs: [Output])

    enum CodingKeys: String, CodingKey {
      case id, source, metadata, outputs
      case type = "cell_type"
      case count = "execution_count"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode([String: String](), forKey: .metadata)
      switch self {
      case .markdown(let id, let source):
        try container.encode("markdown", forKey: .type)
        try container.encode(id, forKey: .id)
        try container.encode(source.keepingLineEnds, forKey: .source)
      case .code(let id, let source, let count, let outputs):
        try container.encode("code", forKey: .type)
        try container.encode(id, forKey: .id)
        try container.encode(source.keepingLineEnds, forKey: .source)
        try container.encode(count, forKey: .count)
        try container.encode(outputs, forKey: .outputs)
      }
    }
  }

  enum Output: Encodable {
    case stream(_ name: String, _ text: String)
    case display(_ data: [String: [String]])

    init(_ output: CellOutput) {
      switch output {
      case .text(let text): self = .stream("stdout", text)
      case .errorText(let text): self = .stream("stderr", text)
      case .display(let display):
        var data = ["text/plain": display.text(for: TerminalTraits()).keepingLineEnds]
        if case .table(let table) = display {
          data["text/html"] = table.html.keepingLineEnds
        } else {
          data["image/svg+xml"] = display.svg().keepingLineEnds
        }
        self = .display(data)
      }
    }

    enum CodingKeys: String, CodingKey {
      case name, text, data, metadata
      case type = "output_type"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      switch self {
      case .stream(let name, let text):
        try container.encode("stream", forKey: .type)
        try container.encode(name, forKey: .name)
        try container.encode(text.keepingLineEnds, forKey: .text)
      case .display(let data):
        try container.encode("display_data", forKey: .type)
        try container.encode(data, forKey: .data)
        try container.encode([String: String](), forKey: .metadata)
      }
    }
  }
}

extension String {
  /// The lines with their ends, as notebooks keep texts so that changes can be compared line by line.
  fileprivate var keepingLineEnds: [String] {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let last = lines.removeLast()
    return lines.map { $0 + "\n" } + (last.isEmpty ? [] : [last])
  }
}
