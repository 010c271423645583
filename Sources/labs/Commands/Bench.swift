import LabKit

extension Command {
  static let bench = Command(
    "bench", "time the course's own machinery",
    details: """
      `loop` times the learner's loop, from a save to the verdict, beside the same checkpoints through `swift test`, in \
      turn; it needs a built checkout and no other work on the machine. `engine` times matrix products, attention, \
      training steps and generated tokens; `tokenizers` times encoding and training on a text; `quantization` measures \
      what few bits cost the course's model and times products of quantized matrices; `scaling` times the fit of a \
      law to published training runs; `reasoning` times sampling many chains for many problems; `grade` grades a generated class of which some crash, hang or attack; \
      `sandbox` times what each sandbox costs. `Benchmarks/` compares the engine, the tokenizers and the fit.
      """,
    arguments: [
      Argument(
        "BENCHMARK",
        "what to time: `loop`, `engine`, `tokenizers`, `quantization`, `scaling`, `reasoning`, `grade` or "
          + "`sandbox`",
        values: .oneOf([
          "loop", "engine", "tokenizers", "quantization", "scaling", "reasoning", "grade", "sandbox",
        ])),
      Argument(
        Argument.lab.name, "the lab whose checkpoints are run; without it, the first", isRequired: false,
        values: .labs),
    ],
    options: [
      Option("rounds", value: "N", "how often `loop` and `sandbox` time each, 20 if not said; `scaling`, 5"),
      Option("only", value: "WORKLOAD", "run one workload of `engine` or `tokenizers`"),
      Option("weights", value: "FOLDER", "where `engine` writes the models it generates with"),
      Option("text", value: "FILE", "the text of `tokenizers`"),
      Option("gpt2", value: "FOLDER", "where GPT-2's `vocab.bpe` is, for `tokenizers`"),
      Option("vocabulary", value: "N", "how many tokens `tokenizers` trains, 5000 if not said"),
      Option("data", value: "FILE", "the runs that `scaling` fits; in LABS_DATA_DIR if not said"),
      Option(
        "count", value: "N",
        "how many submissions `grade` generates, 300 if not said; problems of `reasoning`, 1000"),
      Option("jobs", value: "N", "how many `grade` takes at a time, one for each processor if not said"),
      .json,
    ],
    example: Example("labs bench loop", "Prints medians and their ratios.")
  ) { invocation in
    switch invocation.argument("BENCHMARK") {
    case "loop"?: return try benchLoop(invocation)
    case "engine"?: return try benchEngine(invocation)
    case "tokenizers"?: return try benchTokenizers(invocation)
    case "quantization"?: return try benchQuantization(invocation)
    case "scaling"?: return try benchScaling(invocation)
    case "reasoning"?: return try benchReasoning(invocation)
    case "grade"?: return try benchGrade(invocation)
    case "sandbox"?: return try benchSandbox(invocation)
    case let other: throw UsageError("There is no benchmark called `\(other ?? "")`.", command: "bench")
    }
  }

  private static func benchLoop(_ invocation: Invocation) throws -> ExitCode {
    let course = try invocation.course()
    let named = try invocation.argument(Argument.lab.name).map(course.curriculum.lab(named:))
    guard let lab = named ?? course.curriculum.labs.first else {
      throw UsageError("The course has no labs yet.")
    }
    let rounds = try invocation.value(of: "rounds").map { text in
      guard let rounds = Int(text), rounds > 0 else {
        throw UsageError("`--rounds \(text)`: a whole number from 1 is expected.", command: "bench")
      }
      return rounds
    }
    let console = invocation.console
    try LearnerCheck(course: course).prepare { console.complain("building the checkpoints") }
    let result = try LoopBenchmark(course: course, lab: lab, rounds: rounds ?? 20).run {
      console.showProgress($0)
    }
    console.showProgress(nil)
    if invocation.wantsJSON { try console.print(json: result) } else { console.print(result.table) }
    return .done
  }
}
