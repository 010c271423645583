// Computes for ever.
// report: no answer in | used up
func words(_ text: String) -> [String] {
  var count = 0
  while true { count &+= 1 }
}
