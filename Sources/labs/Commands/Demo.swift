import Foundation
import LabKit

extension Command {
  static let demo = Command(
    "demo", "a lesson in front of a class: big steps, outputs held back, notes",
    details: """
      Shows one step after the other and holds each output until a key: Space goes on (down the page, then the \
      output, then the next step), `b` goes back, `n` shows the notes, `e` makes a copy to edit (saving it runs the \
      changed cell again), `q` quits. Cells tagged `.demo` are run live, those between them unseen. In a second \
      terminal `labs demo --notes` follows with the speaker's notes. Without a terminal the keys are read from the \
      lines of the input.
      """,
    arguments: [.lesson],
    options: [
      Option("mine", "let your own functions answer"),
      Option("notes", "follow a demo that runs elsewhere, and show its notes"),
    ],
    example: Example("labs demo 01", "Presents lab 01; the notes are at `labs demo --notes`.")
  ) { invocation in
    let course = try invocation.course()
    let console = invocation.console
    let place = DemoNotes.file(in: course)
    if invocation.has("notes") {
      return try followNotes(DemoNotes(file: place, terminal: console.terminal), console)
    }
    return try invocation.withLesson {
      let mine = invocation.has("mine")
      let named = try invocation.lesson(in: course, mine: mine)
      let session = try DemoSession(
        named.source, compiler: LessonCompiler(), terminal: console.terminal,
        input: console.canAsk ? DemoKeyboard() : DemoLines(),
        makeEditable: {
          guard let lab = named.lab else { return nil }
          _ = try Workspace(course).copyLesson(of: lab)
          return try LessonSource(course, lab, mine: mine)
        },
        announce: { DemoNotes.announce($0, in: place) }, write: console.write)
      defer { try? FileManager.default.removeItem(at: place) }
      try session.run()
      invocation.remember(named.lab, in: course)
      return .done
    }
  }
}

/// Shows the notes of each step until there is no presentation any more.
private func followNotes(_ notes: DemoNotes, _ console: Console) throws -> ExitCode {
  guard var shown = notes.place else {
    throw UsageError("No demo is running; begin with `labs demo`.", command: "demo")
  }
  console.write(try notes.text(at: shown))
  while let place = notes.place {
    if place != shown {
      if console.terminal.isInteractive { console.write("\u{1B}[2J\u{1B}[H") }
      console.write(try notes.text(at: place))
      shown = place
    }
    Thread.sleep(forTimeInterval: 0.2)
  }
  return .done
}

/// Keys from a terminal, saves of the script, and a tick four times a second by which a new size is noticed.
private final class DemoKeyboard: DemoInput {
  private let keys = KeyInput()
  private var watcher = FileWatcher([])

  func watch(_ script: LessonSource) { watcher = FileWatcher([script.script]) }

  func next() -> DemoEvent? {
    guard let keys else { return nil }
    return keys.awaitingKeys {
      switch watcher.next(within: .milliseconds(250), orInputFrom: STDIN_FILENO) {
      case .saved: .saved
      case .removed, .timeout: .tick
      case .input: keys.press().map { DemoEvent($0) }
      }
    }
  }

  var size: (columns: Int, rows: Int)? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}

/// Keys from the first letters of lines; what is shown goes to paper.
private final class DemoLines: DemoInput {
  func watch(_ script: LessonSource) {}

  func next() -> DemoEvent? {
    readLine().map { DemoEvent(.letter($0.first ?? " ")) }
  }

  var size: (columns: Int, rows: Int)? { nil }
}
