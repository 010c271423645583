/// What a child may use up. `nil` is what the parent may.
public struct ResourceLimits: Sendable, Equatable {
  /// Seconds of processor time.
  public var cpuSeconds: Int?
  /// Bytes of memory that can be mapped.
  public var addressSpace: Int?
  /// Bytes of the largest file it can write.
  public var fileSize: Int?
  /// Bytes of stack.
  public var stack: Int?
  /// Descriptors open at once.
  public var openFiles: Int?
  /// Processes and threads at once; the system keeps it in namespaces, a `ResourceWatch` elsewhere.
  public var processes: Int?

  /// Limits on what is named.
  public init(
    cpuSeconds: Int? = nil, addressSpace: Int? = nil, fileSize: Int? = nil, stack: Int? = nil,
    openFiles: Int? = nil, processes: Int? = nil
  ) {
    self.cpuSeconds = cpuSeconds
    self.addressSpace = addressSpace
    self.fileSize = fileSize
    self.stack = stack
    self.openFiles = openFiles
    self.processes = processes
  }
}
