import Foundation

/// All that a run needs to go on as if it had never stopped, besides the text.
struct TrainingState {
  let model: Transformer
  let settings: TrainingSettings
  let step: Int
  let losses: [Float]
  let optimizer: AdamW
  let spikeGuard: LossSpikeGuard?
}

extension Trainer {
  /// Writes everything needed to go on: parameters, the optimiser's averages, the guard, the loss curve.
  ///
  /// The file is a safetensors file that also opens as a model. It is written under another name first
  /// and renamed, so that an interruption leaves the previous checkpoint whole. Throws `FormatError`.
  public func save(to url: URL) throws {
    var file = try model.safetensors()
    for (index, parameter) in model.configuration.parameterShapes.enumerated() {
      let moments = [
        ("first", optimizer.adamW.firstMoments[index]), ("second", optimizer.adamW.secondMoments[index]),
      ]
      for (name, values) in moments {
        file.tensors.append(
          .init(
            name: "adamw.\(name).\(parameter.name)", tensor: Tensor(trusted: values, shape: parameter.shape)))
      }
    }
    file.tensors.append(.init(name: "losses", tensor: Tensor(losses)))
    try file.setJSON(
      Counters(
        settings: settings, step: step, updates: optimizer.adamW.step, spikeGuard: spikeGuard,
        text: batches.fingerprint),
      named: "training")
    try file.write(to: url)
  }

  /// Goes on with a run that was saved. `tokens` and `counted` must be the ones it began with.
  ///
  /// From here on, every loss and parameter equals those of an uninterrupted run to the last bit.
  ///
  /// Throws `FormatError`, `TransformerError`, or `TrainingError.differentData`.
  public init(resuming url: URL, on tokens: [Int], counted: [Bool]? = nil) throws {
    let file = try Safetensors(contentsOf: url)
    let counters = try file.json(Counters.self, named: "training")
    try self.init(try TrainingState(file, counters), on: tokens, counted: counted)
    guard batches.fingerprint == counters.text else {
      throw TrainingError.differentData(expected: counters.text, actual: batches.fingerprint)
    }
  }
}

/// The part of a checkpoint that is not tensors.
private struct Counters: Codable {
  let settings: TrainingSettings
  let step: Int
  let updates: Int
  let spikeGuard: LossSpikeGuard?
  let text: String
}

extension TrainingState {
  fileprivate init(_ file: Safetensors, _ counters: Counters) throws {
    let model = try Transformer(file)
    let losses = file["losses"]?.values ?? []
    guard counters.step >= 0, losses.count == counters.step, (0...counters.step).contains(counters.updates)
    else {
      throw FormatError.invalid(
        field: "__metadata__.training",
        reason: "\(counters.step) steps and \(counters.updates) updates do not fit \(losses.count) losses")
    }
    var optimizer = AdamW(counters.settings.optimizer, for: model.parameters)
    optimizer.step = counters.updates
    optimizer.firstMoments = try Self.moments("first", of: model, in: file)
    optimizer.secondMoments = try Self.moments("second", of: model, in: file)
    self.init(
      model: model, settings: counters.settings, step: counters.step, losses: losses, optimizer: optimizer,
      spikeGuard: counters.spikeGuard)
  }

  private static func moments(
    _ name: String, of model: Transformer, in file: Safetensors
  ) throws(FormatError) -> [[Float]] {
    var moments: [[Float]] = []
    for parameter in model.configuration.parameterShapes {
      let field = "adamw.\(name).\(parameter.name)"
      guard let tensor = file[field], tensor.shape == parameter.shape else {
        throw .invalid(field: field, reason: "the file does not hold it with shape \(parameter.shape)")
      }
      moments.append(tensor.values)
    }
    return moments
  }
}
