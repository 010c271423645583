/// GPT-2's way to write bytes as printable characters (OpenAI, `encoder.py`, `bytes_to_unicode`).
///
/// Bytes that print in Latin-1 stand for themselves; the others, in order, are the characters from U+0100 on.
enum ByteAlphabet {
  /// Bytes in the order of their GPT-2 tokens.
  static let order: [UInt8] = printable + (UInt8.min...UInt8.max).filter { !printable.contains($0) }
  private static let printable: [UInt8] = Array(0x21...0x7E) + Array(0xA1...0xAC) + Array(0xAE...0xFF)

  private static let scalars: [UInt32] = {
    var scalars = [UInt32](repeating: 0, count: 256)
    for (i, byte) in order.enumerated() {
      scalars[Int(byte)] = i < printable.count ? UInt32(byte) : 0x100 + UInt32(i - printable.count)
    }
    return scalars
  }()

  private static let bytes = Dictionary(uniqueKeysWithValues: zip(scalars, UInt8.min...UInt8.max))

  /// The bytes as characters.
  static func text(of bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: bytes.compactMap { Unicode.Scalar(scalars[Int($0)]) })
    return String(text)
  }

  /// The bytes that characters stand for; `nil` if one is not in the alphabet.
  static func bytes(of text: some StringProtocol) -> [UInt8]? {
    var result: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = bytes[scalar.value] else { return nil }
      result.append(byte)
    }
    return result
  }
}
