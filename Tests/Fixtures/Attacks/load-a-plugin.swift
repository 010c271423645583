// Asks the compiler to run a program of its choice as a macro.
// report: did not compile
@freestanding(expression) macro stolen() -> String =
  #externalMacro(module: "../../@OUTSIDE@/evil", type: "Evil")

func words(_ text: String) -> [String] { [#stolen()] }
