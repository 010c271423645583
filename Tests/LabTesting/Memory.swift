import Foundation

/// What a wrong implementation keeps between calls, such as a cache in a global variable.
///
/// Unchecked because the lock, and not the compiler, sees to it that one call at a time changes the value.
public final class Memory<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  /// A memory that begins with `value`.
  public init(_ value: Value) { self.value = value }

  /// Looks at the value and perhaps changes it.
  public func use<Answer>(_ body: (inout Value) throws -> Answer) rethrows -> Answer {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
