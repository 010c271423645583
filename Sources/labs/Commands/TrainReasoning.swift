import Foundation
import LabEngine
import LabKit

/// `labs train --reasoning`: the model that works problems out, the scorer of its steps, and what both are worth.
struct ReasoningTraining {
  private let folder: ModelFolder
  private let shipped: ModelFolder
  private let wantsJSON: Bool
  /// Whether the model is there, so that only its scorer is trained and all is measured again.
  private let isResuming: Bool
  private let printer: TrainingPrinter

  private let plan = ReasoningPlan.course

  init(_ invocation: Invocation) throws {
    let course = try invocation.course()
    shipped = ModelFolder(course.root.appending(path: "Models/reasoning"))
    folder = ModelFolder(
      invocation.value(of: "output").map { URL(filePath: $0) }
        ?? course.workspace.appending(path: "models/reasoning"))
    wantsJSON = invocation.wantsJSON
    printer = TrainingPrinter(console: invocation.console, isQuiet: invocation.wantsJSON)
    try Self.refuseOthers(invocation)
    isResuming = invocation.has("resume")
    guard folder.holdsModel == isResuming else {
      throw UsageError(
        isResuming
          ? "There is no model in \(invocation.console.path(folder.url)) to go on with."
          : "\(invocation.console.path(folder.url)) holds a model already. Go on with it by `--resume`, or choose "
            + "another folder by `--output`.", command: "train")
    }
    guard isResuming || !folder.holdsOtherFiles else {
      throw UsageError(
        "\(invocation.console.path(folder.url)) holds other files. Choose another folder by `--output`.",
        command: "train")
    }
  }

  func run() throws -> ExitCode {
    let (model, losses) = try isResuming ? trainedModel() : trainModel()
    printer.status("training the scorer of steps")
    let scorer = try plan.trainScorer(for: model)
    try scorer.write(to: folder.stepScorer)
    printer.status("measuring on held-out problems")
    let recipe = try ReasoningRecipe(plan, model, scorer, losses: losses)
    try recipe.write(to: folder)
    try report(recipe)
    return .done
  }

  private func trainModel() throws -> (ReasoningModel, ReasoningRecipe.Losses) {
    printer.status("writing the problems")
    var trainer = try plan.makeTrainer()
    try SafeFile.makeFolder(folder.url)
    try trainer.run { progress, _ in
      printer.show(progress)
      return .goOn
    }
    try trainer.model.write(to: folder.model)
    return (try ReasoningModel(trainer.model), ReasoningRecipe.Losses(trainer.losses))
  }

  private func trainedModel() throws -> (ReasoningModel, ReasoningRecipe.Losses) {
    let recipe = try ReasoningRecipe(contentsOf: folder)
    guard recipe.plan.training == plan.training, recipe.plan.corpus == plan.corpus else {
      throw UsageError(
        "The model in \(printer.console.path(folder.url)) was trained by another plan.", command: "train")
    }
    return (try ReasoningModel(contentsOf: folder), recipe.result.losses)
  }

  /// The plan is whole: an option that changes it would give another model under its name.
  private static func refuseOthers(_ invocation: Invocation) throws {
    let planned = [
      "course", "size", "layers", "width", "heads", "context", "vocabulary", "tokenizer", "steps", "batch",
      "rate", "seed", "sample-every", "prompt",
    ]
    if let other = planned.first(where: invocation.has) {
      throw UsageError(
        "`--reasoning` trains by a plan that is made already, so `--\(other)` cannot be used with it.",
        command: "train")
    }
    if invocation.argument("FILE") != nil {
      throw UsageError("`--reasoning` trains on problems of its own, so no file is read.", command: "train")
    }
  }

  private func report(_ recipe: ReasoningRecipe) throws {
    if wantsJSON { return try printer.console.print(json: recipe) }
    let console = printer.console
    console.showProgress(nil)
    for row in recipe.result.accuracy {
      console.print(
        "\(row.level.map { "\($0) sums" } ?? "all   "): one chain \(percent(row.single)), vote of "
          + "\(recipe.plan.measuring.samples) \(percent(row.vote)), gain \(percent(row.gain)), any "
          + "\(percent(row.anyRight)), \(String(format: "%.1f", row.meanTokens)) tokens")
    }
    console.print("at a temperature of 0: \(percent(recipe.result.greedy))")
    for row in recipe.result.budgets {
      console.print(
        "told \(row.lines) lines: writes \(String(format: "%.2f", row.meanLines)), obeyed "
          + "\(percent(row.obeyed)), one chain \(percent(row.single))")
    }
    console.print(
      "scorer of steps: \(String(format: "%.3f", recipe.result.scorerAreaUnderCurve)) of pairs in order, best of "
        + "\(recipe.plan.measuring.samples) by it \(percent(recipe.result.bestByScorer))")
    console.print("saved in \(console.path(folder.url))")
    if let bytes = try? Data(contentsOf: shipped.model) {
      let isEqual = try Data(contentsOf: folder.model) == bytes
      console.print(
        isEqual
          ? "this is the model that the course ships, byte for byte"
          : "the shipped model differs: processors that round differently lead to models that differ a little"
      )
    }
  }

  private func percent(_ value: Measured) -> String {
    String(format: "%.1f %% (%.1f to %.1f)", 100 * value.mean, 100 * value.low, 100 * value.high)
  }
}
