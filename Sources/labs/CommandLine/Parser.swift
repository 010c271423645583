import LabKit

/// Turns what was typed into an invocation of one of the commands in a table.
struct Parser {
  let table: CommandTable

  /// What the words ask for.
  enum Request {
    case run(command: Command, arguments: [String: String], more: [String], options: [String: String])
    case help(Command?)
    case version
  }

  func parse(_ words: [String]) throws -> Request {
    guard let first = words.first else {
      return .run(command: table.dashboard, arguments: [:], more: [], options: [:])
    }
    switch first {
    case "--help", "-h": return .help(nil)
    case "--version": return .version
    case "help":
      let named = try words.dropFirst().first.map(command(named:))
      return .help(named.map { subcommand(of: $0, words.dropFirst(2)) ?? $0 })
    case let option where option.hasPrefix("-"):
      return try parse(words[...], for: table.dashboard)
    default:
      let command = try command(named: first)
      guard let subcommand = subcommand(of: command, words.dropFirst()) else {
        return try parse(words.dropFirst(), for: command)
      }
      return try parse(words.dropFirst(2), for: subcommand)
    }
  }

  private func subcommand(of command: Command, _ words: ArraySlice<String>) -> Command? {
    words.first.flatMap { word in command.subcommands.first { $0.name == "\(command.name) \(word)" } }
  }

  private func command(named name: String) throws -> Command {
    guard let command = table.commands.first(where: { $0.name == name }) else {
      let unknown = UnknownName(kind: "command", name: name, candidates: table.commands.map(\.name))
      throw UsageError(unknown.description)
    }
    return command
  }

  private func parse(_ words: ArraySlice<String>, for command: Command) throws -> Request {
    var words = words
    var positional: [String] = []
    var options: [String: String] = [:]
    while let word = words.popFirst() {
      if word == "--" {
        positional += words
        break
      } else if word == "--help" || word == "-h" {
        return .help(command)
      } else if word.hasPrefix("-"), word != "-" {
        let (name, value) = try option(word, of: command, following: &words)
        guard options.updateValue(value, forKey: name) == nil else {
          throw UsageError("`--\(name)` stands twice.", command: command.name)
        }
      } else {
        positional.append(word)
      }
    }
    return .run(
      command: command, arguments: try name(positional, for: command),
      more: Array(positional.dropFirst(command.arguments.count)), options: options)
  }

  private func option(
    _ word: String, of command: Command, following words: inout ArraySlice<String>
  ) throws -> (name: String, value: String) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let option = command.options.first(where: { "--\($0.name)" == parts[0] }) else {
      throw unknownOption(parts[0], of: command)
    }
    guard let valueName = option.valueName else {
      guard parts.count == 1 else {
        throw UsageError("`--\(option.name)` takes no value.", command: command.name)
      }
      return (option.name, "")
    }
    guard let value = parts.count == 2 ? parts[1] : words.popFirst(), !value.isEmpty else {
      throw UsageError(
        "`--\(option.name)` needs a value: `--\(option.name) \(valueName)`.", command: command.name)
    }
    return (option.name, value)
  }

  private func unknownOption(_ word: String, of command: Command) -> UsageError {
    let known = (command.options + [.help]).map { "--\($0.name)" }
    let nearest = nearestName(to: word, in: known).map { " Did you mean `\($0)`?" } ?? ""
    return UsageError("`\(command.title)` has no option `\(word)`.\(nearest)", command: command.name)
  }

  private func name(_ words: [String], for command: Command) throws -> [String: String] {
    let arguments = command.arguments
    if words.count > arguments.count, arguments.last?.isRepeated != true {
      throw UsageError(
        "`\(command.title)` does not know what to do with `\(words[arguments.count])`.",
        command: command.name)
    }
    if let missing = arguments.dropFirst(words.count).first(where: \.isRequired) {
      throw UsageError("`\(command.title)` needs a \(missing.name).", command: command.name)
    }
    var named: [String: String] = [:]
    for (argument, word) in zip(arguments, words) {
      if case .oneOf(let choices) = argument.values, !choices.contains(word) {
        let unknown = UnknownName(kind: argument.name.lowercased(), name: word, candidates: choices)
        throw UsageError(unknown.description, command: command.name)
      }
      named[argument.name] = word
    }
    return named
  }
}
