import Foundation

/// Shows a table, a plot, a heat map or a token strip in the place where a cell's output goes.
public func display(_ value: some Displayable) {
  if let channel = EventChannel.current {
    channel.send(.display(value.display))
  } else {
    print(value.display.text(for: .of(fileDescriptor: STDOUT_FILENO)))
  }
}

/// Marks where a code cell begins; the runner writes this call in place of each `// %%` line.
public func beginCell(_ number: Int) {
  EventChannel.current?.send(.cell(number))
}

/// Marks the end of the script, so that a lesson that was ended early can be told from one that ran through.
public func endLesson() {
  EventChannel.current?.send(.finished)
}

/// Goes through `elements` and shows how far the loop has come, on a terminal only.
///
/// ```swift
/// for step in progress("training", 0..<2000) { model.step() }
/// ```
public func progress<Elements: Collection>(
  _ label: String, _ elements: Elements
) -> some Sequence<Elements.Element> {
  let bar = ProgressBar(label)
  let count = max(1, elements.count)
  return sequence(state: (elements.makeIterator(), 0)) { state in
    guard let element = state.0.next() else {
      bar.finish()
      return nil
    }
    bar.update(Double(state.1) / Double(count))
    state.1 += 1
    return element
  }
}

/// One line that shows how far a computation has come, for work that reports by itself:
///
/// ```swift
/// let bar = ProgressBar("training")
/// train(model) { step, total in bar.update(Double(step) / Double(total)) }
/// bar.finish()
/// ```
///
/// It is drawn on a terminal, at most ten times a second, and leaves nothing in a file.
public final class ProgressBar {
  private let label: String
  private let traits = TerminalTraits.of(fileDescriptor: STDERR_FILENO)
  private var lastDrawn = ContinuousClock.now - .seconds(1)
  private var isShown = false

  /// A bar that is drawn at its first update.
  public init(_ label: String) {
    self.label = label
  }

  deinit { finish() }

  /// Shows that `fraction` of the work (0…1) is done.
  public func update(_ fraction: Double) {
    let now = ContinuousClock.now
    guard now - lastDrawn >= .milliseconds(100) else { return }
    (lastDrawn, isShown) = (now, true)
    if let channel = EventChannel.current {
      channel.send(.progress(label: label, fraction: fraction))
    } else if traits.isInteractive {
      draw("\r" + progressLine(label, fraction: fraction, for: traits))
    }
  }

  /// Takes the line away.
  public func finish() {
    guard isShown else { return }
    isShown = false
    if let channel = EventChannel.current {
      channel.send(.progress(label: "", fraction: 1))
    } else if traits.isInteractive {
      draw("\r\u{1B}[K")
    }
  }

  private func draw(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}

/// A line such as `training ████████░░░░  62 %`, no wider than the terminal.
public func progressLine(_ label: String, fraction: Double, for terminal: TerminalTraits) -> String {
  let share = fraction.isFinite ? max(0, min(1, fraction)) : 0
  let percent = "\(Int((share * 100).rounded())) %".aligned(.trailing, toWidth: 5)
  let columns = min(30, terminal.width / 3)
  let name = terminal.spelled(label).truncated(toWidth: terminal.width - columns - 8, ellipsis: "")
  let done = Int((share * Double(columns)).rounded())
  let (full, empty): (Character, Character) = terminal.unicode ? ("█", "░") : ("#", ".")
  let bar = String(repeating: full, count: done) + String(repeating: empty, count: columns - done)
  return "\(name) \(terminal.paint(bar, .series(0))) \(percent)"
}
