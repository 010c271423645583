// Keeps the compiler busy for minutes.
// report: did not compile
func words(_ text: String) -> [String] {
  let a = 1 + "2" + 3 + 4.0 + "5" + 6 + 7 + "8" + 9 + 10 + "11" + 12 + 13 + 14.0 + "15" + 16 + 17 + 18
  let b = [1: ["a": 1 + 2.0 * 3 - "4" + 5 / 6.0]] + [2: ["b": 2 + 3.0 * 4 - "5" + 6 / 7.0]]
  return ["\(a)", "\(b)"]
}
