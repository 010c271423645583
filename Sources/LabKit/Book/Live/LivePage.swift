import Foundation
import LabNotebook

/// A page beside the editor that shows how the exercises stand and draws what went wrong.
///
/// It needs no server: the page reads the file `state.js` beside it again and again, and that file is replaced as a
/// whole whenever there is something new.
public final class LivePage: @unchecked Sendable {
  private let course: Course
  private let lab: Lab
  private let folder: URL
  private let lock = NSLock()
  /// The results that have come since the last save.
  private var arrived: [CheckpointResult] = []
  private var changes = 0

  /// Lays the page of a lab into `folder`.
  ///
  /// - Throws: `FileError` when it cannot be written.
  public init(_ course: Course, _ lab: Lab, in folder: URL) throws {
    (self.course, self.lab, self.folder) = (course, lab, folder)
    // What an earlier watching left would look new to a page that is open already.
    changes = Int(Date().timeIntervalSince1970)
    try SafeFile.makeFolder(folder)
    for file in try PageFiles(course).files() where Self.files.contains(file.path) {
      try SafeFile.replace(folder.appending(path: file.path), with: Data(file.text.utf8))
    }
    let page = BookPage(
      path: "index.html", title: "Lab \(lab.number), live", body: "<div id=\"live\" class=\"live\"></div>",
      lab: lab, scripts: ["live.js"], isAlone: true)
    try SafeFile.replace(index, with: Data(page.text(titled: course.curriculum.title).utf8))
    try begin()
  }

  private static let files = [PageFiles.stylesheet, "book.js", "live.js"]

  /// The file to open.
  public var index: URL { folder.appending(path: "index.html") }

  /// A save was noticed: what is known of the checkpoints is old.
  public func begin() throws {
    try lock.withLock {
      arrived = []
      try write(body(heading: "Checking…", results: []))
    }
  }

  /// One checkpoint has a result.
  public func add(_ result: CheckpointResult) {
    lock.withLock {
      arrived.append(result)
      // The report that comes at the end holds it too.
      try? write(body(heading: "Checking…", results: arrived))
    }
  }

  /// Everything has been checked.
  public func show(_ report: LearnerCheck.Report) throws {
    try lock.withLock {
      switch report {
      case .didNotCompile(let failure):
        try write(
          "<h1>\(lab.title.escaped)</h1><p>It does not compile.</p><pre class=\"output error\">\("\(failure)".escaped)</pre>"
        )
      case .ran(let verdict):
        let passed = verdict.results.filter(\.isPassed).count
        let told = verdict.results.map { result in
          var result = result
          if let failure = verdict.failure(of: result, in: lab) { result.outcome = .failed(failure) }
          return result
        }
        try write(body(heading: "\(passed) of \(verdict.results.count) passed", results: told))
      }
    }
  }

  private func body(heading: String, results: [CheckpointResult]) -> String {
    let byID = Dictionary(results.map { ($0.checkpoint, $0) }) { first, _ in first }
    let items = lab.checkpoints.map { FailureHTML(checkpoint: $0, result: byID[$0.id]).html }
    return """
      <h1>\(lab.title.escaped)</h1><p class="lead">\(heading)</p>
      <ol class="checkpoints">\(items.joined(separator: "\n"))</ol>
      """
  }

  /// A script that calls the page with what is new.
  private func write(_ html: String) throws {
    changes += 1
    let text = String(decoding: try JSONEncoder().encode(html), as: UTF8.self)
    let script = "showState(\(changes), \(text));\n"
    try SafeFile.replace(folder.appending(path: "state.js"), with: Data(script.utf8))
  }
}

/// A checkpoint on the live page: its sign, and of a failure everything that is known, drawn where that says more.
struct FailureHTML {
  let checkpoint: Lab.Checkpoint
  let result: CheckpointResult?

  var html: String {
    let name = "\(checkpoint.id) \(checkpoint.title.escaped)"
    switch result?.outcome {
    case nil: return line("·", "", name)
    case .passed: return line("✓", "good", name)
    case .notWritten(let id):
      return line("·", "", "\(name) <span class=\"where\">\(id) is not written yet</span>")
    case .didNotRun(let reason):
      return line("!", "bad", "\(name) <span class=\"where\">\(reason.escaped)</span>")
    case .failed(let failure):
      return line("✗", "bad", "<b>\(name)</b>" + details(failure))
    }
  }

  private func line(_ sign: String, _ kind: String, _ words: String) -> String {
    "<li><span class=\"sign \(kind)\">\(sign)</span>\(words)</li>"
  }

  private func details(_ failure: CheckpointFailure) -> String {
    let drawings = [("returned", failure.returned), ("expected", failure.expected)].map { title, text in
      text.flatMap(FailureValue.init)?.displays(title) ?? []
    }
    let isDrawn = drawings.contains { !$0.isEmpty }
    let sides = drawings.map { displays in
      "<div>\(displays.map { FigureHTML(display: $0).html }.joined())</div>"
    }
    let words = failure.lines.map { label, text in
      let tag = label.isEmpty || text.contains("\n") ? "pre" : "code"
      return "<dt>\(label)</dt><dd><\(tag)>\(text.escaped)</\(tag)></dd>"
    }
    return (isDrawn ? "<div class=\"sides\">\(sides.joined())</div>" : "") + "<dl>\(words.joined())</dl>"
  }
}
