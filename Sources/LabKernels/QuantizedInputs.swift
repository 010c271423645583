/// The 32 inputs that meet a block of codes, in the form in which they meet them.
///
/// One block of a row times one block of inputs gives sixteen partial sums; the block's scale multiplies
/// them afterwards, once for all 32.
protocol QuantizedInputs {
  associatedtype Block
  static var blockBytes: Int { get }
  func block(_ index: Int) -> Block
  /// What the row's scale is multiplied with.
  func scale(_ index: Int) -> Float
  static func partialSums(_ codes: UnsafePointer<UInt8>, _ x: Block) -> Vector
}

/// Float32 inputs and codes of a byte.
struct FloatsTimesBytes: QuantizedInputs {
  let x: UnsafePointer<Float>
  static var blockBytes: Int { 32 }

  @inline(__always)
  func block(_ index: Int) -> (Vector, Vector) { (Vector(x + 32 * index), Vector(x + 32 * index + 16)) }

  @inline(__always)
  func scale(_ index: Int) -> Float { 1 }

  @inline(__always)
  static func partialSums(_ codes: UnsafePointer<UInt8>, _ x: (Vector, Vector)) -> Vector {
    let (low, high) = (SIMD16<Int8>(codes).widened().floats(), SIMD16<Int8>(codes + 16).widened().floats())
    return (low * x.0).adding(high, times: x.1)
  }
}

/// Float32 inputs and codes of four bits, which are stored plus 8: the sums begin with −8 · x.
struct FloatsTimesNibbles: QuantizedInputs {
  let x: UnsafePointer<Float>
  static var blockBytes: Int { 16 }

  @inline(__always)
  func block(_ index: Int) -> (Vector, Vector, offset: Vector) {
    let (low, high) = (Vector(x + 32 * index), Vector(x + 32 * index + 16))
    return (low, high, (low + high) * -8)
  }

  @inline(__always)
  func scale(_ index: Int) -> Float { 1 }

  @inline(__always)
  static func partialSums(_ codes: UnsafePointer<UInt8>, _ x: (Vector, Vector, offset: Vector)) -> Vector {
    let (low, high) = SIMD16<Int32>.nibbles(codes)
    return x.offset.adding(low.floats(), times: x.0).adding(high.floats(), times: x.1)
  }
}

/// Inputs of a byte, with a scale for every 32, and codes of a byte: whole numbers until the block is done.
struct BytesTimesBytes: QuantizedInputs {
  let x: UnsafePointer<UInt8>
  let scales: UnsafePointer<Float>
  static var blockBytes: Int { 32 }

  @inline(__always)
  func block(_ index: Int) -> (SIMD16<Int32>, SIMD16<Int32>) {
    (SIMD16<Int8>(x + 32 * index).widened(), SIMD16<Int8>(x + 32 * index + 16).widened())
  }

  @inline(__always)
  func scale(_ index: Int) -> Float { scales[index] }

  @inline(__always)
  static func partialSums(_ codes: UnsafePointer<UInt8>, _ x: (SIMD16<Int32>, SIMD16<Int32>)) -> Vector {
    (SIMD16<Int8>(codes).widened() &* x.0 &+ SIMD16<Int8>(codes + 16).widened() &* x.1).floats()
  }
}

/// Inputs of a byte and codes of four bits.
struct BytesTimesNibbles: QuantizedInputs {
  let x: UnsafePointer<UInt8>
  let scales: UnsafePointer<Float>
  static var blockBytes: Int { 16 }

  @inline(__always)
  func block(_ index: Int) -> (SIMD16<Int32>, SIMD16<Int32>, offset: SIMD16<Int32>) {
    let low = SIMD16<Int8>(x + 32 * index).widened()
    let high = SIMD16<Int8>(x + 32 * index + 16).widened()
    return (low, high, (low &+ high) &* SIMD16(repeating: -8))
  }

  @inline(__always)
  func scale(_ index: Int) -> Float { scales[index] }

  @inline(__always)
  static func partialSums(
    _ codes: UnsafePointer<UInt8>, _ x: (SIMD16<Int32>, SIMD16<Int32>, offset: SIMD16<Int32>)
  ) -> Vector {
    let (low, high) = SIMD16<Int32>.nibbles(codes)
    return (x.offset &+ low &* x.0 &+ high &* x.1).floats()
  }
}
