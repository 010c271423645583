import Foundation

/// The hash function that tells whether two files are the same (FIPS 180-4, section 6.2).
///
/// Written out here because Foundation has none on Linux. It reads the message block by block and keeps 32
/// bytes of state; it is for checking downloads and submissions, not for secrets.
public struct SHA256: Sendable {
  private var state = initialState
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  /// The hash of nothing yet.
  public init() {}

  /// The hash of some bytes, in lowercase hexadecimal.
  public static func hexadecimal(of data: Data) -> String {
    var hash = SHA256()
    hash.update(with: data)
    return hash.finish()
  }

  /// The hash of a file, read in pieces, in lowercase hexadecimal.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public static func hexadecimal(of file: URL) throws -> String {
    do {
      let handle = try FileHandle(forReadingFrom: file)
      defer { try? handle.close() }
      var hash = SHA256()
      while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(with: piece) }
      return hash.finish()
    } catch {
      throw FileError(file: file, action: .read, code: error.posixCode)
    }
  }

  /// Adds bytes to the message.
  public mutating func update(with data: Data) {
    byteCount += UInt64(data.count)
    pending += data
    absorbWholeBlocks()
  }

  /// The hash of all bytes so far, in lowercase hexadecimal.
  public mutating func finish() -> String {
    let bitCount = byteCount * 8
    pending.append(0x80)
    while pending.count % Self.blockSize != Self.blockSize - 8 { pending.append(0) }
    pending += (0..<8).map { UInt8(truncatingIfNeeded: bitCount >> (56 - 8 * $0)) }
    absorbWholeBlocks()
    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }
}

extension SHA256 {
  private static let blockSize = 64

  private mutating func absorbWholeBlocks() {
    let whole = pending.count / Self.blockSize * Self.blockSize
    guard whole > 0 else { return }
    let blocks = pending
    blocks.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
        for start in stride(from: 0, to: whole, by: Self.blockSize) {
          absorb(bytes, from: start, schedule: schedule)
        }
      }
    }
    pending.removeFirst(whole)
  }

  private mutating func absorb(
    _ bytes: UnsafeRawBufferPointer, from start: Int, schedule w: UnsafeMutableBufferPointer<UInt32>
  ) {
    for t in 0..<16 {
      w[t] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 4 * t, as: UInt32.self))
    }
    for t in 16..<64 {
      let s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >> 3)
      let s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >> 10)
      w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    roundConstants.withUnsafeBufferPointer { k in
      for t in 0..<64 {
        let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        let choice = (e & f) ^ (~e & g)
        let first = h &+ s1 &+ choice &+ k[t] &+ w[t]
        let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        let majority = (a & b) ^ (a & c) ^ (b & c)
        (h, g, f, e) = (g, f, e, d &+ first)
        (d, c, b, a) = (c, b, a, first &+ s0 &+ majority)
      }
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
  }
}

@inline(__always)
private func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { (word &>> count) | (word &<< (32 &- count)) }

/// The fractional parts of the square roots of the first eight primes.
private let initialState: [UInt32] = [
  0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
]

/// The fractional parts of the cube roots of the first sixty-four primes.
private let roundConstants: [UInt32] = [
  0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
  0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
  0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
  0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
  0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
  0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
  0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
  0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
]
