import Foundation
import LabKernels

/// One run of a grid that was made: a row of the table that laws are fitted to.
public struct GridRun: Hashable, Sendable {
  /// N, D, C and the loss on text that was not read.
  public let measured: ScalingRun
  /// Chose the first parameters and the text.
  public let seed: UInt64
  /// How long it took, while others may have run beside it.
  public let seconds: Double
  /// What it was made on.
  public let machine: String
  /// How the loss fell while it learned.
  public let curve: [TrainingRecipe.CurvePoint]

  /// The first line of the table.
  public static let heading = "N,D,C,loss,seed,seconds,machine,curve"

  /// A line of the table; the curve's points are written as `step:loss`.
  public var line: String {
    let numbers = "\(Int(measured.parameters)),\(Int(measured.tokens)),\(measured.flops),\(measured.loss)"
    let points = curve.map { "\($0.step):\($0.loss)" }.joined(separator: " ")
    return numbers + ",\(seed),\(seconds),\"\(machine.replacing("\"", with: "'"))\",\(points)"
  }

  /// The runs that the course ships: `labs grid`, made whole. Throws as ``rows(in:)``, and `FormatError` when
  /// the file is not there.
  public static func shipped(in files: CourseFiles = CourseFiles()) throws -> [GridRun] {
    let file = try files.url(of: "Models/grid/runs.csv")
    return try rows(in: NumberTable(String(decoding: Data(contentsOf: file), as: UTF8.self)))
  }

  /// The rows of a table that ``line`` wrote. Throws ``NumberTableError``, or ``ScalingError`` for numbers that
  /// cannot be.
  public static func rows(in table: NumberTable) throws -> [GridRun] {
    let runs = try ScalingRun.runs(in: table)
    let (seeds, seconds) = (try table.numbers("seed"), try table.numbers("seconds"))
    let (machines, curves) = (try table.texts("machine"), try table.texts("curve"))
    return try runs.indices.map { row in
      guard let seed = UInt64(exactly: seeds[row]) else {
        throw ScalingError.invalidSetting("a seed is a whole number, not \(seeds[row])")
      }
      return GridRun(
        measured: runs[row], seed: seed, seconds: seconds[row], machine: machines[row],
        curve: try points(curves[row]))
    }
  }

  private static func points(_ text: String) throws(ScalingError) -> [TrainingRecipe.CurvePoint] {
    var points: [TrainingRecipe.CurvePoint] = []
    for point in text.split(separator: " ") {
      let numbers = point.split(separator: ":")
      guard numbers.count == 2, let step = Int(numbers[0]), let loss = Float(numbers[1]), loss.isFinite else {
        throw .invalidSetting("a point of a loss curve is written as 100:2.5, not as `\(point)`")
      }
      points.append(TrainingRecipe.CurvePoint(step: step, loss: loss))
    }
    return points
  }

  /// Whether this is what came of a cell.
  public func isResult(of cell: ScalingGrid.Cell) -> Bool {
    measured.parameters == Double(cell.parameters) && measured.tokens == Double(cell.tokens)
      && seed == cell.settings.seed
  }
}

extension ScalingGrid {
  /// Makes one run: trains on text that no other seed reads, each token once, and measures on text that no run reads.
  ///
  /// Equal cells of equal sources give equal losses. Throws `TrainingError` for a run that diverges.
  ///
  /// - Parameter heldOut: tokens to measure on.
  public func train(_ cell: Cell, machine: String, heldOut: Int = 131_072) throws -> GridRun {
    let start = ContinuousClock.now
    let settings = cell.settings
    // One window more than is read, because an epoch may begin anywhere in its first window.
    let text = source.tokens(cell.tokens + 2 * settings.context, stream: settings.seed &+ 1)
    var trainer = try Trainer(Transformer(cell.configuration, seed: settings.seed), on: text, settings)
    try trainer.run { _, _ in .goOn }
    let loss = try trainer.model.meanLoss(
      on: source.tokens(heldOut, stream: 0), context: settings.context, batchSize: 32)
    return GridRun(
      measured: ScalingRun(
        parameters: Double(cell.parameters), tokens: Double(cell.tokens), loss: loss, flops: cell.flops),
      seed: settings.seed, seconds: start.duration(to: .now) / .seconds(1), machine: machine,
      curve: TrainingRecipe.curve(trainer.losses))
  }

  /// Makes several runs side by side, as many at a time as there are cores. Throws as ``train(_:machine:heldOut:)``.
  public func train(_ cells: some Collection<Cell>, machine: String) throws -> [GridRun] {
    let cells = Array(cells)
    return try Parallelism.allCores.map(cells.count) { index in
      Result { try train(cells[index], machine: machine) }
    }.map { try $0.get() }
  }
}
