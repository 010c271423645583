import Foundation

/// Writes files so that neither a crash, nor a full disk, nor a second process can lose what was there.
public enum SafeFile {
  /// Replaces a file as a whole: readers see the old bytes or the new ones, never a part.
  ///
  /// The bytes go to a new file beside it, to the disk, and only then to the name (POSIX `rename`).
  ///
  /// - Throws: `FileError` with the operating system's reason; the old file is then untouched.
  public static func replace(_ file: URL, with data: Data) throws {
    let temporary = file.deletingLastPathComponent()
      .appending(path: ".\(file.lastPathComponent).\(UUID().uuidString)")
    do {
      try create(temporary, with: data)
    } catch let error as FileError {
      throw FileError(file: file, action: .write, code: error.code)
    }
    guard rename(temporary.path, file.path) == 0 else {
      let code = errno
      unlink(temporary.path)
      throw FileError(file: file, action: .write, code: code)
    }
  }

  /// Writes a file that must not be there yet.
  ///
  /// - Throws: `FileError`, with `EEXIST` when it is; nothing is left behind when writing fails.
  public static func create(_ file: URL, with data: Data) throws {
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(file: file, action: .write, code: errno) }
    defer { close(descriptor) }
    let failure = writeAll(data, to: descriptor) ?? (fsync(descriptor) == 0 ? nil : errno)
    if let failure {
      unlink(file.path)
      throw FileError(file: file, action: .write, code: failure)
    }
  }

  /// The bytes of a file, or `nil` when there is none.
  ///
  /// - Throws: `FileError` when it is there but cannot be read.
  public static func read(_ file: URL) throws -> Data? {
    do {
      return try Data(contentsOf: file)
    } catch {
      guard FileManager.default.fileExists(atPath: file.path) else { return nil }
      throw FileError(file: file, action: .read, code: error.posixCode)
    }
  }

  /// The bytes of a file that must be there.
  ///
  /// - Throws: `FileError` with the operating system's reason.
  public static func bytes(of file: URL) throws -> Data {
    guard let data = try read(file) else { throw FileError(file: file, action: .read, code: ENOENT) }
    return data
  }

  /// Makes a folder and those above it; one that is there already is fine.
  ///
  /// - Throws: `FileError` with the operating system's reason.
  public static func makeFolder(_ folder: URL) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw FileError(file: folder, action: .create, code: error.posixCode)
    }
  }

  /// Gives a file a new name that is not taken: `Exercise.swift` becomes `Exercise-20261121-073500.swift`.
  ///
  /// - Returns: Where it lies now.
  /// - Throws: `FileError` with the operating system's reason.
  public static func setAside(_ file: URL, at date: Date) throws -> URL {
    let target = freeName(for: file, in: file.deletingLastPathComponent(), at: date)
    guard rename(file.path, target.path) == 0 else {
      throw FileError(file: file, action: .move, code: errno)
    }
    return target
  }

  /// Keeps what a file holds under a name that is not taken.
  ///
  /// - Returns: Where the copy lies.
  /// - Throws: `FileError` with the operating system's reason.
  public static func keepCopy(
    of file: URL, holding data: Data, in folder: URL, at date: Date
  ) throws -> URL {
    try makeFolder(folder)
    let copy = freeName(for: file, in: folder, at: date)
    try create(copy, with: data)
    return copy
  }

  private static func freeName(for file: URL, in folder: URL, at date: Date) -> URL {
    let stem = "\(file.deletingPathExtension().lastPathComponent)-\(timestamp(date))"
    let ending = file.pathExtension
    func target(_ name: String) -> URL {
      folder.appending(path: ending.isEmpty ? name : "\(name).\(ending)")
    }
    var free = target(stem)
    var count = 2
    while FileManager.default.fileExists(atPath: free.path) {
      free = target("\(stem)-\(count)")
      count += 1
    }
    return free
  }

  /// A moment as it stands in file names, in Greenwich time: `20261121-073500`.
  private static func timestamp(_ date: Date) -> String {
    let fields = date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: false))
    return fields.filter { $0.isNumber || $0 == "T" }.replacing("T", with: "-")
  }

  /// - Returns: The reason when not every byte could be written.
  private static func writeAll(_ data: Data, to descriptor: Int32) -> Int32? {
    data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return errno }
        rest = rest.dropFirst(count)
      }
      return nil
    }
  }
}
