/// Why a lesson script cannot be used.
public enum LessonError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// A line is not what the format allows.
  case malformed(path: String, line: Int, reason: String)
  /// Two cells have the same id.
  case duplicateID(path: String, id: String, line: Int, firstLine: Int)
  /// No cell has this id or number.
  case unknownCell(name: String, known: [String], count: Int)

  /// A sentence that says where and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      return "\(path) cannot be read: \(reason)."
    case .malformed(let path, let line, let reason):
      return "\(path):\(line): \(reason)"
    case .duplicateID(let path, let id, let line, let firstLine):
      return "\(path):\(line): the id `\(id)` is taken by the cell in line \(firstLine); ids must differ."
    case .unknownCell(let name, let known, let count):
      let hint = nearestName(to: name, in: known).map { "Did you mean `\($0)`? " } ?? ""
      let list = known.isEmpty ? "No cell has an id." : "Ids: \(known.joined(separator: ", "))."
      return "No cell is called `\(name)`. \(hint)\(list) Numbers go from 1 to \(count)."
    }
  }
}
