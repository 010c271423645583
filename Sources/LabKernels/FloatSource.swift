/// Float32 values that lie side by side in memory: `[Float]`, or a slice of one such as
/// `parameters[layer.gain]`. Neither is copied.
public protocol FloatSource {
  /// The number of values.
  var count: Int { get }
  /// Calls `body` with the address of the first value, which is good for the length of the call.
  func withFloats(_ body: (UnsafePointer<Float>) -> Void)
}

extension [Float]: FloatSource {
  /// Calls `body` with the address of the first value.
  public func withFloats(_ body: (UnsafePointer<Float>) -> Void) {
    withUnsafeBufferPointer { body($0.baseAddress ?? UnsafePointer(Placeholder.address)) }
  }
}

extension ArraySlice<Float>: FloatSource {
  /// Calls `body` with the address of the first value.
  public func withFloats(_ body: (UnsafePointer<Float>) -> Void) {
    withUnsafeBufferPointer { body($0.baseAddress ?? UnsafePointer(Placeholder.address)) }
  }
}

extension [Float] {
  /// Calls `body` with the address of the value at `offset`, to write there.
  @inline(__always)
  mutating func withFloats(at offset: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    withUnsafeMutableBufferPointer { body(($0.baseAddress ?? Placeholder.address) + offset) }
  }
}

/// An empty array may have no address; loops over it never look.
private enum Placeholder {
  static var address: UnsafeMutablePointer<Float> {
    guard let address = UnsafeMutablePointer<Float>(bitPattern: 64) else {
      fatalError("64 is not an address on this platform")
    }
    return address
  }
}
