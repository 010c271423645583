#if os(Linux)
  import Foundation

  /// Linux's inotify on a few folders: a descriptor that becomes readable when something is saved there.
  ///
  /// Folders are watched and not files, because an editor that saves by renaming puts another file in place.
  final class FolderEvents {
    let descriptor: Int32

    /// - Returns: `nil` where the system has no watches left or a folder cannot be watched.
    init?(_ folders: Set<URL>) {
      descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      let events = UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO) | UInt32(IN_CREATE)
      for folder in folders where inotify_add_watch(descriptor, folder.path, events) < 0 {
        return nil
      }
    }

    deinit { close(descriptor) }

    /// Forgets the events that have come: the watcher looks at the files themselves.
    func drain() {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while read(descriptor, &buffer, buffer.count) > 0 {}
    }
  }
#else
  import Foundation

  /// Only Linux has inotify; elsewhere the watcher looks at the files at intervals.
  final class FolderEvents {
    let descriptor: Int32 = -1

    init?(_ folders: Set<URL>) { return nil }

    func drain() {}
  }
#endif
