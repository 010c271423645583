extension Lesson {
  /// The script as it is compiled: the same lines, with a call in place of each code cell's marker and one behind
  /// the end.
  ///
  /// `#sourceLocation` gives the lines their own numbers, so that the compiler, a trap and `#line` speak of the
  /// lesson itself.
  ///
  /// - Parameter reportedPath: the path that the compiler's messages name.
  func program(reportedPath: String) -> String {
    var program = lines
    if program.first?.hasPrefix("#!") == true { program[0] = "" }
    for cell in cells where cell.kind == .code {
      program[cell.line - 1] = "import LabNotebook; LabNotebook.beginCell(\(cell.number))"
    }
    let escaped = reportedPath.reduce(into: "") { $0 += "\"\\".contains($1) ? "\\\($1)" : String($1) }
    return """
      #sourceLocation(file: "\(escaped)", line: 1)
      \(program.joined(separator: "\n"))
      import LabNotebook; LabNotebook.endLesson()

      """
  }
}
