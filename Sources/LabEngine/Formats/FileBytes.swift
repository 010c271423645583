import Foundation

/// Whole files as bytes.
enum FileBytes {
  static func read(_ url: URL) throws(FormatError) -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: url))
    } catch {
      throw .inaccessible(path: url.path, reason: "cannot be read (\(error.localizedDescription))")
    }
  }

  /// Writes under another name and renames: whoever opens the file finds the old or the new one, whole.
  static func write(_ bytes: [UInt8], to url: URL) throws(FormatError) {
    do {
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw .inaccessible(path: url.path, reason: "cannot be written (\(error.localizedDescription))")
    }
  }
}
