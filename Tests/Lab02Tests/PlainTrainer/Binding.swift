import LabContracts

/// Names the plain trainer to whoever times a faster one.
let labBinding = Binding { $0.bind(BPE.trainFast, to: trainPlainly) }
