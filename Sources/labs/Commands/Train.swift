import LabEngine
import LabKit

extension Command {
  static let train = Command(
    "train", "train a small language model and watch it learn",
    details: """
      Trains on a text file, or on the course's own corpus: conversations at ShopFlow's desk and worked arithmetic. A \
      tokenizer is learned first. While it runs you see the loss fall and what the model writes. Ctrl-C leaves a \
      checkpoint; `--resume` with the same FILE or `--output` goes on from it, to the last bit as if nothing had \
      happened. `--course` repeats the run that made the model in Models/course, some ten minutes on two cores with \
      nothing else to do. `--reasoning` likewise repeats that of Models/reasoning, which works out problems line by \
      line, and measures it.
      """,
    arguments: [
      Argument("FILE", "a text; without it, the course's corpus", isRequired: false)
    ],
    options: [
      Option("course", "train exactly the model that the course ships"),
      Option("reasoning", "train exactly the model of chains of thought that the course ships"),
      Option(
        "size", value: "NAME", "tiny (a minute), small (ten minutes) or medium (hours); tiny if not said"),
      Option("layers", value: "N", "the number of blocks"),
      Option("width", value: "N", "numbers in the residual stream"),
      Option("heads", value: "N", "query heads; every two share keys and values"),
      Option("context", value: "N", "the most tokens the model looks at"),
      Option("vocabulary", value: "N", "the most tokens the tokenizer learns, 512 if not said"),
      Option("tokenizer", value: "FILE", "use this tokenizer instead of learning one"),
      Option("steps", value: "N", "updates of the parameters"),
      Option("batch", value: "N", "windows of text that one update sees"),
      Option("rate", value: "X", "the highest learning rate, such as 0.003"),
      Option("seed", value: "N", "choose the first parameters and the order of the text, 1 if not said"),
      Option("output", value: "FOLDER", "where the model goes; in Workspace/models if not said"),
      Option("resume", "go on with the run in the output folder"),
      Option("sample-every", value: "N", "let the model write every N steps; 0 for never"),
      Option("prompt", value: "TEXT", "what it goes on from when it writes"),
      .json,
    ],
    example: Example(
      "labs train novel.txt --steps 300",
      "Learns from novel.txt and saves the model in Workspace/models/novel.")
  ) { invocation in
    if invocation.has("reasoning") { return try ReasoningTraining(invocation).run() }
    return try TrainingSession(TrainingOptions(invocation), console: invocation.console).run()
  }
}
