import Foundation
import LabKit

/// Runs one command line from its words to its exit code.
struct Program {
  let table: CommandTable
  let console: Console

  func run(_ words: [String]) -> ExitCode {
    let code = answer(words)
    guard let reason = console.finish() else { return code }
    console.complain("What was printed could not be written: \(reason).")
    return .ourFault
  }

  private func answer(_ words: [String]) -> ExitCode {
    do {
      switch try Parser(table: table).parse(words) {
      case .help(let command):
        let help = Help(table: table, width: console.readableWidth)
        console.print(command.map(help.page) ?? help.overview)
        return .done
      case .version:
        console.print("labs \(try Course.find().curriculum.version)")
        return .done
      case .run(let command, let arguments, let more, let options):
        return try command.run(
          Invocation(
            command: command, console: console, arguments: arguments, moreArguments: more, options: options))
      }
    } catch let error as UsageError {
      console.complain("\(error)\n\(advice(for: error))")
      return .wrongUsage
    } catch let error as UnknownName {
      console.complain("\(error)")
      return .wrongUsage
    } catch let error as any CustomStringConvertible & Error where !(error is CocoaError) {
      console.complain("\(error)")
      return .ourFault
    } catch {
      console.complain("\(error.plainReason).")
      return .ourFault
    }
  }

  private func advice(for error: UsageError) -> String {
    let words = ["labs", error.command ?? "", "--help"].filter { !$0.isEmpty }
    return "See `\(words.joined(separator: " "))`."
  }
}
