/// Tokens as they are found, four bytes each.
struct TokenBuffer: ~Copyable {
  private var ids: UnsafeMutablePointer<UInt32>
  /// Tokens in it.
  private(set) var count = 0
  private var capacity: Int

  /// Tokens are copied so many at a time; behind the last there is room for as many.
  static let stride = 16

  /// An empty buffer with room for `capacity` tokens.
  init(expecting capacity: Int) {
    self.capacity = capacity + Self.stride
    ids = .allocate(capacity: self.capacity)
  }

  deinit { ids.deallocate() }

  /// Appends `added` tokens; `stride` more must be readable behind them.
  @inline(__always)
  mutating func append(_ values: UnsafePointer<UInt32>, count added: Int) {
    reserve(added)
    let (source, target) = (UnsafeRawPointer(values), UnsafeMutableRawPointer(ids + count))
    var i = 0
    repeat {
      let some = source.loadUnaligned(fromByteOffset: 4 &* i, as: SIMD16<UInt32>.self)
      target.storeBytes(of: some, toByteOffset: 4 &* i, as: SIMD16<UInt32>.self)
      i &+= Self.stride
    } while i < added
    count &+= added
  }

  /// Appends the first `added` of three.
  @inline(__always)
  mutating func append(_ values: (UInt32, UInt32, UInt32), count added: UInt32) {
    reserve(3)
    (ids[count], ids[count &+ 1], ids[count &+ 2]) = values
    count &+= Int(added)
  }

  /// Appends any number of tokens.
  mutating func append(_ values: UnsafeBufferPointer<UInt32>) {
    reserve(values.count)
    guard let base = values.baseAddress else { return }
    (ids + count).update(from: base, count: values.count)
    count += values.count
  }

  @inline(__always)
  private mutating func reserve(_ added: Int) {
    if count &+ added &+ Self.stride > capacity { grow(by: added) }
  }

  @inline(never)
  private mutating func grow(by added: Int) {
    capacity = 2 * capacity + added
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    larger.update(from: ids, count: count)
    ids.deallocate()
    ids = larger
  }

  /// The tokens as an array of its own.
  var array: [Int] {
    Array(unsafeUninitializedCapacity: count) { target, written in
      if let base = target.baseAddress { copy(to: base) }
      written = count
    }
  }

  /// Writes all tokens to `target`, which has room for `count`.
  func copy(to target: UnsafeMutablePointer<Int>) {
    for i in 0..<count { target[i] = Int(ids[i]) }
  }
}
