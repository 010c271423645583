import Foundation
import LabEngine
import LabKit

/// What `labs train` was asked to do.
struct TrainingOptions {
  let plan: TrainingPlan
  /// Where the model goes.
  let folder: ModelFolder
  /// A tokenizer of the learner's own; `nil` to learn one.
  let tokenizer: URL?
  let isResuming: Bool
  /// The model that the course ships, to compare with, when the plan is its own.
  let shipped: ModelFolder?
  /// Steps between two samples; `nil` for never.
  let sampleEvery: Int?
  let prompt: String
  let wantsJSON: Bool

  init(_ invocation: Invocation) throws {
    let course = try invocation.course()
    isResuming = invocation.has("resume")
    wantsJSON = invocation.wantsJSON
    tokenizer = invocation.value(of: "tokenizer").map { URL(filePath: $0) }
    folder = ModelFolder(invocation.outputFolder(in: course))
    shipped = invocation.has("course") ? .shipped(in: course) : nil
    try invocation.refuseContradictions()
    if isResuming {
      guard folder.holdsModel else {
        throw UsageError(
          "There is no run to resume in \(invocation.console.path(folder.url)).", command: "train")
      }
      plan = try folder.readRecipe().plan
    } else {
      guard !folder.holdsModel else {
        throw UsageError(
          "\(invocation.console.path(folder.url)) holds a model already. Go on with it by `--resume`, or choose "
            + "another folder by `--output`.", command: "train")
      }
      guard !folder.holdsOtherFiles else {
        throw UsageError(
          "\(invocation.console.path(folder.url)) holds other files. Choose another folder by `--output`.",
          command: "train")
      }
      plan = try invocation.has("course") ? .course : invocation.plan()
    }
    let every = try invocation.number("sample-every", in: 0...1_000_000) ?? max(1, plan.training.steps / 5)
    sampleEvery = every > 0 && !wantsJSON ? every : nil
    prompt = invocation.value(of: "prompt") ?? plan.text.prompt
  }
}

extension ModelFolder {
  /// Whether it is somebody's folder and not one that `labs train` began.
  var holdsOtherFiles: Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return !names.isEmpty && !names.contains(recipe.lastPathComponent)
  }

  /// The model that the course ships.
  static func shipped(in course: Course) -> ModelFolder {
    ModelFolder(course.root.appending(path: "Models/course"))
  }
}

extension TextSource {
  /// What a model of this text is asked to go on from unless told otherwise.
  var prompt: String {
    switch self {
    case .course:
      "Question: A customer orders 3 mugs at 12 euros each. Shipping costs 5 euros. What is the total?\nAnswer:"
    case .file: "\n"
    }
  }

  /// What ends a text that a model of it writes.
  var end: String? {
    switch self {
    case .course: CourseCorpus.separator
    case .file: nil
    }
  }
}

/// The sizes with names.
private struct Preset {
  let layers, width, heads, context, steps, batch: Int
  let rate: Double

  static let names = ["tiny", "small", "medium"]

  init(named name: String) throws {
    switch name {
    case "tiny":
      (layers, width, heads, context, steps, batch, rate) = (2, 64, 4, 128, 1500, 16, 1e-2)
    case "small":
      (layers, width, heads, context, steps, batch, rate) = (4, 128, 4, 256, 2000, 16, 4e-3)
    case "medium":
      (layers, width, heads, context, steps, batch, rate) = (6, 256, 8, 256, 5000, 16, 2e-3)
    default: throw UnknownName(kind: "size", name: name, candidates: Self.names)
    }
  }
}

extension Invocation {
  fileprivate func outputFolder(in course: Course) -> URL {
    if let output = value(of: "output") { return URL(filePath: output) }
    let text = argument("FILE").map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
    return course.workspace.appending(path: "models/\(has("course") ? "course" : text ?? "shopflow")")
  }

  /// `--course` and `--resume` stand for a whole plan, which other options must not change.
  fileprivate func refuseContradictions() throws {
    let planned = [
      "size", "layers", "width", "heads", "context", "vocabulary", "tokenizer", "steps", "batch", "rate",
      "seed",
    ]
    for whole in ["course", "resume"] where has(whole) {
      if let other = planned.first(where: has) {
        throw UsageError(
          "`--\(whole)` trains by a plan that is made already, so `--\(other)` cannot be changed.",
          command: "train")
      }
    }
    if has("course"), argument("FILE") != nil {
      throw UsageError("`--course` trains on the course's corpus, so no file is read.", command: "train")
    }
  }

  fileprivate func plan() throws -> TrainingPlan {
    let preset = try Preset(named: value(of: "size") ?? "tiny")
    let seed = try number("seed", in: 0...Int.max).map { UInt64($0) } ?? 1
    let heads = try number("heads", in: 1...1024) ?? preset.heads
    let context = try number("context", in: 8...8192) ?? preset.context
    let steps = try number("steps", in: 1...10_000_000) ?? preset.steps
    let plan = TrainingPlan(
      text: argument("FILE").map { .file(path: URL(filePath: $0).path) }
        ?? .course(CourseCorpus(), trainingBytes: 8_000_000, heldOutBytes: 100_000),
      configuration: .llama(
        vocabulary: try number("vocabulary", in: 256...8192) ?? 512, context: context,
        dModel: try number("width", in: 2...8192) ?? preset.width,
        nLayers: try number("layers", in: 1...256) ?? preset.layers, nHeads: heads,
        nKVHeads: heads % 2 == 0 ? heads / 2 : heads),
      modelSeed: seed,
      training: TrainingSettings(
        steps: steps, batchSize: try number("batch", in: 1...4096) ?? preset.batch, context: context,
        schedule: LearningRateSchedule(
          peak: Float(try decimal("rate", in: 0...1e6) ?? preset.rate), warmup: min(50, steps / 10),
          shape: .cosine(floor: 0.02)), seed: seed))
    do {
      try plan.configuration.validate()
      try plan.training.validate()
    } catch {
      throw UsageError("No model can be trained like this: \(error).", command: "train")
    }
    return plan
  }
}
