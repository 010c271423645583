import Foundation

/// Files that the course does not ship and uses where a learner has put them: `labs data` lists them.
public enum RealData {
  /// The bytes of a file inside the folder that `LABS_DATA_DIR` names, such as `gpt2/vocab.bpe`.
  ///
  /// `nil` when no folder is named or the file is not in it. Throws `FormatError` when it is there and cannot be
  /// read.
  public static func read(
    _ path: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(FormatError) -> [UInt8]? {
    guard let folder = environment["LABS_DATA_DIR"], !folder.isEmpty else { return nil }
    let file = URL(filePath: folder).appending(path: path)
    return FileManager.default.fileExists(atPath: file.path) ? try FileBytes.read(file) : nil
  }
}
