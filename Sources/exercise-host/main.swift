// Opens a library that holds a learner's code and answers calls until the other side goes away.
//
//     exercise-host LIBRARY
//
// Descriptor 3 is a socket. A message is a 32-bit length and that many bytes; a `CallRequest` comes,
// a `CallReply` goes. Descriptor 4 takes the notes of a crash. What the learner's code prints goes to standard output and error, where the
// other side collects it. There is nothing here worth stealing: no expected value ever comes in.

import CLabSandbox
import LabContracts

// Foundation is left out: loading it would double the time that a host takes to start.
#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

let channel = Channel(descriptor: 3)
// A line at a time: what was printed before a crash must not be lost.
labs_buffer_lines()
labs_report_crashes(4)
labs_exit_with_peer(channel.descriptor)

guard CommandLine.arguments.count == 2 else {
  fail("usage: exercise-host LIBRARY")
}
let binding = openBinding(CommandLine.arguments[1])
// Reply 0, to no call: the library is loaded, and the clock of the first call may start.
channel.send(CallReply(id: 0, result: .notBound).wireBytes)

while let message = channel.receive() {
  guard let request = try? CallRequest(wireBytes: message) else { fail("a request could not be read") }
  let result: CallReply.Result
  do {
    let answer = try binding.answer(request.endpoint, arguments: request.arguments)
    result = answer.map { .value($0) } ?? .notBound
  } catch {
    result = .thrown(ThrownError(error))
  }
  fflush(nil)
  channel.send(CallReply(id: request.id, result: result).wireBytes)
}

// Who ends up here has lost the other side, or the learner's code has closed our own.
exit(fcntl(channel.descriptor, F_GETFD) < 0 ? Int32(LABS_CLOSED_CHANNEL) : 0)

/// Opens the library and asks its one entry point for the functions it binds.
func openBinding(_ library: String) -> LabContracts.Binding {
  guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else {
    fail(dlerror().map { String(cString: $0) } ?? "the library could not be opened")
  }
  guard let symbol = dlsym(handle, BindingEntry.symbol) else {
    fail("the library has no \(BindingEntry.symbol)")
  }
  typealias Entry = @convention(c) () -> UnsafeMutableRawPointer
  return BindingEntry.take(unsafeBitCast(symbol, to: Entry.self)())
}

func fail(_ reason: String) -> Never {
  let message = "exercise-host: \(reason)\n"
  _ = message.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  exit(70)
}
