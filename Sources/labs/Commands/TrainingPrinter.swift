import Foundation
import LabEngine
import LabNotebook

/// What `labs train` shows a person: a live line on a terminal, some lines that stay, a curve at the end.
struct TrainingPrinter {
  let console: Console
  /// Whether nothing is printed but the answer for a program.
  let isQuiet: Bool

  /// What is going on; a file gets nothing.
  func status(_ text: String) {
    // A line that wraps could not be drawn over.
    if !isQuiet { console.showProgress(String(text.prefix(console.terminal.width - 1))) }
  }

  func begin(_ configuration: TransformerConfiguration, _ text: PreparedText, _ settings: TrainingSettings) {
    say(
      "\(count(configuration.parameterCount)) parameters: \(configuration.nLayers) layers, "
        + "width \(configuration.dModel), \(configuration.nHeads) heads, context \(configuration.context)")
    let passes = Double(settings.steps * settings.tokensPerStep) / Double(text.training.count)
    say(
      "\(count(text.training.count)) tokens to learn from (\(configuration.vocabulary) different ones), read "
        + "\(decimal(passes, 2)) times")
  }

  func resumed(_ step: Int, of steps: Int) { say("going on after step \(step) of \(steps)") }

  /// One step in twenty stays on the screen.
  func show(_ progress: TrainingProgress) {
    let line =
      "step \(progress.step) of \(progress.steps)   loss \(decimal(Double(progress.loss), 3))   "
      + "\(count(Int(progress.tokensPerSecond))) tokens/s   \(clock(progress.secondsRemaining)) left"
    let isMilestone = progress.step == 1 || progress.step % max(1, progress.steps / 20) == 0
    if progress.wasSkipped {
      say("step \(progress.step): the loss of \(progress.loss) is a spike, so the step was left out")
    } else if isMilestone || progress.step == progress.steps {
      say(line)
    } else {
      status(line)
    }
  }

  func sample(_ text: String, after prompt: String) {
    let lines = (prompt.isEmpty || prompt == "\n" ? text : prompt + text)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines { say("  │ " + line.printable) }
  }

  func interrupted(_ step: Int, of steps: Int, _ folder: ModelFolder) {
    say("stopped after step \(step) of \(steps); the checkpoint is in \(console.path(folder.url))")
    say("go on: " + console.command("train --resume --output \(console.path(folder.url))"))
  }

  func summary(_ result: TrainingRecipe.Result, seconds: Double, _ folder: ModelFolder) {
    guard !isQuiet else { return }
    console.showProgress(nil)
    let curve = LinePlot("Loss while training", x: .linear("step"), y: .linear("nats a token")) {
      Series("training", result.lossCurve.map { ($0.step, $0.loss) })
      ReferenceLine(y: result.bigramLoss, "bigram, held out")
    }
    console.print(curve.display.text(for: console.terminal))
    let model =
      "\(decimal(result.heldOutLoss, 4)) nats a token, \(decimal(result.heldOutLossPerByte, 4)) a byte"
    let bigram = "\(decimal(result.bigramLoss, 4)) and \(decimal(result.bigramLossPerByte, 4))"
    console.print("held-out text: \(model); a bigram model has \(bigram)")
    console.print("\(count(result.tokensSeen)) tokens in all; this session took \(clock(seconds))")
    console.print(
      "saved in \(console.path(folder.url)); let it write: "
        + console.command("sample \(console.path(folder.url))"))
  }

  /// Says whether a repetition of the shipped model's run came out the same.
  func compare(_ folder: ModelFolder, with shipped: ModelFolder, _ result: TrainingRecipe.Result) throws {
    if try Data(contentsOf: folder.model) == Data(contentsOf: shipped.model) {
      return console.print("this is the model that the course ships, byte for byte")
    }
    let loss = try shipped.readRecipe().result?.heldOutLoss ?? .nan
    console.print(
      "the shipped model's held-out loss is \(decimal(loss, 4)); processors that round differently lead to "
        + "models that differ a little")
  }

  private func say(_ text: String) {
    guard !isQuiet else { return }
    console.showProgress(nil)
    console.print(text)
  }

  private func count(_ number: Int) -> String {
    number.formatted(.number.locale(Locale(identifier: "en_US")))
  }

  private func decimal(_ number: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", number) }

  private func clock(_ seconds: Double) -> String {
    let seconds = Int(min(max(seconds, 0), 1e9).rounded())
    return String(format: "%d:%02d", seconds / 60, seconds % 60)
  }
}

extension StringProtocol {
  /// The text without signs that a terminal would obey: an untrained model writes any byte.
  var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { $0.properties.generalCategory == .control && $0 != "\n" ? "\u{FFFD}" : $0 }))
  }
}
