import Foundation

/// The folder where a learner has put real data, and how its files compare with what the course expects.
public struct DataFolder: Sendable {
  /// The variable that names the folder.
  public static let variable = "LABS_DATA_DIR"

  /// Where the files are, or `nil` when the variable is not set.
  public let folder: URL?

  /// The folder that the environment names.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let named = environment[Self.variable] ?? ""
    folder = named.isEmpty ? nil : URL(filePath: named)
  }

  /// How a data set's file is.
  public enum State: Equatable, Sendable {
    /// It is not there.
    case missing
    /// It is the file the course expects.
    case present
    /// It has another size.
    case wrongSize(found: Int)
    /// It has the right size and other bytes.
    case wrongHash(found: String)
  }

  /// Where a data set's file belongs, or `nil` when no folder is named.
  public func file(of dataSet: DataSet) -> URL? { folder?.appending(path: dataSet.path) }

  /// Compares a data set's file with what the course expects; reads the whole file.
  ///
  /// - Throws: `FileError` when it is there but cannot be read.
  public func state(of dataSet: DataSet) throws -> State {
    guard let file = file(of: dataSet), FileManager.default.fileExists(atPath: file.path) else {
      return .missing
    }
    let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    guard size == dataSet.bytes else { return .wrongSize(found: size) }
    let hash = try SHA256.hexadecimal(of: file)
    return hash == dataSet.sha256 ? .present : .wrongHash(found: hash)
  }
}
