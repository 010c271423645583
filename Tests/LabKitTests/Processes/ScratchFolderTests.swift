import CLabSandbox
import Foundation
import XCTest

@testable import LabKit

final class ScratchFolderTests: XCTestCase {
  private let files = FileManager.default

  func testItGoesAwayWithItsOwner() throws {
    var folder: ScratchFolder? = try ScratchFolder("test")
    let path = try XCTUnwrap(folder?.url.path)
    let mode = try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    XCTAssertEqual(mode, 0o700)
    try Data("x".utf8).write(to: URL(filePath: path + "/file"))
    folder = nil
    XCTAssertFalse(files.fileExists(atPath: path))
  }

  func testFoldersDeeperThanAnyPathAreRemoved() throws {
    var folder: ScratchFolder? = try ScratchFolder("deep")
    let path = try XCTUnwrap(folder?.url.path)
    try nest(1000, in: path)
    XCTAssertEqual(try measured(path, upTo: 100_000).entries, 100_001, "too deep counts as too many")
    folder = nil
    XCTAssertFalse(files.fileExists(atPath: path))
  }

  func testClosedFoldersAndFilesAreRemovedAndLinksNotFollowed() throws {
    let outside = try ScratchFolder("outside")
    let kept = outside.url.appending(path: "kept")
    try Data("kept".utf8).write(to: kept)
    var folder: ScratchFolder? = try ScratchFolder("closed")
    let path = try XCTUnwrap(folder?.url.path)
    XCTAssertEqual(symlink(outside.url.path, path + "/link"), 0)
    XCTAssertEqual(mkdir(path + "/closed", 0o700), 0)
    XCTAssertEqual(symlink(outside.url.path, path + "/closed/link"), 0)
    XCTAssertEqual(mkdir(path + "/closed/inner", 0), 0)
    XCTAssertEqual(chmod(path + "/closed", 0), 0)
    folder = nil
    XCTAssertFalse(files.fileExists(atPath: path))
    XCTAssertEqual(try String(contentsOf: kept, encoding: .utf8), "kept")
  }

  func testATreeIsMeasuredAsItLiesOnDisk() throws {
    let folder = try ScratchFolder("measured")
    let outside = try ScratchFolder("outside")
    try Data(count: 1 << 20).write(to: outside.url.appending(path: "large"))
    XCTAssertEqual(symlink(outside.url.path, folder.url.path + "/link"), 0)
    try files.createDirectory(at: folder.url.appending(path: "a/b"), withIntermediateDirectories: true)
    let bytes = [UInt8](repeating: 7, count: 100_000)
    try Data(bytes).write(to: folder.url.appending(path: "a/b/file"))
    let size = try measured(folder.url.path, upTo: 100)
    XCTAssertEqual(size.entries, 4)
    XCTAssertGreaterThanOrEqual(size.bytes, 100_000)
    XCTAssertLessThan(size.bytes, 1 << 20, "what a link leads to is not inside")
    XCTAssertEqual(try measured(folder.url.path, upTo: 2).entries, 3, "counting stops where it is too much")
  }

  private func measured(_ path: String, upTo most: UInt64) throws -> labs_tree_size {
    var size = labs_tree_size()
    XCTAssertEqual(labs_measure_tree(path, most, &size), 0)
    return size
  }

  /// Nests folders by descriptors: the path of the innermost is longer than the system takes.
  private func nest(_ depth: Int, in path: String) throws {
    var current = open(path, O_RDONLY | O_DIRECTORY)
    defer { close(current) }
    for _ in 0..<depth {
      XCTAssertEqual(mkdirat(current, "down", 0o700), 0)
      let inner = openat(current, "down", O_RDONLY | O_DIRECTORY)
      close(current)
      current = inner
    }
  }
}
