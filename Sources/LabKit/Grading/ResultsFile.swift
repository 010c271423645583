import Foundation

/// The records of one run of a test bundle, one JSON object a line.
///
/// The bundle appends, the runner reads after the bundle has ended. The subject's process never sees it.
public struct ResultsFile: Sendable {
  private let url: URL

  /// The file at `url`; it need not exist yet.
  public init(_ url: URL) {
    self.url = url
  }

  /// Appends a record.
  public func append(_ record: GradingRecord) throws {
    var line = try JSONEncoder().encode(record)
    line.append(UInt8(ascii: "\n"))
    if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
    let handle = try FileHandle(forWritingTo: url)
    defer { try? handle.close() }
    try handle.seekToEnd()
    try handle.write(contentsOf: line)
  }

  /// Every whole record; a last line cut off by a crash is passed over.
  public func records() -> [GradingRecord] {
    guard let data = try? Data(contentsOf: url) else { return [] }
    return data.split(separator: UInt8(ascii: "\n")).compactMap {
      try? JSONDecoder().decode(GradingRecord.self, from: Data($0))
    }
  }
}
