/// How much of an archive is read. A file of exercises has a few kilobytes.
public struct ArchiveLimits: Sendable, Equatable {
  /// Files and folders in it.
  public var entries = 2_000
  /// Bytes of one file, unpacked.
  public var fileBytes = 1 << 20
  /// Bytes of everything in it, unpacked.
  public var totalBytes = 32 << 20

  /// Two thousand files, 1 MB each, 32 MB together.
  public init() {}
}
