/// Why a command line cannot be followed.
struct UsageError: Error, Equatable, CustomStringConvertible {
  let description: String
  /// The command whose help would tell more, if it is known.
  let command: String?

  init(_ description: String, command: String? = nil) {
    self.description = description
    self.command = command
  }
}
