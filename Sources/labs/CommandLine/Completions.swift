import LabKit

/// Scripts that teach a shell the commands, written from the same table that parses them.
///
/// Lab and exercise names are asked from `labs list --names` when the key is pressed, so that a script stays
/// right when a lab is added.
struct Completions {
  let table: CommandTable

  static let shells = ["bash", "zsh", "fish"]

  func script(for shell: String) throws -> String {
    switch shell {
    case "bash": bash
    case "zsh": zsh
    case "fish": fish
    default: throw UnknownName(kind: "shell", name: shell, candidates: Self.shells)
    }
  }

  private var bash: String {
    let cases = table.commands.map { command in
      "    \(command.name)) words=\"\(offers(for: command).joined(separator: " "))\" ;;"
    }
    return """
      # bash completion for labs: source <(labs completions bash)
      _labs() {
        local word="${COMP_WORDS[COMP_CWORD]}" words=""
        if [ "$COMP_CWORD" -eq 1 ]; then
          words="\(table.commands.map(\.name).joined(separator: " ")) --help --version"
        else
          case "${COMP_WORDS[1]}" in
      \(cases.joined(separator: "\n"))
          esac
        fi
        COMPREPLY=($(compgen -W "$words" -- "$word"))
      }
      complete -o default -F _labs labs
      """
  }

  private var zsh: String {
    let commands = table.commands.map { "    '\($0.name):\(quoted($0.summary))'" }
    let cases = table.commands.map { command in
      "    \(command.name)) compadd -- \(offers(for: command).joined(separator: " ")) ;;"
    }
    return """
      #compdef labs
      # zsh completion for labs: source <(labs completions zsh)
      _labs() {
        local -a commands=(
      \(commands.joined(separator: "\n"))
        )
        if (( CURRENT == 2 )); then
          _describe command commands
          return
        fi
        case "$words[2]" in
      \(cases.joined(separator: "\n"))
        esac
      }
      compdef _labs labs
      """
  }

  private var fish: String {
    let lines = table.commands.flatMap { command -> [String] in
      let here = "complete -c labs -n '__fish_seen_subcommand_from \(command.name)'"
      let names = names(for: command).map { "\(here) -f -a '\($0)'" }
      let options = (command.options + [.help]).map { option in
        "\(here) -l \(option.name)\(option.valueName == nil ? "" : " -r") -d '\(quoted(option.summary))'"
      }
      let first = "complete -c labs -n __fish_use_subcommand -f"
      return ["\(first) -a \(command.name) -d '\(quoted(command.summary))'"] + names + options
    }
    return (["# fish completion for labs: labs completions fish | source"] + lines).joined(separator: "\n")
  }

  /// What a shell may offer after a command: names and options.
  private func offers(for command: Command) -> [String] {
    names(for: command) + (command.options + [.help]).map { "--\($0.name)" }
  }

  private func names(for command: Command) -> [String] {
    let subcommands = command.subcommands.map { String($0.name.dropFirst(command.name.count + 1)) }
    return subcommands
      + command.arguments.flatMap { argument -> [String] in
        switch argument.values {
        case .labs: ["$(labs list --names 2>/dev/null)"]
        case .exercises: ["$(labs list --names --exercises 2>/dev/null)"]
        case .oneOf(let choices): choices
        case .anything: []
        }
      }
  }

  /// Text that may stand between single quotes.
  private func quoted(_ text: String) -> String { text.replacing("'", with: "’") }
}
