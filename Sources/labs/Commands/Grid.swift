import Foundation
import LabEngine
import LabKit

extension Command {
  static let grid = Command(
    "grid", "train models of many sizes and budgets, to fit a scaling law to",
    details: """
      Every model reads a made-up language whose entropy is known, so that the loss which no model can beat is known \
      too. Each finished run becomes a line of the table: parameters N, tokens D, compute C = 6ND, the loss on text \
      that no run read, seed, seconds, machine and the loss curve. Ctrl-C ends after the runs at work; the same command goes on \
      where it was. Equal runs give equal losses on equal machines.
      """,
    arguments: [],
    options: [
      Option("quick", "a small grid, in about a minute on two cores"),
      Option("output", value: "FILE", "the table; in Workspace/runs if not said"),
    ],
    example: Example("labs grid --quick", "Makes the small grid and writes Workspace/runs/quick.csv.")
  ) { invocation in
    let isQuick = invocation.has("quick")
    let grid = try isQuick ? ScalingGrid.quick() : .full()
    let table = try GridTable(
      invocation.value(of: "output").map { URL(filePath: $0) }
        ?? invocation.course().workspace.appending(path: "runs/\(isQuick ? "quick" : "full").csv"),
      of: grid)
    return try GridSession(grid: grid, table: table, console: invocation.console).run()
  }
}

/// The table of a grid's runs: read at the start, written whole after every few runs.
private struct GridTable {
  let url: URL
  private(set) var runs: [GridRun] = []
  private let grid: ScalingGrid

  init(_ url: URL, of grid: ScalingGrid) throws {
    (self.url, self.grid) = (url, grid)
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    let text = String(decoding: try SafeFile.bytes(of: url), as: UTF8.self)
    do {
      runs = try GridRun.rows(in: NumberTable(text))
    } catch {
      throw UsageError(
        "\(url.path) is no table of runs: \(error). Choose another file by `--output`.", command: "grid")
    }
    guard runs.allSatisfy({ run in grid.cells.contains { run.isResult(of: $0) } }) else {
      throw UsageError(
        "\(url.path) holds runs of another grid. Choose another file by `--output`.", command: "grid")
    }
  }

  /// The cells that no run was made of, shortest first: those that run side by side then end together.
  var missing: [ScalingGrid.Cell] {
    grid.cells.filter { cell in !runs.contains { $0.isResult(of: cell) } }
      .sorted { $0.settings.steps < $1.settings.steps }
  }

  mutating func add(_ new: [GridRun]) throws {
    runs += new
    let lines = grid.cells.compactMap { cell in runs.first { $0.isResult(of: cell) }?.line }
    try SafeFile.makeFolder(url.deletingLastPathComponent())
    let text = ([GridRun.heading] + lines).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: url, options: .atomic)
  }
}

/// One use of `labs grid`.
private struct GridSession {
  let grid: ScalingGrid
  let table: GridTable
  let console: Console
  private let interrupt = HeldInterrupt()

  init(grid: ScalingGrid, table: GridTable, console: Console) {
    (self.grid, self.table, self.console) = (grid, table, console)
  }

  func run() throws -> ExitCode {
    var table = table
    var missing = table.missing[...]
    let cores = ProcessInfo.processInfo.activeProcessorCount
    console.print("\(grid.cells.count) runs, \(grid.cells.count - missing.count) of them made already")
    while !missing.isEmpty, !interrupt.isPending {
      let work = missing.prefix(cores)
      console.showProgress("\(missing.count) to go")
      let runs = try grid.train(work, machine: Self.machine)
      console.showProgress(nil)
      try table.add(runs)
      for run in runs { show(run) }
      missing = missing.dropFirst(cores)
    }
    guard missing.isEmpty else {
      console.print("stopped; the same command goes on")
      interrupt.release()
      return .fellShort
    }
    console.print(
      String(format: "no model can get below %.4f nats a token; the table is in ", grid.source.entropyRate)
        + console.path(table.url))
    return .done
  }

  private func show(_ run: GridRun) {
    console.print(
      String(
        format: "N %8.0f   D %10.0f   C %.2e   seed %d   loss %.4f   %.1f s", run.measured.parameters,
        run.measured.tokens, run.measured.flops, Int(run.seed), run.measured.loss, run.seconds))
  }

  /// What the runs were made on: cores, processor, system.
  private static var machine: String {
    #if arch(x86_64)
      let processor = "x86-64"
    #elseif arch(arm64)
      let processor = "arm64"
    #else
      let processor = "another processor"
    #endif
    let process = ProcessInfo.processInfo
    return "\(process.activeProcessorCount) cores of \(processor); \(process.operatingSystemVersionString)"
  }
}
