import Foundation
import LabEngine
import LabKit

extension Command {
  static let sample = Command(
    "sample", "let a trained model write",
    details: """
      Writes on from a prompt with the model in a folder that `labs train` made, or with the one that the course \
      ships. The same seed writes the same text. Temperature 0 always takes the likeliest token.
      """,
    arguments: [
      Argument("FOLDER", "a trained model; without it, the course's", isRequired: false)
    ],
    options: [
      Option("prompt", value: "TEXT", "what to go on from; `\\n` stands for a new line"),
      Option("tokens", value: "N", "the most tokens to write, 200 if not said"),
      Option("count", value: "N", "how many texts, 1 if not said"),
      Option("temperature", value: "X", "below 1 the likely become likelier; 0.7 if not said"),
      Option("top-k", value: "N", "only the N likeliest tokens"),
      Option("top-p", value: "X", "only the likeliest that together reach this probability"),
      Option("min-p", value: "X", "only those at least this fraction as likely as the likeliest"),
      Option("seed", value: "N", "choose the text, 1 if not said"),
      .json,
    ],
    example: Example(
      "labs sample --prompt \"Today is 3 May.\" --count 2", "Prints two conversations of that day.")
  ) { invocation in
    let folder =
      try invocation.argument("FOLDER").map { ModelFolder(URL(filePath: $0)) }
      ?? .shipped(in: invocation.course())
    let (model, tokenizer) = try folder.load()
    let source = try folder.readRecipe().plan.text
    let prompt = invocation.value(of: "prompt")?.replacing("\\n", with: "\n") ?? source.prompt
    let request = try invocation.request(prompt, tokenizer, source)
    let completions = try model.generate(request, count: invocation.number("count", in: 1...1000) ?? 1)
    let texts = try completions.map { try tokenizer.text(of: $0.tokens) }
    if invocation.wantsJSON {
      try invocation.console.print(
        json: zip(texts, completions).map { SampleAnswer(prompt: prompt, text: $0, completion: $1) })
      return .done
    }
    for (index, text) in texts.enumerated() {
      if index > 0 { invocation.console.print("") }
      let shown = (prompt + text).printable
      invocation.console.print(shown.hasSuffix("\n") ? String(shown.dropLast()) : shown)
    }
    return .done
  }
}

extension Invocation {
  fileprivate func request(
    _ prompt: String, _ tokenizer: BytePairTokenizer, _ source: TextSource
  ) throws -> GenerationRequest {
    let sampling = SamplingSettings(
      temperature: Float(try decimal("temperature", in: 0...100) ?? 0.7),
      topK: try number("top-k", in: 1...1_000_000), topP: try decimal("top-p", in: 0...1).map { Float($0) },
      minP: try decimal("min-p", in: 0...1).map { Float($0) })
    do {
      try sampling.validate()
    } catch {
      throw UsageError("Nothing can be written like this: \(error).", command: "sample")
    }
    return GenerationRequest(
      prompt: tokenizer.encode(prompt), maximum: try number("tokens", in: 1...1_000_000) ?? 200,
      sampling: sampling, stops: source.end.map { [tokenizer.encode($0)] } ?? [],
      seed: try number("seed", in: 0...Int.max).map { UInt64($0) } ?? 1)
  }
}

/// The answer for programs.
private struct SampleAnswer: Encodable {
  let prompt: String
  let text: String
  let tokens: Int
  let logProbability: Double
  let ended: LabEngine.Completion.Reason

  init(prompt: String, text: String, completion: LabEngine.Completion) {
    self.prompt = prompt
    self.text = text
    tokens = completion.tokens.count
    logProbability = completion.logProbability
    ended = completion.reason
  }
}
