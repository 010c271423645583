// Takes all the memory there is.
// report: out of memory | signal | no answer in
func words(_ text: String) -> [String] {
  var all: [[UInt8]] = []
  while true { all.append([UInt8](repeating: 1, count: 1 << 26)) }
}
