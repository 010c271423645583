import Foundation
import LabEngine
import LabKit

/// One run of `labs train`, from the text to the saved model.
struct TrainingSession {
  private let options: TrainingOptions
  private let printer: TrainingPrinter
  private let interrupt = HeldInterrupt()
  private let start = ContinuousClock.now

  private var plan: TrainingPlan { options.plan }
  private var folder: ModelFolder { options.folder }

  init(_ options: TrainingOptions, console: Console) {
    self.options = options
    printer = TrainingPrinter(console: console, isQuiet: options.wantsJSON)
  }

  func run() throws -> ExitCode {
    let text = try prepare()
    var trainer = try makeTrainer(text)
    let sampler = SampleWriter(options: options, tokenizer: text.tokenizer)
    try train(&trainer, sampler)
    if !trainer.isFinished {
      printer.interrupted(trainer.step, of: plan.training.steps, folder)
      interrupt.release()
      return .fellShort
    }
    try finish(trainer, text)
    return .done
  }

  private func prepare() throws -> PreparedText {
    printer.status("reading the text")
    if options.isResuming {
      return try plan.prepare(tokenizer: BytePairTokenizer(contentsOf: folder.tokenizer))
    }
    let text = try plan.prepare(tokenizer: options.tokenizer.map(BytePairTokenizer.init(contentsOf:)))
    try SafeFile.makeFolder(folder.url)
    try text.tokenizer.write(to: folder.tokenizer)
    try folder.write(TrainingRecipe(plan: plan))
    return text
  }

  private func makeTrainer(_ text: PreparedText) throws -> Trainer {
    if options.isResuming {
      guard FileManager.default.fileExists(atPath: folder.checkpoint.path) else {
        throw UsageError("The run in \(folder.url.path) is finished.", command: "train")
      }
      let trainer = try Trainer(resuming: folder.checkpoint, on: text.training)
      printer.resumed(trainer.step, of: plan.training.steps)
      return trainer
    }
    let trainer = try Trainer(plan.freshModel(for: text.tokenizer), on: text.training, plan.training)
    printer.begin(trainer.model.configuration, text, plan.training)
    return trainer
  }

  /// Makes steps until all are done or somebody interrupts; leaves a checkpoint in either case.
  private func train(_ trainer: inout Trainer, _ sampler: SampleWriter) throws {
    var saved = ContinuousClock.now
    while !trainer.isFinished, !interrupt.isPending {
      let progress = try trainer.advance()
      printer.show(progress)
      try requireLearning(trainer, progress)
      if let every = options.sampleEvery, progress.step % every == 0 {
        printer.sample(try sampler.write(trainer.model), after: options.prompt)
      }
      if saved.duration(to: .now) > Self.checkpointInterval {
        try trainer.save(to: folder.checkpoint)
        saved = .now
      }
    }
    try trainer.save(to: folder.checkpoint)
  }

  /// A rate that is far too high can leave losses that are numbers, and far above those of a guess.
  private func requireLearning(_ trainer: Trainer, _ progress: TrainingProgress) throws {
    let recent = trainer.losses.suffix(Self.patience)
    let guess = log(Float(trainer.model.configuration.vocabulary))
    guard trainer.step >= Self.patience, recent.allSatisfy({ $0 > guess + 1 }) else { return }
    throw TrainingError.diverged(
      step: progress.step, loss: progress.loss, gradientNorm: progress.gradientNorm,
      learningRate: progress.learningRate)
  }

  private static let patience = 20

  private func finish(_ trainer: Trainer, _ text: PreparedText) throws {
    printer.status("measuring on the held-out text")
    let result = try TrainingRecipe.Result(
      trainer.model, text, losses: trainer.losses, tokensSeen: trainer.step * plan.training.tokensPerStep)
    let recipe = TrainingRecipe(plan: plan, result: result)
    try trainer.model.write(to: folder.model)
    try folder.write(recipe)
    try? FileManager.default.removeItem(at: folder.checkpoint)
    if options.wantsJSON { return try printer.console.print(json: recipe) }
    printer.summary(result, seconds: start.duration(to: .now) / .seconds(1), folder)
    if let shipped = options.shipped { try printer.compare(folder, with: shipped, result) }
  }

  private static let checkpointInterval = Duration.seconds(30)
}

/// Lets a model write while it is being trained.
private struct SampleWriter {
  private let tokenizer: BytePairTokenizer
  private let request: GenerationRequest

  init(options: TrainingOptions, tokenizer: BytePairTokenizer) {
    self.tokenizer = tokenizer
    // The same draws each time, so that what changes is the model. A long prompt loses its beginning.
    request = GenerationRequest(
      prompt: Array(tokenizer.encode(options.prompt).suffix(options.plan.training.context / 2)), maximum: 60,
      sampling: SamplingSettings(temperature: 0.7),
      stops: options.plan.text.end.map { [tokenizer.encode($0)] } ?? [], seed: options.plan.training.seed)
  }

  func write(_ model: Transformer) throws -> String {
    try tokenizer.text(of: model.generate(request).tokens)
  }
}
