import Foundation
import LabKit
import XCTest

final class SHA256Tests: XCTestCase {
  /// The examples of FIPS 180-4 and of NIST's test vectors.
  func testPublishedVectors() {
    let vectors: [(message: Data, hash: String)] = [
      (Data(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      (Data("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        Data("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        Data(repeating: UInt8(ascii: "a"), count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ]
    for vector in vectors { XCTAssertEqual(SHA256.hexadecimal(of: vector.message), vector.hash) }
  }

  func testPiecesGiveTheHashOfTheWhole() {
    let message = Data((0..<500).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    for length in [1, 55, 56, 63, 64, 65, 128, 499] {
      var hash = SHA256()
      for start in stride(from: 0, to: message.count, by: length) {
        hash.update(with: message[start..<min(start + length, message.count)])
      }
      XCTAssertEqual(hash.finish(), SHA256.hexadecimal(of: message), "pieces of \(length)")
    }
  }
}
