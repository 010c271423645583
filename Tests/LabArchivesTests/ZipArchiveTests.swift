import Foundation
import XCTest

@testable import LabArchives

final class ZipArchiveTests: XCTestCase {
  func testPublishedChecksum() {
    // The check value of CRC-32 in the catalogue of parametrised CRC algorithms.
    XCTAssertEqual(CRC32.checksum(of: Data("123456789".utf8)), 0xCBF4_3926)
    XCTAssertEqual(CRC32.checksum(of: Data()), 0)
  }

  func testBytesAreThoseOfTheSpecification() {
    // 2026-11-21 07:35:30 in Greenwich.
    let date = Date(timeIntervalSince1970: 1_795_246_530)
    let archive = ZipArchive(entries: [.init(path: "a", data: Data("123456789".utf8))], date: date).bytes
    let fields: [UInt8] = [
      20, 0, 0, 8, 0, 0, 0x6F, 0x3C, 0x75, 0x5D, 0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0,
    ]
    let local = [0x50, 0x4B, 3, 4] + fields + Array("a123456789".utf8)
    let directory =
      [0x50, 0x4B, 1, 2, 20, 3] + fields + [0, 0, 0, 0, 0, 0, 0, 0, 0xA4, 0x81, 0, 0, 0, 0]
      + Array("a".utf8)
    let end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 47, 0, 0, 0, 40, 0, 0, 0, 0, 0]
    XCTAssertEqual(Array(archive), local + directory + end)
  }
}
