// What the lesson calls unless it is run with --mine: the exercises, answered by the engine.

import LabContracts

func total(_ numbers: [Int]) -> Int { numbers.reduce(0, +) }
