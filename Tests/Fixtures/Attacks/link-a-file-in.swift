// Slips options to the linker through the section in which the compiler leaves its own, to take a file along.
// report: did not compile | the compiler failed | returned
import Foundation

@used
@section(".swift1_autolink_entries")
let options: InlineArray<LINKER_COUNT, UInt8> = [LINKER_OPTIONS]

func words(_ text: String) -> [String] {
  let library = dlopen(CommandLine.arguments[1], RTLD_NOW)
  if dlsym(library, "@SECRET-SYMBOL@") != nil { print("escaped: linked the secret in") }
  return []
}
