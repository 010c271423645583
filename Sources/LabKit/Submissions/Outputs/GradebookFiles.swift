import Foundation

/// Writes everything that comes out of grading, one student after the other.
///
/// - `feedback/`: a page and a text a student
/// - `gradescope/`, `prairielearn/`: a folder a student with a `results.json`
/// - `grades.csv`, `junit.xml`, `report.json`, `summary.html`
public struct GradebookFiles {
  private let gradebook: Gradebook
  private let curriculum: Curriculum
  private let folder: URL

  /// The files of a gradebook, in `folder`.
  public init(_ gradebook: Gradebook, curriculum: Curriculum, folder: URL) {
    (self.gradebook, self.curriculum, self.folder) = (gradebook, curriculum, folder)
  }

  /// Writes all files anew, each whole or not at all.
  ///
  /// - Parameter each: is told every grade, in the order of the gradebook.
  /// - Returns: What the class did.
  /// - Throws: `FileError` when something cannot be written.
  public func write(each: (Grade) -> Void = { _ in }) throws -> ClassSummary {
    let lab = gradebook.lab
    for name in ["feedback", "gradescope", "prairielearn"] {
      try SafeFile.makeFolder(folder.appending(path: name))
    }
    let table = GradesCSV(lab: lab, hiddenPoints: gradebook.run.settings.hiddenPoints)
    let csv = try GrowingFile(folder.appending(path: "grades.csv"), start: table.heading)
    let junit = try GrowingFile(folder.appending(path: "junit.xml"), start: JUnitReport.head)
    let report = try GrowingFile(
      folder.appending(path: "report.json"), start: "{\"run\":\(try GradeReport.json(head)),\"students\":[\n")
    var summary = ClassSummary(lab)
    for (index, student) in gradebook.students.enumerated() {
      let grade = gradebook.grade(of: student)
      let feedback = Feedback(grade, lab: lab)
      try writeFiles(of: grade, feedback)
      try csv.append(table.row(grade))
      try junit.append(JUnitReport.suite(grade, feedback))
      try report.append((index == 0 ? "" : ",\n") + GradeReport.json(GradeReport.Entry(grade)))
      summary.count(grade, in: lab)
      each(grade)
    }
    try csv.finish()
    try junit.finish(JUnitReport.foot)
    try report.finish("\n],\"summary\":\(try GradeReport.json(summary))}\n")
    let title = "Lab \(lab.number): \(lab.title)"
    try SafeFile.replace(folder.appending(path: "summary.html"), with: Data(summary.html(title: title).utf8))
    return summary
  }

  private var head: GradeReport.Head {
    GradeReport.Head(
      course: curriculum.title, courseVersion: curriculum.version, lab: gradebook.lab.number,
      title: gradebook.lab.title, possible: gradebook.possible, latePolicy: gradebook.latePolicy,
      run: gradebook.run)
  }

  private func writeFiles(of grade: Grade, _ feedback: Feedback) throws {
    let stem = FileStem.of(grade.student.id)
    try write(feedback.text, to: "feedback/\(stem).txt")
    try write(feedback.html, to: "feedback/\(stem).html")
    // A result for somebody who handed nothing in would look like a grade.
    guard grade.result != nil else { return }
    for (name, json) in [
      ("gradescope", try GradeReport.json(GradescopeResults(grade, feedback))),
      ("prairielearn", try GradeReport.json(PrairieLearnResults(grade, feedback))),
    ] {
      try SafeFile.makeFolder(folder.appending(path: "\(name)/\(stem)"))
      try write(json + "\n", to: "\(name)/\(stem)/results.json")
    }
  }

  /// These files can be written again from the records, so that they need not reach the disk at once.
  private func write(_ text: String, to path: String) throws {
    let file = folder.appending(path: path)
    do {
      try Data(text.utf8).write(to: file, options: .atomic)
    } catch {
      throw FileError(file: file, action: .write, code: error.posixCode)
    }
  }
}

/// A file that grows piece by piece beside the one it will replace.
private struct GrowingFile {
  private let file: URL
  private let temporary: URL
  private let handle: FileHandle

  init(_ file: URL, start: String) throws {
    self.file = file
    temporary = file.appendingPathExtension("part")
    try? FileManager.default.removeItem(at: temporary)
    try SafeFile.create(temporary, with: Data(start.utf8))
    do {
      handle = try FileHandle(forWritingTo: temporary)
      try handle.seekToEnd()
    } catch {
      throw FileError(file: file, action: .write, code: error.posixCode)
    }
  }

  func append(_ text: String) throws {
    do {
      try handle.write(contentsOf: Data(text.utf8))
    } catch {
      throw FileError(file: file, action: .write, code: error.posixCode)
    }
  }

  /// Puts the whole file in its place.
  func finish(_ end: String = "") throws {
    try append(end)
    try? handle.close()
    guard rename(temporary.path, file.path) == 0 else {
      throw FileError(file: file, action: .write, code: errno)
    }
  }
}
