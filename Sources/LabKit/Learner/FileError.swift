import Foundation

/// What could not be done with a file, and the operating system's reason.
public struct FileError: Error, Equatable, CustomStringConvertible {
  /// What was tried.
  public enum Action: String, Sendable {
    /// Reading it.
    case read = "read"
    /// Writing it.
    case write = "written"
    /// Making it.
    case create = "created"
    /// Giving it another name.
    case move = "moved"
  }

  /// The file or folder.
  public let file: URL

  /// What was tried.
  public let action: Action

  /// The number of the reason, such as `ENOSPC`.
  public let code: Int32

  /// A file error.
  public init(file: URL, action: Action, code: Int32) {
    self.file = file
    self.action = action
    self.code = code
  }

  /// The operating system's reason, such as `No space left on device`.
  public var reason: String { String(cString: strerror(code)) }

  /// What to do about it, where that is known.
  public var advice: String? {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: "Free some space and run the command again; nothing was lost."
    case EROFS, EACCES, EPERM: "Copy the course to a folder that you may write to."
    default: nil
    }
  }

  /// What could not be done and why, such as `Workspace/.progress.json cannot be written: No space left on
  /// device.`, and what to do.
  public var description: String {
    let sentence = "\(file.path) cannot be \(action.rawValue): \(reason)."
    return advice.map { "\(sentence) \($0)" } ?? sentence
  }
}

extension Error {
  /// The operating system's number for the reason, `EIO` when there is none.
  var posixCode: Int32 {
    var current: (any Error)? = self
    while let error = current as NSError? {
      if error.domain == NSPOSIXErrorDomain { return Int32(error.code) }
      current = error.userInfo[NSUnderlyingErrorKey] as? any Error
    }
    return EIO
  }

  /// The operating system's own reason when there is one, such as `No such file or directory`.
  ///
  /// Foundation's descriptions repeat the path and differ between systems.
  public var plainReason: String {
    let code = posixCode
    return code == EIO ? (self as NSError).localizedDescription : String(cString: strerror(code))
  }
}
