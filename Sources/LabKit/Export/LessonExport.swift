import Foundation
import LabNotebook

/// A lesson that was run, as a document for other programs: the same run gives the same bytes.
///
/// Times are left out, because they differ from run to run.
public struct LessonExport: Sendable {
  /// A kind of document.
  public enum Format: String, CaseIterable, Sendable {
    /// A Jupyter notebook with outputs, in nbformat 4.5.
    case notebook = "ipynb"
    /// Markdown for a wiki or a repository, with the pictures in a folder beside it.
    case markdown = "md"
    /// One page for a browser or a printer, pictures included.
    case page = "html"
  }

  /// A file of a document.
  public struct File: Equatable, Sendable {
    /// Where it belongs, beside the others.
    public let path: String
    /// What stands in it.
    public let text: String
  }

  let run: LessonRun
  let name: String
  private let showsNotes: Bool

  /// Takes a run that came to its end.
  ///
  /// - Parameters:
  ///   - name: what the document's file is called, without an ending.
  ///   - showsNotes: whether the speaker's notes belong into it.
  /// - Throws: the `LessonFailure` of a run that ended early: half a lesson is no document.
  public init(_ run: LessonRun, name: String, showsNotes: Bool = false) throws(LessonFailure) {
    if let failure = run.failure { throw failure }
    (self.run, self.name, self.showsNotes) = (run, name, showsNotes)
  }

  /// The document; its first file is the one to open.
  public func files(as format: Format) throws -> [File] {
    switch format {
    case .notebook: [File(path: "\(name).ipynb", text: try notebook())]
    case .markdown: markdown()
    case .page: [File(path: "\(name).html", text: page())]
    }
  }

  /// What the files and folders of a document are called.
  public static func names(_ name: String, as format: Format) -> [String] {
    ["\(name).\(format.rawValue)"] + (format == .markdown ? ["\(name)-files"] : [])
  }

  /// The cells that a reader sees.
  var cells: [CellRun] {
    run.cells.filter { showsNotes || $0.cell.kind != .notes }
  }
}

extension Cell {
  /// Prose, a question or notes as Markdown; the code of a code cell.
  var markdown: String {
    let lead =
      switch kind {
      case .prose, .code: ""
      case .prediction: "**Predict:** \(title)"
      case .notes: "**Notes** \(title)"
      }
    return [lead, text].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}

extension CellRun {
  /// What there is to say about output that was not kept.
  var droppedRemark: String? {
    droppedBytes > 0 ? "(\(droppedBytes) more bytes of output, not shown)" : nil
  }
}
