#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Darwin)
  @preconcurrency import Darwin
#endif
import Foundation
import LabContracts
import LabEngine
import LabNotebook

// Opens a compiled lesson and runs it from its first cell to its last. The modules it names above are
// the copies that the lesson uses.

/// The script's top-level code, under the name the compiler was told to give it.
typealias EntryPoint = @convention(c) (Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int32

func fail(_ sentence: String) -> Never {
  FileHandle.standardError.write(Data("lesson-host: \(sentence)\n".utf8))
  exit(70)
}

guard CommandLine.arguments.count == 2 else { fail("expected the path of one compiled lesson") }
guard let library = dlopen(CommandLine.arguments[1], RTLD_NOW | RTLD_LOCAL) else {
  fail("the lesson cannot be opened: \(String(cString: dlerror()))")
}
guard let symbol = dlsym(library, "lab_main") else { fail("the lesson has no entry point") }
// After each line, so that a trap loses nothing of what was printed before it.
setvbuf(stdout, nil, _IOLBF, 0)
let run = unsafeBitCast(symbol, to: EntryPoint.self)
exit(run(CommandLine.argc, CommandLine.unsafeArgv))
