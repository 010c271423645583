import LabContracts

/// Names the functions of `Exercise.swift` to the course.
let labBinding = Binding {
  $0.bind(BPE.total, to: total)
}
