import LabContracts

/// Names the functions of `Exercise.swift` to the course.
let labBinding = Binding {
  $0.bind(Attention.total, to: total)
}
