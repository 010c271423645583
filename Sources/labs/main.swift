import Foundation

let program = Program(table: .labs, console: Console())
exit(program.run(Array(CommandLine.arguments.dropFirst())).rawValue)
