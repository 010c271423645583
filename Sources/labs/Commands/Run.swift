import LabKit

extension Command {
  static let run = Command(
    "run", "a lesson from its first cell to its last, or one cell",
    details: """
      Runs the lesson script: prose, code, outputs and plots. Your own copy in Workspace/ is taken where there is \
      one. The exercises that a lesson calls are answered by the engine, or by your functions with `--mine`.
      """,
    arguments: [.lesson],
    options: [
      Option("cell", value: "ID", "show this cell only; what it needs runs before it"),
      Option("mine", "let your own functions answer"),
      Option("notes", "show the speaker's notes too"),
      .json,
    ],
    example: Example(
      "labs run 01 --cell boundaries", "Runs lab 01 up to the cell `boundaries` and shows that cell.")
  ) { invocation in
    let course = try invocation.course()
    let console = invocation.console
    return try invocation.withLesson {
      let named = try invocation.lesson(in: course, mine: invocation.has("mine"))
      var printer = LessonPrinter(
        for: console.terminal, showsNotes: invocation.has("notes"), write: console.write)
      let program = try printer.saying("Compiling the lesson…") { try LessonCompiler().compile(named.source) }
      let cell = try invocation.value(of: "cell").map(program.lesson.cell(named:))
      let isQuiet = invocation.wantsJSON
      let run = try LessonRunner().run(program, only: cell) { if !isQuiet { printer.show($0) } }
      if isQuiet { try console.print(json: run) }
      invocation.remember(named.lab, in: course)
      return run.failure == nil ? .done : .fellShort
    }
  }

  static let step = Command(
    "step", "a lesson cell by cell, with room for your predictions",
    details: """
      Shows a cell's code before it runs and waits: Enter runs it, `p` takes down what you expect, `b` goes back \
      a cell, `r` runs the cell again after you edited your copy of the lesson, `q` quits. Without a \
      terminal the keys are read from the lines of the input.
      """,
    arguments: [.lesson], options: [Option("mine", "let your own functions answer")],
    example: Example("labs step 01", "Goes through lab 01 at your pace.")
  ) { invocation in
    let course = try invocation.course()
    let console = invocation.console
    return try invocation.withLesson {
      let mine = invocation.has("mine")
      let named = try invocation.lesson(in: course, mine: mine)
      let session = try StepSession(
        named.source, compiler: LessonCompiler(), terminal: console.terminal,
        input: KeyInput() ?? LineInput(),
        makeEditable: {
          guard let lab = named.lab else { return nil }
          _ = try Workspace(course).copyLesson(of: lab)
          return try LessonSource(course, lab, mine: mine)
        },
        write: console.write)
      try session.run()
      invocation.remember(named.lab, in: course)
      return .done
    }
  }
}
