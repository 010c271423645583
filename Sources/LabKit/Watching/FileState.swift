import Foundation

/// What can be told about a file at one moment, to see later whether it was saved.
///
/// The time alone is not enough: two saves can fall into one tick of the file system's clock, and some
/// editors put the old time back. So the bytes count too, as long as they are few.
struct FileState: Equatable {
  /// Whether there is a file.
  let exists: Bool
  private let seconds: Int
  private let nanoseconds: Int
  private let identity: UInt64
  private let size: Int
  private let bytes: Data?

  init(_ file: URL) {
    var status = stat()
    exists = stat(file.path, &status) == 0
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec)
    identity = UInt64(status.st_ino)
    size = Int(status.st_size)
    bytes = exists && size <= Self.fewBytes ? try? Data(contentsOf: file) : nil
  }

  private static let fewBytes = 1 << 20
}
