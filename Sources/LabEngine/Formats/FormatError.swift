/// Why a file could not be read or written.
public enum FormatError: Error, Equatable, CustomStringConvertible {
  /// The file ends inside a field.
  case truncated(field: String, needed: Int, available: Int)
  /// A field holds what it must not.
  case invalid(field: String, reason: String)
  /// A field asks for something this reader does not know.
  case unsupported(field: String, value: String)
  /// The operating system would not open, read or write the file.
  case inaccessible(path: String, reason: String)

  /// A sentence that names the field.
  public var description: String {
    switch self {
    case .truncated(let field, let needed, let available):
      "the file ends in \(field): \(needed) bytes are needed, \(available) are left"
    case .invalid(let field, let reason):
      "\(field) is wrong: \(reason)"
    case .unsupported(let field, let value):
      "\(field) is \(value), which this reader does not know"
    case .inaccessible(let path, let reason):
      "\(path): \(reason)"
    }
  }
}
