import LabNotebook

/// The words that `--help` prints, broken to a width.
struct Help {
  let table: CommandTable
  let width: Int

  /// What `labs --help` prints.
  var overview: String {
    let column = table.commands.map(\.name.count).max() ?? 0
    var lines = [
      "labs: \(table.dashboard.summary)", "",
      "Usage: labs [COMMAND]", "",
      "Without a command it shows where you are and what is next.",
    ]
    for section in table.sections {
      lines += ["", "\(section.title):"]
      lines += section.commands.flatMap { entry($0.name, $0.summary, column: column) }
    }
    lines += ["", "`labs COMMAND --help` tells more about a command, with an example."]
    return lines.joined(separator: "\n")
  }

  /// What `labs COMMAND --help` prints.
  func page(for command: Command) -> String {
    let options = command.options + [.help]
    let names = command.arguments.map(\.name) + command.subcommands.map(\.name)
    let column = (names.map(\.count) + options.map(\.synopsis.count)).max() ?? 0
    let paragraphs = ["\(command.title): \(command.summary)", "Usage: \(command.synopsis)", command.details]
    var lines = wrap(paragraphs.joined(separator: "\n\n"), toWidth: width)
    if !command.arguments.isEmpty {
      lines += ["", "Arguments:"]
      lines += command.arguments.flatMap { entry($0.name, $0.summary, column: column) }
    }
    if !command.subcommands.isEmpty {
      lines += ["", "Commands:"]
      lines += command.subcommands.flatMap { entry($0.name, $0.summary, column: column) }
    }
    lines += ["", "Options:"]
    lines += options.flatMap { entry($0.synopsis, $0.summary, column: column) }
    lines += ["", "Example:", "  \(command.example.line)", "      \(command.example.effect)"]
    return lines.joined(separator: "\n")
  }

  /// A name, and beside it what it stands for.
  private func entry(_ name: String, _ summary: String, column: Int) -> [String] {
    let lines = wrap(summary, toWidth: width - column - 4)
    return zip([name] + Array(repeating: "", count: lines.count), lines).map { name, line in
      "  \(name.aligned(toWidth: column))  \(line)"
    }
  }
}
