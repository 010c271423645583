import Foundation

/// Where a model's text comes from.
public enum TextSource: Hashable, Sendable, Codable {
  /// A file; its last tenth is held out.
  case file(path: String)
  /// The course's corpus: so many bytes of each part.
  case course(CourseCorpus, trainingBytes: Int, heldOutBytes: Int)

  /// The text to learn from and the text to be measured on.
  ///
  /// Throws `FormatError` for a file that cannot be read or is empty.
  public func read() throws(FormatError) -> (training: [UInt8], heldOut: [UInt8]) {
    switch self {
    case .course(let corpus, let trainingBytes, let heldOutBytes):
      return (
        Array(corpus.text(.training, bytes: trainingBytes).utf8),
        Array(corpus.text(.heldOut, bytes: heldOutBytes).utf8)
      )
    case .file(let path):
      let bytes = try FileBytes.read(URL(filePath: path))
      guard !bytes.isEmpty else { throw .invalid(field: path, reason: "the file is empty") }
      let cut = bytes.count - bytes.count / 10
      return (Array(bytes[..<cut]), Array(bytes[cut...]))
    }
  }
}
