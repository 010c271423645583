// Calls itself without end.
// report: the stack ran out
func depth(_ n: Int) -> Int { n < 0 ? 0 : depth(n + 1) + 1 }

func words(_ text: String) -> [String] { [String](repeating: "x", count: depth(0)) }
