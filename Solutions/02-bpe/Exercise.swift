import LabContracts

/// 02.1 The sum of the numbers; 0 when there are none.
func total(_ numbers: [Int]) -> Int {
  numbers.reduce(0, +)
}
