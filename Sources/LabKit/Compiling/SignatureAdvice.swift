import Foundation

/// Says how a function must be declared, where the compiler only says that the binding cannot use it.
struct SignatureAdvice {
  private let bindingLines: [Substring]
  private let stubs: FunctionSource

  /// The advice for a lab's binding, beside which its stubs lie.
  init(binding: URL) {
    let stubs = binding.deletingLastPathComponent().appending(path: Course.exerciseName)
    self.stubs = FunctionSource((try? String(contentsOf: stubs, encoding: .utf8)) ?? "")
    let text = (try? String(contentsOf: binding, encoding: .utf8)) ?? ""
    bindingLines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The messages, each function's with the stub's declaration behind it.
  func told(_ messages: [CompilerMessage]) -> [CompilerMessage] {
    messages.map { message in
      guard let stub = declaration(boundOn: message.line) else { return message }
      return CompilerMessage(
        file: message.file, line: message.line, column: message.column,
        text: "\(message.text); the stub says `\(stub)`")
    }
  }

  private func declaration(boundOn line: Int) -> String? {
    guard bindingLines.indices.contains(line - 1),
      let function = bindingLines[line - 1].firstMatch(of: /to: ([A-Za-z_][A-Za-z0-9_]*)\)/)
    else { return nil }
    return stubs.declaration(of: String(function.1))
  }
}
