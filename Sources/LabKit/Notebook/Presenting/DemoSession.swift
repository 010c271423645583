import Foundation
import LabNotebook

/// A lesson in front of a class: big steps, outputs held until a key, notes, a clock, and cells edited live.
public final class DemoSession {
  private let base: TerminalTraits
  private let input: any DemoInput
  private let write: (String) -> Void
  private let makeEditable: () throws -> LessonSource?
  /// Is told where the presentation stands, for whoever reads the notes elsewhere.
  private let announce: (DemoPlace) -> Void
  private var source: LessonSource
  private let player: DemoPlayer
  private var began = Date()

  private var steps: [DemoStep]
  private var at = 0
  private var isRevealed = false
  private var showsNotes = false
  private var firstLine = 0
  private var message: String?
  private var drawn: (columns: Int, rows: Int)?

  /// A presentation of a lesson.
  ///
  /// - Parameters:
  ///   - makeEditable: makes the presenter's own copy of a lesson that must not be changed, and returns it.
  ///   - announce: is told of every step.
  ///   - write: takes what is printed.
  public init(
    _ source: LessonSource, compiler: LessonCompiler, products: BuildProducts = .current(),
    terminal: TerminalTraits, input: any DemoInput,
    makeEditable: @escaping () throws -> LessonSource? = { nil },
    announce: @escaping (DemoPlace) -> Void = { _ in },
    write: @escaping (String) -> Void
  ) throws {
    (self.source, base, self.input) = (source, terminal, input)
    (self.makeEditable, self.announce, self.write) = (makeEditable, announce, write)
    player = try DemoPlayer(source, compiler: compiler, products: products)
    steps = DemoStep.steps(of: player.lesson)
    input.watch(source)
  }

  /// Presents until somebody leaves.
  public func run() throws {
    began = Date()
    go(to: 0)
    while let event = input.next() {
      switch event {
      case .forward: forward()
      case .back: back()
      case .notes:
        showsNotes.toggle()
        draw()
      case .edit: try edit()
      case .saved: reload()
      case .tick: tick()
      case .quit: return leave()
      }
    }
    leave()
  }
}

// MARK: Going on and back

extension DemoSession {
  private var step: DemoStep { steps[at] }

  /// Down the page first, then the output, then the next step.
  private func forward() {
    message = nil
    let screen = self.screen
    if let rows = bodyRows, firstLine + rows < screen.lines.count {
      firstLine += max(1, rows - 2)
      draw()
    } else if !isRevealed, step.live != nil {
      reveal()
    } else if at + 1 < steps.count {
      go(to: at + 1)
    }
  }

  private func back() {
    message = nil
    // What was seen once is not held back again.
    go(to: max(0, at - 1), isSeen: at > 0 || isRevealed)
  }

  /// Shows a step; the code before it runs unseen.
  ///
  /// - Parameter isSeen: whether there is no output to hold back any more.
  private func go(to index: Int, isSeen: Bool = false) {
    (at, isRevealed, firstLine) = (index, isSeen, 0)
    let end = step.live.map { $0.number - 1 } ?? player.lesson.cells.count - 1
    runCells(through: end)
    announce(place)
    draw()
  }

  private func reveal() {
    guard let live = step.live else { return }
    runCells(through: live.number)
    isRevealed = true
    if let rows = bodyRows {
      let screen = self.screen
      firstLine = max(0, min(screen.outputStart - 2, screen.lines.count - rows))
    }
    draw(fromOutput: true)
  }

  /// Slow cells say how far they are.
  private func runCells(through last: Int) {
    player.run(through: last) { moment in
      guard input.size != nil else { return }
      switch moment {
      case .running(let cell): write(status("running: \(cell.name)"))
      case .progress(let label, let fraction): write(status("\(label) \(Int(fraction * 100)) %"))
      default: break
      }
    }
  }
}

// MARK: Editing

extension DemoSession {
  private func edit() throws {
    guard let copy = try makeEditable() else {
      message = "Edit \(source.shownAs) and save it: the step runs again."
      return draw()
    }
    source = copy
    input.watch(copy)
    message = "Your copy: \(copy.shownAs). Edit a cell and save it: it runs again from there."
    draw()
  }

  /// Runs the edited lesson from its first changed cell and shows that one.
  private func reload() {
    do {
      guard let changed = try player.reload(source) else { return }
      steps = DemoStep.steps(of: player.lesson)
      let index = steps.firstIndex { ($0.live?.number ?? .max) >= changed } ?? steps.count - 1
      message = "Run again from “\(player.lesson.cells[changed].name)”."
      go(to: index)
      reveal()
    } catch {
      message = "\(error)"
      draw()
    }
  }
}

// MARK: Drawing

extension DemoSession {
  private var place: DemoPlace {
    DemoPlace(script: source.script.path, step: at, began: began)
  }

  /// The terminal as wide as it is now.
  private var terminal: TerminalTraits {
    guard let size = input.size else { return base }
    var terminal = base
    terminal.width = max(20, min(size.columns, 110))
    return terminal
  }

  /// The rows above the status line; paper has no end.
  private var bodyRows: Int? { input.size.map { max(3, $0.rows - 2) } }

  private var screen: DemoScreen {
    let run = isRevealed ? step.live.flatMap { player.runs[$0.number] } : nil
    return DemoScreen(
      step, run: run, failure: player.failure, showsNotes: showsNotes, terminal: terminal)
  }

  /// Draws the step; on paper only what is new.
  private func draw(fromOutput: Bool = false) {
    let screen = self.screen
    drawn = input.size
    guard let rows = bodyRows else {
      let new = fromOutput ? screen.lines[min(screen.outputStart, screen.lines.count)...] : screen.lines[...]
      return write((new + [statusText, ""]).joined(separator: "\n") + "\n")
    }
    firstLine = max(0, min(firstLine, screen.lines.count - 1))
    let body = screen.window(from: firstLine, rows: rows).joined(separator: "\r\n")
    write("\u{1B}[2J\u{1B}[H" + body + status(statusText))
  }

  /// A window that was resized is drawn anew; else only the clock moves.
  private func tick() {
    guard let size = input.size else { return }
    if let drawn, drawn == size { write(status(statusText)) } else { draw() }
  }

  /// The last row of the screen.
  private func status(_ text: String) -> String {
    let line = terminal.spelled(text).truncated(toWidth: terminal.width - 1)
    return "\u{1B}[\(input.size?.rows ?? 24);1H\u{1B}[K" + terminal.paint(line, .dim)
  }

  private var statusText: String {
    let seconds = Int(Date().timeIntervalSince(began))
    let clock = "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    let more = bodyRows.map { firstLine + $0 < screen.lines.count } ?? false
    let next = more ? "Space more" : !isRevealed && step.live != nil ? "Space run" : "Space next"
    let keys = message ?? "\(next) · b back · n notes · e edit · q quit"
    return "\(at + 1)/\(steps.count)  \(clock)  \(keys)"
  }

  private func leave() {
    if input.size != nil { write("\u{1B}[2J\u{1B}[H") }
  }
}

/// Where a presentation stands.
public struct DemoPlace: Codable, Equatable, Sendable {
  /// The script that is presented.
  public let script: String
  /// The number of the step, from 0.
  public let step: Int
  /// When it began.
  public let began: Date
}
