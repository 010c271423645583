import Foundation

/// Waits for a learner to save one of a few files.
///
/// A save is a change of what lies at a path, however the editor made it: written in place, or written beside
/// and renamed. The watcher compares the files with how they were when it last answered, so a save that
/// happens while the caller is busy is found as soon as the caller asks again. Events of the operating system
/// only make it look sooner. Where there are none, or they do not come (network file systems, containers), it
/// looks at the files every `interval`.
public final class FileWatcher {
  /// Why waiting ended.
  public enum Wake: Equatable, Sendable {
    /// These files were saved.
    case saved([URL])
    /// These files were there, and are gone for longer than a save takes.
    case removed([URL])
    /// There is something to read from the descriptor that was to be watched too.
    case input
    /// Nothing happened in the given time.
    case timeout
  }

  private let files: [URL]
  private let interval: Duration
  private let events: FolderEvents?
  private var seen: [FileState]

  /// Begins to watch; a later save counts from this moment.
  ///
  /// - Parameters:
  ///   - files: The files, which need not be there yet. Their folders must be, for events to come.
  ///   - interval: How long a save can stay unseen where no events come.
  ///   - usesEvents: Whether to ask the operating system for events.
  public init(_ files: [URL], every interval: Duration = .milliseconds(300), usesEvents: Bool = true) {
    self.files = files
    self.interval = interval
    // Events first, so that nothing falls between the first look and the first event.
    events = usesEvents ? FolderEvents(Set(files.map { $0.deletingLastPathComponent() })) : nil
    seen = files.map(FileState.init)
  }

  /// Waits until a file is saved or removed, something can be read from `input`, or the time is over.
  ///
  /// The end of `input` counts as something to read: a caller that has read it must not ask for it again.
  public func next(within limit: Duration? = nil, orInputFrom input: Int32? = nil) -> Wake {
    let deadline = limit.map { ContinuousClock.now + $0 }
    while true {
      if let change = change() { return change }
      let now = ContinuousClock.now
      if let deadline, now >= deadline { return .timeout }
      let pause = min(interval, deadline.map { $0 - now } ?? interval, .seconds(60))
      if wait(pause, input: input) { return .input }
    }
  }

  /// How the files differ from how they were last time, once they have come to rest.
  private func change() -> Wake? {
    guard files.map(FileState.init) != seen else { return nil }
    let rested = restedStates()
    defer { seen = rested }
    let changed = zip(files, zip(seen, rested)).filter { $1.0 != $1.1 }
    let saved = changed.filter { $1.1.exists }.map(\.0)
    guard saved.isEmpty else { return .saved(saved) }
    return changed.isEmpty ? nil : .removed(changed.map(\.0))
  }

  /// An editor that saves by renaming takes the file away for a moment, and a large file is written in parts:
  /// the states are those that two looks in a row agree on, with every file back that was there before.
  private func restedStates() -> [FileState] {
    let deadline = ContinuousClock.now + Self.patience
    var current = files.map(FileState.init)
    while ContinuousClock.now < deadline {
      usleep(Self.restMicroseconds)
      let next = files.map(FileState.init)
      let isAnyGone = zip(seen, next).contains { $0.exists && !$1.exists }
      if next == current, !isAnyGone { break }
      current = next
    }
    return current
  }

  /// - Returns: Whether `input` can be read.
  private func wait(_ pause: Duration, input: Int32?) -> Bool {
    var descriptors = [events?.descriptor, input].map {
      pollfd(fd: $0 ?? -1, events: Int16(POLLIN), revents: 0)
    }
    let milliseconds = Int32(clamping: Int64((pause / .milliseconds(1)).rounded(.up)))
    guard poll(&descriptors, nfds_t(descriptors.count), milliseconds) > 0 else { return false }
    if descriptors[0].revents != 0 { events?.drain() }
    return descriptors[1].revents != 0
  }

  /// Long enough for the two halves of a write, short enough not to be felt.
  private static let restMicroseconds: UInt32 = 10_000

  /// How long a file may be gone before that is taken as deleted.
  private static let patience: Duration = .milliseconds(500)
}
