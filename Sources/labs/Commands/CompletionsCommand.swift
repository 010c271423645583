extension Command {
  static let completions: Command = Command(
    "completions", "a script that teaches your shell these commands",
    details: "Prints the script. It asks `labs` for the names of labs and exercises when you press the key.",
    arguments: [Argument("SHELL", "bash, zsh or fish", values: .oneOf(Completions.shells))],
    example: Example("source <(labs completions bash)", "Completes labs' commands in this shell.")
  ) { invocation in
    let shell = invocation.argument("SHELL") ?? ""
    invocation.console.print(try Completions(table: .labs).script(for: shell))
    return .done
  }
}
