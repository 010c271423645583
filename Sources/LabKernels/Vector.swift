/// Sixteen float32 numbers, the unit all kernels work in: one register with AVX-512, two with AVX2,
/// four with NEON.
///
/// Its operations are single instructions once they are inlined, and the compiler stops inlining in functions
/// that grow large. So loops over vectors are functions of their own, some of them marked `@inline(never)`:
/// attention in one piece ran eight times slower on a core.
typealias Vector = SIMD16<Float>

extension Vector {
  /// Numbers in a vector.
  static let width = 16

  /// Sixteen numbers from any address.
  @inline(__always)
  init(_ address: UnsafePointer<Float>) {
    self = UnsafeRawPointer(address).loadUnaligned(as: Vector.self)
  }

  /// Sixteen numbers from any address.
  @inline(__always)
  init(_ address: UnsafeMutablePointer<Float>) {
    self = UnsafeRawPointer(address).loadUnaligned(as: Vector.self)
  }

  /// The first `count` numbers from `address`, and `padding` for the rest: what lies behind them is not read.
  @inline(__always)
  init(_ address: UnsafePointer<Float>, first count: Int, padding: Float = 0) {
    self.init(repeating: padding)
    for i in 0..<count { self[i] = address[i] }
  }

  /// Writes all sixteen.
  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(address).storeBytes(of: self, as: Vector.self)
  }

  /// Writes the first `count` numbers and nothing behind them.
  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>, first count: Int) {
    for i in 0..<count { address[i] = self[i] }
  }

  /// self + a · b: one instruction where the processor has it.
  @inline(__always)
  func adding(_ a: Vector, times b: Vector) -> Vector {
    #if LABS_PORTABLE
      // Without a flag that promises the instruction, a fused multiply-add is a call into libm.
      return self + a * b
    #else
      return addingProduct(a, b)
    #endif
  }

  /// self += a · b.
  @inline(__always)
  mutating func add(_ a: Vector, times b: Vector) {
    self = adding(a, times: b)
  }

  /// The larger of each pair.
  @inline(__always)
  static func maximum(_ a: Vector, _ b: Vector) -> Vector {
    a.replacing(with: b, where: b .> a)
  }
}
