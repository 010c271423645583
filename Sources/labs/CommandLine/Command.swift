/// One command of `labs`: the same value feeds parsing, help and shell completions.
struct Command: Sendable {
  let name: String
  /// What it does, in a few words that follow its name.
  let summary: String
  /// One short paragraph for the command's own help.
  let details: String
  let arguments: [Argument]
  let options: [Option]
  let example: Example
  /// Commands of its own, called by a second word; their names begin with this one's: `grade merge`.
  let subcommands: [Command]
  let run: @Sendable (Invocation) throws -> ExitCode

  init(
    _ name: String, _ summary: String, details: String, arguments: [Argument] = [], options: [Option] = [],
    example: Example, subcommands: [Command] = [], run: @escaping @Sendable (Invocation) throws -> ExitCode
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.arguments = arguments
    self.options = options
    self.example = example
    self.subcommands = subcommands
    self.run = run
  }

  /// The words that begin it: `labs start`, and `labs` alone for the dashboard.
  var title: String { name.isEmpty ? "labs" : "labs \(name)" }

  /// How it is typed, such as `labs start LAB [--json]`.
  var synopsis: String {
    let names = arguments.map { argument in
      (argument.isRequired ? argument.name : "[\(argument.name)]") + (argument.isRepeated ? "…" : "")
    }
    return ([title] + names + options.map { "[\($0.synopsis)]" }).joined(separator: " ")
  }
}

/// Something typed without a dash in front.
struct Argument: Sendable {
  /// What a shell may offer for an argument.
  enum Values: Sendable, Equatable {
    case labs
    case exercises
    case oneOf([String])
    case anything
  }

  let name: String
  let summary: String
  let isRequired: Bool
  /// Whether more of the kind may follow; only of a command's last argument.
  let isRepeated: Bool
  let values: Values

  init(
    _ name: String, _ summary: String, isRequired: Bool = true, isRepeated: Bool = false,
    values: Values = .anything
  ) {
    self.name = name
    self.summary = summary
    self.isRequired = isRequired
    self.isRepeated = isRepeated
    self.values = values
  }
}

extension Argument {
  static let lab = Argument("LAB", "a lab by number, name or the beginning of its name", values: .labs)

  static let optionalLab = Argument(
    "LAB", "a lab by number, name or the beginning of its name; without it, the lab you were at",
    isRequired: false, values: .labs)

  static let exercise = Argument(
    "EXERCISE", "an exercise such as 01.3, or a lab; without it, the lab you were at",
    isRequired: false, values: .exercises)
}

/// Something typed with two dashes in front.
struct Option: Sendable {
  let name: String
  /// What stands for the value in help, such as `FILE`; `nil` for an option that takes none.
  let valueName: String?
  let summary: String

  init(_ name: String, value valueName: String? = nil, _ summary: String) {
    self.name = name
    self.valueName = valueName
    self.summary = summary
  }

  var synopsis: String { "--\(name)" + (valueName.map { " \($0)" } ?? "") }

  static let json = Option("json", "print the answer as JSON, for a program to read")
  static let help = Option("help", "show this help")
}

/// A command line worth trying, and what it does.
struct Example: Sendable {
  let line: String
  let effect: String

  init(_ line: String, _ effect: String) {
    self.line = line
    self.effect = effect
  }
}
