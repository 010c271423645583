/// Every command there is, in the order that help lists them.
struct CommandTable: Sendable {
  /// Commands for one kind of person.
  struct Section: Sendable {
    let title: String
    let commands: [Command]
  }

  /// What runs when no command is named.
  let dashboard: Command
  let sections: [Section]

  var commands: [Command] { sections.flatMap(\.commands) }

  static let labs: CommandTable = CommandTable(
    dashboard: .dashboard,
    sections: [
      Section(
        title: "Learn",
        commands: [
          .list, .run, .step, .start, .check, .watch, .hint, .solution, .reset, .quiz, .submit, .data,
          .doctor,
        ]),
      Section(title: "Teach", commands: [.demo, .book, .grade, .export, .release]),
      Section(title: "Models", commands: [.train, .sample, .grid]),
      Section(title: "Write a lab", commands: [.new, .verify, .bench]),
      Section(title: "Shell", commands: [.completions]),
    ])
}
