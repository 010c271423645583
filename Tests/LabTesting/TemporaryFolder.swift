import Foundation
import XCTest

/// A folder of its own for one test, removed when the test ends.
public struct TemporaryFolder: Sendable {
  /// Where it is.
  public let url: URL

  /// Makes an empty folder that `test` removes when it ends.
  public init(for test: XCTestCase) throws {
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "labs-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    test.addTeardownBlock { [url] in try FileManager.default.removeItem(at: url) }
  }

  /// The path of something inside.
  public subscript(_ path: String) -> URL { url.appending(path: path) }

  /// Writes a file, making its folders.
  public func write(_ text: String, to path: String) throws {
    let file = self[path]
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// The text of a file.
  public func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: self[path]), as: UTF8.self)
  }

  /// The names in a folder, sorted.
  public func names(in path: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self[path].path).sorted()
  }
}
