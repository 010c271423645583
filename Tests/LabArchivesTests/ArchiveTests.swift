import Foundation
import LabEngine
import XCTest

@testable import LabArchives

/// Archives that Python's `zipfile`, `tarfile` and `zlib` wrote, read back.
final class ArchiveTests: XCTestCase {
  /// What the packed exercise holds.
  static let exercise = String(repeating: "let answer = 42 // the answer\n", count: 60)

  func testZipIsReadAsPythonWroteIt() throws {
    let archive = try Archive(Fixture.zip)
    XCTAssertEqual(archive.entries.map(\.path), ["01-routing/Exercise.swift", "notes.txt", "link.swift"])
    XCTAssertEqual(archive.entries.map(\.kind), [.file, .file, .link])
    XCTAssertEqual(archive.entries.map(\.size), [1800, 15, 11])
    XCTAssertEqual(try archive.text(0), Self.exercise)
    XCTAssertEqual(try archive.text(1), "stored as it is")
  }

  func testPaxAndGNUTarAreReadAsPythonWroteThem() throws {
    let pax = try Archive(Fixture.pax)
    let long = String(repeating: "a", count: 60) + "/" + String(repeating: "é", count: 60) + "/Exercise.swift"
    XCTAssertEqual(pax.entries.map(\.path), [long, "link", "folder/", "pipe"])
    XCTAssertEqual(pax.entries.map(\.kind), [.file, .link, .folder, .special])
    XCTAssertEqual(try pax.text(0), Self.exercise)
    let gnu = try Archive(Fixture.gnu)
    XCTAssertEqual(
      gnu.entries.map(\.path), [String(repeating: "b/", count: 70) + "Exercise.swift"])
    XCTAssertEqual(try gnu.text(0), "hello")
  }

  func testDeflateWithFixedAndDynamicCodes() throws {
    let fixed = try Inflate.unpack(Fixture.fixedCodes[...], atMost: 1000)
    XCTAssertEqual(String(decoding: fixed.bytes, as: UTF8.self), "abracadabra abracadabra")
    XCTAssertEqual(fixed.end, Fixture.fixedCodes.count)
    let dynamic = try Inflate.unpack(Fixture.dynamicCodes[...], atMost: 10_000)
    XCTAssertEqual(CRC32.checksum(of: dynamic.bytes), 487_202_662, "what zlib.crc32 says of the text")
    XCTAssertEqual(dynamic.end, Fixture.dynamicCodes.count)
  }

  func testOwnZipIsReadBack() throws {
    let entries = [ZipArchive.Entry(path: "Exercise.swift", data: Data(Self.exercise.utf8))]
    let archive = try Archive(Array(ZipArchive(entries: entries, date: Date()).bytes))
    XCTAssertEqual(try archive.text(0), Self.exercise)
  }

  func testEmptyArchivesHaveNoEntries() throws {
    XCTAssertEqual(try Archive(Array(ZipArchive(entries: [], date: Date()).bytes)).entries.count, 0)
    XCTAssertEqual(
      try Archive([UInt8](repeating: 0, count: 1024)).entries.count, 0, "a tar of two zero blocks")
  }

  func testOtherFilesAreNoArchives() {
    for bytes in [[], Array("%PDF-1.7".utf8), [UInt8](repeating: 65, count: 2000)] {
      XCTAssertThrowsError(try Archive(bytes)) { XCTAssertEqual($0 as? ArchiveProblem, .unknownFormat) }
    }
  }

  func testLimitsAreKept() throws {
    var limits = ArchiveLimits()
    limits.entries = 2
    XCTAssertThrowsError(try Archive(Fixture.zip, limits: limits)) {
      XCTAssertEqual($0 as? ArchiveProblem, .tooManyEntries(limit: 2))
    }
    XCTAssertThrowsError(try Archive(Fixture.pax, limits: limits)) {
      XCTAssertEqual($0 as? ArchiveProblem, .tooManyEntries(limit: 2))
    }
    limits = ArchiveLimits()
    limits.totalBytes = 1000
    for bytes in [Fixture.zip, Fixture.pax] {
      XCTAssertThrowsError(try Archive(bytes, limits: limits)) {
        XCTAssertEqual($0 as? ArchiveProblem, .tooLarge(limit: 1000))
      }
    }
    limits = ArchiveLimits()
    limits.fileBytes = 1000
    let archive = try Archive(Fixture.zip, limits: limits)
    XCTAssertThrowsError(try archive.text(0)) {
      XCTAssertEqual(
        $0 as? ArchiveProblem, .fileTooLarge(path: "01-routing/Exercise.swift", limit: 1000))
    }
  }

  /// Deflated zeros that claim to be small: unpacking stops where the claim ends.
  func testABombThatLiesAboutItsSizeStops() throws {
    var bytes = Fixture.zip
    // The size in the directory, 24 bytes into the entry's header.
    let directory = try XCTUnwrap(bytes.firstRange(of: [0x50, 0x4B, 1, 2])).lowerBound
    bytes.replaceSubrange(directory + 24..<directory + 28, with: [10, 0, 0, 0])
    let archive = try Archive(bytes)
    XCTAssertThrowsError(try archive.text(0)) {
      XCTAssertEqual($0 as? ArchiveProblem, .tooLarge(limit: 10))
    }
  }

  func testADifferentNameInTheOwnHeaderIsRefused() throws {
    var bytes = Fixture.zip
    bytes[30] ^= 1
    XCTAssertThrowsError(try Archive(bytes)) {
      XCTAssertEqual(
        "\($0)", "the archive is damaged: `01-routing/Exercise.swift` has another name in its own header")
    }
  }

  /// Whatever is changed or cut off, reading ends with a value or a problem, and within its limits.
  func testDamageNeverTraps() throws {
    var random = RandomStream(seed: 7)
    for original in [Fixture.zip, Fixture.pax, Fixture.gnu, try Gzip.unpack(Fixture.pax, atMost: 1 << 20)] {
      for count in 0..<min(original.count, 700) { Self.readAll(Array(original.prefix(count))) }
      for _ in 0..<3000 {
        var bytes = original
        for _ in 0...Int.random(in: 0..<3, using: &random) {
          bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
            in: .min ... .max, using: &random)
        }
        Self.readAll(bytes)
      }
    }
    for _ in 0..<3000 {
      let noise = (0..<Int.random(in: 0..<200, using: &random)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      _ = try? Inflate.unpack(noise[...], atMost: 1 << 16)
      Self.readAll([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0] + noise)
    }
  }

  private static func readAll(_ bytes: [UInt8]) {
    guard let archive = try? Archive(bytes) else { return }
    for entry in archive.entries {
      if let contents = try? archive.contents(of: entry) { XCTAssertEqual(contents.count, entry.size) }
    }
  }
}

extension Archive {
  fileprivate func text(_ index: Int) throws -> String {
    String(decoding: try contents(of: entries[index]), as: UTF8.self)
  }
}
