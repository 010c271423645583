import LabNotebook

/// The words that `--help` prints.
struct Help {
  let table: CommandTable

  /// What `labs --help` prints.
  var overview: String {
    let width = table.commands.map(\.name.count).max() ?? 0
    var lines = [
      "labs: \(table.dashboard.summary)", "",
      "Usage: labs [COMMAND]", "",
      "Without a command it shows where you are and what is next.",
    ]
    for section in table.sections {
      lines += ["", "\(section.title):"]
      lines += section.commands.map { "  \($0.name.aligned(toWidth: width))  \($0.summary)" }
    }
    lines += ["", "`labs COMMAND --help` tells more about a command, with an example."]
    return lines.joined(separator: "\n")
  }

  /// What `labs COMMAND --help` prints.
  func page(for command: Command) -> String {
    let options = command.options + [.help]
    let width = (command.arguments.map(\.name.count) + options.map(\.synopsis.count)).max() ?? 0
    let title = command.name.isEmpty ? "labs" : "labs \(command.name)"
    var lines = ["\(title): \(command.summary)", "", "Usage: \(command.synopsis)", "", command.details]
    if !command.arguments.isEmpty {
      lines += ["", "Arguments:"]
      lines += command.arguments.map { "  \($0.name.aligned(toWidth: width))  \($0.summary)" }
    }
    lines += ["", "Options:"]
    lines += options.map { "  \($0.synopsis.aligned(toWidth: width))  \($0.summary)" }
    lines += ["", "Example:", "  \(command.example.line)", "      \(command.example.effect)"]
    return lines.joined(separator: "\n")
  }
}
